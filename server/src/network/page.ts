import type { HttpAnswer } from "./types.ts";

/** What a server says goes into a sentence, and perhaps into a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** Is an answer a page for people, as proxies, gateways and captive portals send? */
export function isWebPage({ body, header }: Pick<HttpAnswer, "body" | "header">): boolean {
  return (
    /^\s*<(?:!doctype html|html|head|body|title|h1|center)\b/i.test(body) ||
    /^text\/html\b/i.test(header("content-type") ?? "")
  );
}

/** As it stands there. A title is near the start; the search stops there, since the body is anybody's text. */
export function htmlTitle(body: string): string | undefined {
  return /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
}
