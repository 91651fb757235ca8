import type { Position, RequestAtValue } from "../../../../common/protocol/documents.ts";
import { describeAuthorization } from "./authorization.ts";
import { blockAt } from "./places.ts";
import type { HttpDocument } from "../parse/model.ts";
import { requestOf } from "./request.ts";
import { variablesOf } from "./variables.ts";

/** The request whose block holds the position; `null` where the block has none. */
export function requestAt(document: HttpDocument, position: Position): RequestAtValue | null {
  const block = blockAt(document, position.line);
  const request = block && requestOf(document, block);
  if (!request) return null;
  const { range, requestLine, method, url, name, profile } = request;
  const header = block.request?.authorization;
  return {
    range,
    requestLine,
    method,
    url,
    ...(name !== undefined && { name }),
    ...(profile !== undefined && { profile }),
    ...(header && {
      authorization: describeAuthorization(document, variablesOf(document), block, header, requestLine),
    }),
  };
}
