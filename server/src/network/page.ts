import type { HttpAnswer } from "./types.ts";

/** Text from a server ends up in a sentence, and perhaps in a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** Is the answer a web page, as proxies, gateways and captive portals send? */
export function isWebPage({ body, header }: Pick<HttpAnswer, "body" | "header">): boolean {
  return (
    /^\s*<(?:!doctype html|html|head|body|title|h1|center)\b/i.test(body) ||
    /^text\/html\b/i.test(header("content-type") ?? "")
  );
}

/** As written. A title is near the start, so the search stops there: anyone can write the body. */
export function htmlTitle(body: string): string | undefined {
  return /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
}
