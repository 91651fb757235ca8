/**
 * In which forms a secret can turn up in a text, and how it is taken out. Both sides use it, so that what the worker
 * would hide the client hides too.
 */

const REDACTED = "[redacted]";

/** Shorter values would blot out ordinary words; nothing that Argus issues is that short. */
const SHORTEST_SECRET = 4;

/** The secret as it is, JSON-escaped, URL-encoded (both ways to write a space) and in base64 and base64url. */
function secretForms(secret: string): string[] {
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    form,
    form.replaceAll("+", "%20"),
    encodeUriComponentSafely(secret),
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}

/** `encodeURIComponent` throws on a lone surrogate. */
function encodeUriComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** A set of secrets to be kept out of texts. It holds them in memory only. */
export class Redactor {
  #forms: string[] = [];
  readonly #known = new Set<string>();

  constructor(...secrets: (string | undefined)[]) {
    this.add(...secrets);
  }

  add(...secrets: (string | undefined)[]): void {
    for (const secret of secrets) {
      if (secret === undefined || secret.length < SHORTEST_SECRET || this.#known.has(secret)) continue;
      this.#known.add(secret);
      this.#forms.push(...secretForms(secret));
    }
    // The longest first: a form may hold another one.
    this.#forms = [...new Set(this.#forms)].sort((a, b) => b.length - a.length);
  }

  /** A copy of the text without any of the secrets. */
  redact(text: string): string {
    let clean = text;
    for (const form of this.#forms) clean = clean.replaceAll(form, REDACTED);
    return clean;
  }
}
