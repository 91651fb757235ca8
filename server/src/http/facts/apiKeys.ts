import type { HttpDocument } from "../parse/model.ts";
import type { HttpHeader } from "./request.ts";
import { isPlaceholder } from "./placeholderText.ts";
import { expand } from "./variables.ts";
import type { Variables } from "./variables.ts";

/** An `Argus-API-Key` header and the key that it holds, itself or through variables of the file. */
export interface WrittenKey {
  readonly header: HttpHeader;
  readonly apiKey: string;
}

/** The API keys among a request's headers, without placeholders for one. @param line of the request line */
export function apiKeysIn(
  headers: readonly HttpHeader[],
  document: HttpDocument,
  variables: Variables,
  line: number,
): WrittenKey[] {
  return keyValuesIn(headers, document, variables, line).filter(({ apiKey }) => !isPlaceholder(apiKey));
}

/** The placeholders for an API key that stand in the file: every tool sends them as they are written. */
export function keyPlaceholdersIn(
  headers: readonly HttpHeader[],
  document: HttpDocument,
  variables: Variables,
  line: number,
): WrittenKey[] {
  return keyValuesIn(headers, document, variables, line).filter(({ apiKey }) => isPlaceholder(apiKey));
}

function keyValuesIn(
  headers: readonly HttpHeader[],
  document: HttpDocument,
  variables: Variables,
  line: number,
): WrittenKey[] {
  const mine = headers.filter(({ name }) => name.toLowerCase() === "argus-api-key");
  return mine.flatMap((header) => {
    const apiKey = expand(document, variables, header.value, line)?.trim();
    return apiKey === undefined || apiKey === "" ? [] : [{ header, apiKey }];
  });
}
