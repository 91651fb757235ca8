/** The forms in which a secret is searched for in decoded text. */
import { fullyDecoded, UNREADABLE, withoutGaps } from "./decoding.ts";

/** One form of a secret, {@link folded}. */
export interface SecretForm {
  text: string;
  /**
   * The part that is searched for: the engine's own search is linear up to 250 units. It is short for bytes, which
   * programs print in part: `<Buffer 61 62 … 12 more bytes>`.
   */
  head: string;
  /** If a text ends after at least this much of the form, a secret was cut off there. */
  beginning: string;
  /** The length of a leading user name, in UTF-16 units: it is not secret, so a text may end with it. */
  name: number;
  /** Base64 characters hold six bits each: whether the adjacent ones hold some bits of the secret too. */
  base64?: { begins: boolean; ends: boolean };
}

/** In UTF-16 units of the secret itself. */
export const SHORTEST_PART = 8;

/** In UTF-16 units. */
export const LONGEST_SOUGHT = 240;

/** In bytes. The beginning is enough to find the rest. */
const LONGEST_ENCODED = 1000;

/** Shorter forms would also match harmless text. */
const SHORTEST_FORM = 4;

/**
 * A secret as it is, with its own encodings undone, in base64 at each of the three offsets (base64 of `Bearer x`
 * contains x one byte after a multiple of three), in hexadecimal, as a list of bytes, with each byte read as a character,
 * and without white space.
 */
export function formsOf(secret: string): SecretForm[] {
  const wellFormed = secret.toWellFormed();
  const decoded = decodedOf(wellFormed);
  const damaged = decoded.replace(/[^\0-\x7f]+/g, UNREADABLE);
  const bytes = Buffer.from(secret, "utf8").subarray(0, LONGEST_ENCODED);
  const lines = withoutGaps(secret);
  const plain = [secret, decodedOf(secret), wellFormed, decoded, damaged, bytes.toString("latin1"), lines];
  const forms = [
    // The name in `user/token` and `user:password`. A form encodes spaces as plus signs.
    ...[...plain, ...plain.map((text) => text.replaceAll(" ", "+"))].map((text) =>
      formOf(text, SHORTEST_PART, { name: text.search(/[:/]/) }),
    ),
    ...[0, 1, 2].flatMap((skipped) => {
      const base64 = { begins: skipped > 0, ends: (skipped + bytes.length) % 3 > 0 };
      const text = base64Of(bytes, skipped);
      const url = text.replaceAll("+", "-").replaceAll("/", "_");
      return [text, url].map((each) => formOf(each, Math.ceil((SHORTEST_PART * 4) / 3), { base64 }));
    }),
    bytesForm(bytes.toString("hex"), 2 * SHORTEST_PART),
    // A list of bytes, without its commas.
    bytesForm(bytes.join(""), bytes.subarray(0, SHORTEST_PART).join("").length),
  ];
  const unique = new Map(forms.map((form) => [form.text, form]));
  return [...unique.values()].filter(({ text }) => text.length >= SHORTEST_FORM);
}

function formOf(form: string, shortestPart: number, more: Partial<SecretForm> = {}): SecretForm {
  const text = folded(form);
  return { text, head: text.slice(0, LONGEST_SOUGHT), beginning: text.slice(0, shortestPart), name: -1, ...more };
}

/** As if more text followed: at the end of a text, `\u00` is an escape that was cut off. */
function decodedOf(secret: string): string {
  const more = " ".repeat(4);
  return fullyDecoded(secret + more).slice(0, -more.length);
}

function bytesForm(form: string, shortestPart: number): SecretForm {
  return formOf(form, shortestPart, { head: form.slice(0, shortestPart) });
}

/** The characters that contain only these bytes, if this many bytes come before them. */
function base64Of(bytes: Buffer, skipped: number): string {
  const all = Buffer.concat([Buffer.alloc(skipped), bytes]);
  return all.toString("base64").slice(Math.ceil((skipped * 8) / 6), Math.floor((all.length * 8) / 6));
}

/** Lower case, because some encodings have no other; keeps the length of the text. */
export function folded(text: string): string {
  // The one letter that would get longer, and the one that changes at the end of a word.
  return text.replaceAll("\u0130", "i").toLowerCase().replaceAll("\u03c2", "\u03c3");
}
