/** In which forms a secret is looked for in a text that has been decoded. */
import { fullyDecoded, UNREADABLE } from "./decoding.ts";

/** One form of a secret, {@link folded}. */
export interface SecretForm {
  text: string;
  /** What of it is sought: the engine's own search is linear up to 250 units. */
  head: string;
  /** From so much of it on, the end of a text is a sign of a secret that was cut off. Without it the form is nowhere. */
  beginning: string;
  /** How long the name is that it begins with, in UTF-16 units: that is no secret, and may end a text. */
  name: number;
  /** Base64's characters hold six bits each: whether the one before it and the one behind it hold some of it too. */
  base64?: { begins: boolean; ends: boolean };
}

/** In UTF-16 units of the secret itself. */
const SHORTEST_PART = 8;

/** In UTF-16 units. */
export const LONGEST_SOUGHT = 240;

/** In bytes. By the beginning the rest is found too. */
const LONGEST_ENCODED = 1000;

/** Shorter ones would blot out what is not the secret. */
const SHORTEST_FORM = 4;

/**
 * A secret as it is, without encodings of its own, in base64 wherever it starts in what was encoded (base64 of `Bearer x`
 * holds x one byte after a multiple of three), and in hexadecimal.
 */
export function formsOf(secret: string): SecretForm[] {
  const wellFormed = secret.toWellFormed();
  const decoded = fullyDecoded(wellFormed);
  const damaged = decoded.replace(/[^\0-\x7f]+/g, UNREADABLE);
  const bytes = Buffer.from(secret, "utf8").subarray(0, LONGEST_ENCODED);
  const plain = [secret, fullyDecoded(secret), wellFormed, decoded, damaged];
  const forms = [
    // The name as in `user/token` and `user:password`. A form has its spaces as plus signs.
    ...[...plain, ...plain.map((text) => text.replaceAll(" ", "+"))].map((text) =>
      formOf(text, SHORTEST_PART, { name: text.search(/[:/]/) }),
    ),
    ...[0, 1, 2].flatMap((skipped) => {
      const base64 = { begins: skipped > 0, ends: (skipped + bytes.length) % 3 > 0 };
      const text = base64Of(bytes, skipped);
      const url = text.replaceAll("+", "-").replaceAll("/", "_");
      return [text, url].map((each) => formOf(each, Math.ceil((SHORTEST_PART * 4) / 3), { base64 }));
    }),
    formOf(bytes.toString("hex"), 2 * SHORTEST_PART),
  ];
  const unique = new Map(forms.map((form) => [form.text, form]));
  return [...unique.values()].filter(({ text }) => text.length >= SHORTEST_FORM);
}

function formOf(form: string, shortestPart: number, more: Partial<SecretForm> = {}): SecretForm {
  const text = folded(form);
  return { text, head: text.slice(0, LONGEST_SOUGHT), beginning: text.slice(0, shortestPart), name: -1, ...more };
}

/** The characters that hold nothing but these bytes, where so many bytes come before them. */
function base64Of(bytes: Buffer, skipped: number): string {
  const all = Buffer.concat([Buffer.alloc(skipped), bytes]);
  return all.toString("base64").slice(Math.ceil((skipped * 8) / 6), Math.floor((all.length * 8) / 6));
}

/** In lower case, since some encodings have no other; as long as the text. */
export function folded(text: string): string {
  // The one letter that gets longer, and the one that is another at the end of a word.
  return text.replaceAll("\u0130", "i").toLowerCase().replaceAll("\u03c2", "\u03c3");
}
