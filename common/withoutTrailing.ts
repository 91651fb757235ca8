/**
 * A text without certain characters at its end. `/x+$/` would do the same, but takes quadratic time if many of them are
 * followed by something else.
 *
 * @param characters matches one of them
 */
export function withoutTrailing(text: string, characters: RegExp): string {
  let end = text.length;
  while (end > 0 && characters.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
