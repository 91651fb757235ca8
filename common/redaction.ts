/**
 * In which forms a secret can turn up in a text, and how it is taken out. Both sides use it, so that what the worker
 * would hide the client hides too.
 */

const REDACTED = "[redacted]";

/** Shorter values would blot out ordinary words; nothing that Argus issues is that short. */
const SHORTEST_SECRET = 4;

/** A session of a whole day has some hundreds of tokens; those from before have long died. */
const MOST_SECRETS = 200;

/** In UTF-16 code units. What is longer is found by its beginning, and goes with all that follows without a space. */
const LONGEST_PATTERN = 1000;

const HTML_NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "/": "&sol;",
};

/** JSON's short escapes (RFC 8259 §7). */
const JSON_NAMES: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };

/** So many characters are cheap to look for, and hardly in a text by chance. Shorter secrets are looked for whole. */
const END = 6;

/**
 * Takes one secret out of texts. Its whole pattern takes longer to make than a call to Argus does, and most texts do not
 * have it: so its end is looked for first.
 */
class SecretPattern {
  readonly #secret: string;
  #end: RegExp | undefined;
  #whole: RegExp | undefined;

  constructor(secret: string) {
    this.#secret = secret;
  }

  replaceIn(text: string): string {
    this.#end ??= patternOf(this.#secret, "i", END);
    if (!this.#end.test(text)) return text;
    this.#whole ??= patternOf(this.#secret, "gi");
    return text.replace(this.#whole, REDACTED);
  }
}

/**
 * Matches the secret with each character as it is or in any of its encodings (URL, JSON, HTML), however they are mixed,
 * and the whole in base64 or base64url.
 *
 * @param end how many characters of each form, counted from its end; all by default
 */
function patternOf(secret: string, flags: string, end = Infinity): RegExp {
  const bytes = Buffer.from(secret, "utf8");
  const whole = [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")].map(
    (text) =>
      escapeForPattern(text.slice(0, LONGEST_PATTERN).slice(-end)) + (text.length > LONGEST_PATTERN ? "[\\w+/-]*" : ""),
  );
  // Backslashes multiply with each escaping, so that a run of them is one thing.
  const units =
    secret
      .slice(0, LONGEST_PATTERN)
      .match(/\\+|[^\\]/gsu)
      ?.slice(-end) ?? [];
  const rest = secret.length > LONGEST_PATTERN ? "\\S*" : "";
  return new RegExp([units.map(unitPattern).join("") + rest, ...whole].join("|"), flags);
}

function unitPattern(character: string): string {
  if (character.startsWith("\\")) return "(?:\\\\|%(?:25){0,4}5c|&#0{0,8}92;|&#x0{0,8}5c;|&bsol;){1,64}";
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const forms = [
    // Escaping is done anew each time a text is put into another one. Bounds keep the search linear.
    `\\\\{0,8}${escapeForPattern(character)}`,
    // `%25` is an encoded percent sign.
    [...Buffer.from(character, "utf8")].map((byte) => `%(?:25){0,4}${hex(byte, 2)}`).join(""),
    units.map((unit) => `\\\\{1,8}u${unit}`).join(""),
    `&#0{0,8}${code};`,
    `&#x0{0,8}${hex(code, 1)};`,
    ...(JSON_NAMES[character] === undefined ? [] : [`\\\\{1,8}${JSON_NAMES[character]}`]),
    ...(character === " " ? ["\\+"] : []),
    // What became of it in a text of another encoding.
    ...(code > 0x7f ? ["\\ufffd{1,4}"] : []),
    ...(HTML_NAMES[character] === undefined ? [] : [HTML_NAMES[character]]),
  ];
  return `(?:${forms.join("|")})`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A set of secrets to be kept out of texts. It holds them in memory only. */
export class Redactor {
  readonly #patterns = new Map<string, SecretPattern>();

  constructor(...secrets: (string | undefined)[]) {
    this.add(...secrets);
  }

  add(...secrets: (string | undefined)[]): void {
    for (const secret of secrets) {
      if (secret === undefined || secret.length < SHORTEST_SECRET || this.#patterns.has(secret)) continue;
      this.#patterns.set(secret, new SecretPattern(secret));
      const oldest = this.#patterns.keys().next().value;
      if (this.#patterns.size > MOST_SECRETS && oldest !== undefined) this.#patterns.delete(oldest);
    }
  }

  /** A copy of the text without any of the secrets. */
  redact(text: string): string {
    let clean = text;
    // The longest first: a secret may hold another one.
    for (const [, pattern] of [...this.#patterns].sort(([a], [b]) => b.length - a.length)) {
      clean = pattern.replaceIn(clean);
    }
    return clean;
  }
}
