/**
 * Removes secrets from texts, in whatever form they appear. Both halves use it, so that they hide the same things. The
 * time it takes is linear in the length of the text, for any text and any secrets.
 */
import { type DecodedText, decodings, originOf, type Range } from "./redaction/decoding.ts";
import { folded, formsOf, LONGEST_SOUGHT, type SecretForm, SHORTEST_PART } from "./redaction/secretForms.ts";

const REDACTED = "[redacted]";

/** Shorter values would hide ordinary words; Argus issues nothing that short. */
const SHORTEST_SECRET = 4;

/** A day of work uses a few hundred tokens; older ones have long expired. */
const MOST_TOKENS = 200;

/** Secrets to remove from texts, kept in memory only. */
export class Redactor {
  /** Forms are computed on first use. */
  readonly #secrets = new Map<string, SecretForm[] | undefined>();
  /** The secrets that are tokens, oldest first: the oldest is dropped when there are too many. */
  readonly #tokens = new Set<string>();

  constructor(...secrets: (string | undefined)[]) {
    this.add(...secrets);
  }

  add(...secrets: (string | undefined)[]): void {
    for (const secret of secrets) {
      if (secret === undefined || secret.length < SHORTEST_SECRET || this.#secrets.has(secret)) continue;
      this.#secrets.set(secret, undefined);
    }
  }

  /** Adds a token. Only the last {@link MOST_TOKENS} are kept. */
  addToken(token: string): void {
    if (this.#secrets.has(token)) return;
    this.add(token);
    this.#tokens.add(token);
    const [oldest = ""] = this.#tokens;
    if (this.#tokens.size > MOST_TOKENS && this.#tokens.delete(oldest)) this.#secrets.delete(oldest);
  }

  /** A copy of the text without any of the secrets. */
  redact(text: string): string {
    if (this.#secrets.size === 0 || text === "") return text;
    const found: Range[] = [];
    for (const decoded of decodings(text)) {
      const sought = soughtIn(decoded);
      for (const secret of this.#secrets.keys()) {
        for (const form of this.#formsOf(secret)) {
          // The joined words of ordinary text may happen to contain a short secret.
          if (decoded.isJoined === true && form.beginning.length < SHORTEST_PART) continue;
          if (sought.text.includes(form.beginning)) found.push(...whole(form, sought), ...cutOff(form, sought));
        }
      }
    }
    return found.length === 0 ? text : without(text, found);
  }

  #formsOf(secret: string): SecretForm[] {
    const forms = this.#secrets.get(secret) ?? formsOf(secret);
    this.#secrets.set(secret, forms);
    return forms;
  }
}

/** A decoded text in folded form. */
interface SearchText {
  decoded: DecodedText;
  text: string;
  /** Where the text may have been cut off, the text before that, and where the closing characters after it end. */
  ends: { end: number; rest: string; to: number }[];
}

function soughtIn(decoded: DecodedText): SearchText {
  const text = folded(decoded.text);
  const ends = endsOf(decoded);
  return {
    decoded,
    text,
    ends: ends.map(({ end, to }) => ({ end, to, rest: text.slice(Math.max(0, end - LONGEST_SOUGHT), end) })),
  };
}

/** Where the whole form occurs. */
function whole(form: SecretForm, { decoded, text }: SearchText): Range[] {
  const found: Range[] = [];
  const { head } = form;
  for (let at = text.indexOf(head); at >= 0;) {
    let end = at + head.length;
    if (form.text.length > head.length) {
      while (end < text.length && text[end] === form.text[end - at]) end += 1;
      // Also removes text attached to it, which may be a changed part of the secret.
      while (decoded.isJoined !== true && /\S/.test(decoded.text[end] ?? "")) end += 1;
    }
    const [from, to] = form.base64 === undefined ? [at, end] : withNeighbours(form.base64, decoded.text, at, end);
    found.push(originOf(decoded, from, to));
    at = text.indexOf(head, end);
  }
  return found;
}

/** Where the text ends in the middle of the form: logs and servers truncate texts, with or without a mark. */
function cutOff(form: SecretForm, { decoded, ends }: SearchText): Range[] {
  return ends.flatMap(({ end, rest, to }) => {
    for (let at = rest.indexOf(form.beginning); at >= 0; at = rest.indexOf(form.beginning, at + 1)) {
      const part = rest.slice(at);
      if (part.length === form.name || !form.text.startsWith(part)) continue;
      return [originOf(decoded, end - part.length, to)];
    }
    return [];
  });
}

/** Characters that may follow a truncated text, and the most of them to consider. */
const CLOSING = new Set("\t\n\r !\"').>]}»’”…");
const MOST_CLOSING = 12;

/**
 * The possible ends: with more and more of the closing characters dropped (the secret itself may end in one), and
 * without an incomplete escape.
 */
function endsOf({ text, isUnquoted = false }: DecodedText): { end: number; to: number }[] {
  let end = text.length;
  const ends = [{ end, to: end }];
  while (end > text.length - MOST_CLOSING && CLOSING.has(text[end - 1] ?? "")) {
    end -= 1;
    ends.push({ end, to: end });
  }
  if (isUnquoted) return ends;
  const last = text.slice(Math.max(0, end - MOST_CLOSING), end);
  let half = Math.max(...["\\", "%", "&"].map((mark) => last.lastIndexOf(mark)));
  while (last[half - 1] === "\\") half -= 1;
  return [...ends, ...(half < 0 || !/\w/.test(last.slice(half)) ? [] : [{ end: end - last.length + half, to: end }])];
}

const BASE64 = /[\w+/-]/;

/** Includes the adjacent characters that hold some of its bits, and the padding. */
function withNeighbours(
  base64: NonNullable<SecretForm["base64"]>,
  text: string,
  at: number,
  end: number,
): [number, number] {
  const from = base64.begins && BASE64.test(text[at - 1] ?? "") ? at - 1 : at;
  let to = base64.ends && BASE64.test(text[end] ?? "") ? end + 1 : end;
  while (to < end + 3 && text[to] === "=") to += 1;
  return [from, to];
}

function without(text: string, found: Range[]): string {
  const parts: string[] = [];
  let from = 0;
  let end = -1;
  for (const range of found.sort((one, other) => one.start - other.start)) {
    if (range.start >= end) {
      parts.push(text.slice(from, range.start), REDACTED);
    }
    end = Math.max(end, range.end);
    from = end;
  }
  return parts.join("") + text.slice(from);
}
