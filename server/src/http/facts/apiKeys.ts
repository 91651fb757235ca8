import type { HttpHeader } from "./headers.ts";
import { isPlaceholder } from "./placeholderText.ts";
import type { RequestView } from "./requestView.ts";

/** An `Argus-API-Key` header and its key, written there or in variables of the file. */
export interface WrittenKey {
  readonly header: HttpHeader;
  readonly apiKey: string;
}

/** The API keys in a request's headers, leaving out placeholders. */
export function apiKeysIn(request: RequestView): WrittenKey[] {
  return keyValuesIn(request).filter(({ apiKey }) => !isPlaceholder(apiKey));
}

/** The placeholders for an API key in a request's headers, which every tool sends literally. */
export function keyPlaceholdersIn(request: RequestView): WrittenKey[] {
  return keyValuesIn(request).filter(({ apiKey }) => isPlaceholder(apiKey));
}

function keyValuesIn(request: RequestView): WrittenKey[] {
  return request.headersNamed("Argus-API-Key").flatMap((header) => {
    const apiKey = request.expand(header.value)?.trim();
    return apiKey === undefined || apiKey === "" ? [] : [{ header, apiKey }];
  });
}
