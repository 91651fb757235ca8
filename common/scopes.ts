/** The scope tokens of a `scope` value, in order and without duplicates. @see RFC 6749 §3.3 */
export function scopesOf(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(/\s+/).filter((scope) => scope !== ""))];
}

/** Does a text consist of characters allowed in scope tokens (RFC 6749 §3.3) and white space? */
export function hasScopeCharacters(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e\s]*$/.test(text);
}
