import type { HttpDocument } from "../parse/model.ts";
import type { HttpHeader } from "./request.ts";
import { expand } from "./variables.ts";
import type { Variables } from "./variables.ts";

/** An `Argus-API-Key` header and the key that it holds, itself or through variables of the file. */
export interface WrittenKey {
  readonly header: HttpHeader;
  readonly apiKey: string;
}

/** The API keys among a request's headers. @param line of the request line */
export function apiKeysIn(
  headers: readonly HttpHeader[],
  document: HttpDocument,
  variables: Variables,
  line: number,
): WrittenKey[] {
  const mine = headers.filter(({ name, value }) => value !== "" && name.toLowerCase() === "argus-api-key");
  return mine.flatMap((header) => {
    const apiKey = expand(document, variables, header.value, line)?.trim();
    return apiKey === undefined ? [] : [{ header, apiKey }];
  });
}
