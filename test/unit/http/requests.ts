/** A document's requests as plain data for comparison. */
import type { HttpHeader } from "../../../server/src/http/facts/headers.ts";
import { requestsOf as viewsOf, RequestView } from "../../../server/src/http/facts/requestView.ts";
import { type Block, hasRequest, type HttpDocument } from "../../../server/src/http/parse/model.ts";

export type { HttpHeader };

function describe(view: RequestView) {
  const { range, line, lineRange, method, url, title, name, profile, block, request } = view;
  return {
    range,
    requestLine: line,
    requestLineEnd: block.line + (request.urlParts.at(-1) ?? request.line).line,
    requestLineRange: lineRange,
    method,
    url,
    urlRange: view.rangeOf(request.url),
    ...(request.version && { httpVersion: view.textOf(request.version) }),
    ...(title !== undefined && { title }),
    ...(name !== undefined && { name }),
    ...(profile !== undefined && { profile }),
    bodyLine: block.line + request.bodyLine,
    acceptsHeader: request.acceptsHeader,
  };
}

export type HttpRequest = ReturnType<typeof describe>;

export function requestsOf(document: HttpDocument): HttpRequest[] {
  return viewsOf(document).map(describe);
}

export function requestOf(document: HttpDocument, block: Block): HttpRequest | null {
  return hasRequest(block) ? describe(new RequestView(document, block)) : null;
}

export function headersOf(document: HttpDocument, block: Block): readonly HttpHeader[] {
  return hasRequest(block) ? new RequestView(document, block).headers : [];
}
