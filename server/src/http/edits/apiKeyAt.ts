import type { ApiKeyAtValue, Position, Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { apiKeysIn } from "../facts/apiKeys.ts";
import type { WrittenKey } from "../facts/apiKeys.ts";
import { blockAt } from "../facts/places.ts";
import { headersOf, profileOf } from "../facts/request.ts";
import { expand, variablesOf } from "../facts/variables.ts";
import type { Variables } from "../facts/variables.ts";
import { hasRequest, textOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { definitionRange, removeAll } from "./lineEdits.ts";
import type { PlacedHeader } from "./lineEdits.ts";

/** The API key in the request of a position, and the edits that take that key out of the document; `null` without one. */
export function apiKeyAt(document: HttpDocument, position: Position): Omit<ApiKeyAtValue, "version"> | null {
  const block = blockAt(document, position.line);
  if (!hasRequest(block)) return null;
  const variables = variablesOf(document);
  const [written] = keysIn(document, variables, block);
  if (!written) return null;
  const { apiKey } = written;
  const profile = profileOf(document, block);
  return {
    apiKey,
    requestLine: requestLine(block),
    ...(profile !== undefined && { profile }),
    edits: removeKey(document, variables, apiKey),
  };
}

/** Wherever the key is sent, and the variables that hold it: one that is left would be found by whoever looks for it. */
function removeKey(document: HttpDocument, variables: Variables, apiKey: string): TextEdit[] {
  const definitions: Range[] = [];
  const headers: PlacedHeader[] = [];
  for (const block of document.blocks) {
    for (const variable of block.variables) {
      const value = textOf(document, block, variable.value);
      const line = block.line + variable.name.line;
      if (expand(document, variables, value, line)?.trim() === apiKey)
        definitions.push(definitionRange({ block, variable }));
    }
    if (!hasRequest(block)) continue;
    for (const { header, apiKey: other } of keysIn(document, variables, block)) {
      if (other === apiKey) headers.push({ block, span: header.span });
    }
  }
  return removeAll(document, definitions, headers);
}

function keysIn(document: HttpDocument, variables: Variables, block: RequestBlock): WrittenKey[] {
  return apiKeysIn(headersOf(document, block), document, variables, requestLine(block));
}

function requestLine(block: RequestBlock): number {
  return block.line + block.request.line.line;
}
