import type { ApiKeyAtValue, Position, Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { apiKeysIn } from "../facts/apiKeys.ts";
import { requestAtLine, requestsOf } from "../facts/requestView.ts";
import { definitionsIn, variablesOf } from "../facts/variables.ts";
import type { HttpDocument } from "../parse/model.ts";
import { removeAll } from "./lineEdits.ts";
import type { HeaderInBlock } from "./lineEdits.ts";

/**
 * The API key of the request at a position, and the edits that remove it from the document; `null` if there is none.
 */
export function apiKeyAt(document: HttpDocument, position: Position): Omit<ApiKeyAtValue, "version"> | null {
  const request = requestAtLine(document, position.line);
  const [written] = request ? apiKeysIn(request) : [];
  if (!request || !written) return null;
  const { apiKey } = written;
  const { line, profile } = request;
  return {
    apiKey,
    requestLine: line,
    ...(profile !== undefined && { profile }),
    edits: removeKey(document, apiKey),
  };
}

/**
 * Removes the key from every request that sends it, and the variables that contain it: one left behind would still
 * leak.
 */
function removeKey(document: HttpDocument, apiKey: string): TextEdit[] {
  const variables = variablesOf(document);
  const definitions: Range[] = document.blocks
    .flatMap((block) => definitionsIn(document, block))
    .filter(({ value, line }) => variables.expand(value, line)?.trim() === apiKey)
    .map(({ range }) => range);
  const headers = requestsOf(document).flatMap((request): HeaderInBlock[] => {
    const written = apiKeysIn(request).filter((other) => other.apiKey === apiKey);
    return written.map(({ header: { span } }) => ({ block: request.block, span }));
  });
  return removeAll(document, definitions, headers);
}
