import type { HttpAnswer } from "./types.ts";

/** Text from a server ends up in a sentence, and perhaps in a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** Is the answer a web page, as proxies, gateways and captive portals send? Servers also label JSON or an empty body as HTML. */
export function isWebPage({ body, header }: Pick<HttpAnswer, "body" | "header">): boolean {
  const isCalledHtml = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(header("content-type") ?? "");
  return isHtml(body) || (isCalledHtml && /^\s*[^\s[{]/.test(body));
}

export function isHtml(body: string): boolean {
  return /^\s*(?:<!--[^]{0,2000}?-->\s*)?(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype html|html|head|body|title|center|h1)\b/i.test(
    body,
  );
}

/** As written. A title is near the start, so the search stops there: anyone can write the body. */
export function htmlTitle(body: string): string | undefined {
  return /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
}
