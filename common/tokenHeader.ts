/** The header in which requests carry a profile's token: of any name, since another system may need `Authorization`. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { notLonger } from "./schema.ts";
import { isHeaderName, isTakenHeader } from "./tokenRequest.ts";

export const AUTHORIZATION = "Authorization";

/** Takes the token's place in `headerValue`. */
const PLACEHOLDER = "{token}";

/** In addition to those that `isTakenHeader` knows. */
const RESERVED = new Set(["argus-api-key", "content-disposition", "origin", "range", "referer", "set-cookie"]);

/**
 * Excludes headers that HTTP, proxies or cookies use, and the API key's: a token there would go astray, or break the
 * request. The first character is a letter or digit, because a line that starts with `#` is a comment.
 */
export const tokenHeaderNameSchema = v.pipe(
  v.string(),
  v.trim(),
  notLonger(100),
  v.check(
    (name) => isHeaderName(name) && /^[a-z\d]/i.test(name),
    () => l10n.t("is not a valid header name; use letters, digits and “-”"),
  ),
  v.check(
    (name) => !isTakenHeader(name) && !RESERVED.has(name.toLowerCase()),
    () => l10n.t("cannot carry a token, because it has another purpose"),
  ),
);

/** Printable ASCII around one `{token}`. httpYac drops a comma at the end, and tools expand what is in `{{…}}`. */
export const tokenHeaderValueSchema = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[^{}]*\{token\}[^{}]*$/, () => l10n.t("must contain {0} once, and no other braces", PLACEHOLDER)),
  v.regex(/^[\x20-\x7e]*[\x20-\x2b\x2d-\x7e]$/, () =>
    l10n.t("must be printable ASCII characters, and not end with a comma"),
  ),
);

/** The part of a profile that says where its token is sent. */
export interface TokenHeaderSettings {
  readonly header?: string | undefined;
  readonly headerValue?: string | undefined;
}

/** A header and the form of its value. */
export class TokenHeader {
  readonly name: string;
  /** The text around the token. */
  readonly #before: string;
  readonly #after: string;
  readonly #start: RegExp;

  constructor({ header = AUTHORIZATION, headerValue = `Bearer ${PLACEHOLDER}` }: TokenHeaderSettings = {}) {
    this.name = header;
    const at = headerValue.indexOf(PLACEHOLDER);
    this.#before = headerValue.slice(0, at);
    this.#after = headerValue.slice(at + PLACEHOLDER.length);
    // Schemes are not case-sensitive, and any number of spaces may follow one (RFC 9110 §11.1).
    const start = this.#before.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/ +/g, "\\s+");
    this.#start = new RegExp(`^${start}`, "i");
  }

  get isAuthorization(): boolean {
    return this.isNamed(AUTHORIZATION);
  }

  isNamed(name: string): boolean {
    return this.name.toLowerCase() === name.toLowerCase();
  }

  /** The value with a token, or a reference to one, in its place. */
  valueWith(token: string): string {
    return this.#before + token + this.#after;
  }

  /** The parts of a value of this form; a value of another form is all token. */
  split(value: string): { before: string; token: string; after: string } {
    const [before] = this.#start.exec(value) ?? [];
    const end = value.length - this.#after.length;
    if (before === undefined || end < before.length || !value.endsWith(this.#after))
      return { before: "", token: value, after: "" };
    return { before, token: value.slice(before.length, end), after: this.#after };
  }

  /** May a token follow this scheme? It may be the form's own, `Bearer` (RFC 6750), or none at all. */
  takesScheme(scheme: string): boolean {
    return ["", "bearer", this.#before.trim().toLowerCase()].includes(scheme.toLowerCase());
  }
}
