/** The scope tokens of a `scope` value, each once, in their order. @see RFC 6749 §3.3 */
export function scopesOf(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(/\s+/).filter((scope) => scope !== ""))];
}

/** Whether a text has only characters that a scope token may have (RFC 6749 §3.3), and white space. */
export function hasScopeCharacters(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e\s]*$/.test(text);
}
