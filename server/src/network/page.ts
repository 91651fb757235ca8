/** What a server says goes into a sentence, and perhaps into a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** A title is near the start; the search stops there, since the body is anybody's text. */
export function htmlTitle(body: string): string | undefined {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
  return title === undefined ? undefined : oneLine(title);
}
