/** What a server says goes into a sentence, and perhaps into a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** As it stands there. A title is near the start; the search stops there, since the body is anybody's text. */
export function htmlTitle(body: string): string | undefined {
  return /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
}
