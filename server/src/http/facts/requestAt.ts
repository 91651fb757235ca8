import type { Position, RequestAtValue } from "../../../../common/protocol/documents.ts";
import type { HttpDocument } from "../parse/model.ts";
import { describeAuthorization } from "./authorization.ts";
import { requestAtLine } from "./requestView.ts";

/** The request whose block holds the position; `null` where the block has none. */
export function requestAt(document: HttpDocument, position: Position): RequestAtValue | null {
  const request = requestAtLine(document, position.line);
  if (!request) return null;
  const { range, line: requestLine, method, url, name, profile, authorization } = request;
  return {
    range,
    requestLine,
    method,
    url,
    ...(name !== undefined && { name }),
    ...(profile !== undefined && { profile }),
    ...(authorization && { authorization: describeAuthorization(request, authorization) }),
  };
}
