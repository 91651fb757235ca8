import type { HttpHeader } from "./headers.ts";
import { isPlaceholder } from "./placeholderText.ts";
import type { RequestView } from "./requestView.ts";

/** An `Argus-API-Key` header and the key that it holds, itself or through variables of the file. */
export interface WrittenKey {
  readonly header: HttpHeader;
  readonly apiKey: string;
}

/** The API keys among a request's headers, without placeholders for one. */
export function apiKeysIn(request: RequestView): WrittenKey[] {
  return keyValuesIn(request).filter(({ apiKey }) => !isPlaceholder(apiKey));
}

/** The placeholders for an API key that stand in the file: every tool sends them as they are written. */
export function keyPlaceholdersIn(request: RequestView): WrittenKey[] {
  return keyValuesIn(request).filter(({ apiKey }) => isPlaceholder(apiKey));
}

function keyValuesIn(request: RequestView): WrittenKey[] {
  return request.headersNamed("Argus-API-Key").flatMap((header) => {
    const apiKey = request.expand(header.value)?.trim();
    return apiKey === undefined || apiKey === "" ? [] : [{ header, apiKey }];
  });
}
