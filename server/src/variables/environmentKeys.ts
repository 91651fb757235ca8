/** API keys among the variables of an environment file. */
import { environmentFileKind } from "../../../common/environmentFiles.ts";
import type { ApiKeyAtValue, Position, TextEdit } from "../../../common/protocol/documents.ts";
import { isPlaceholder } from "../http/facts/placeholderText.ts";
import type { OpenDocument } from "../openDocument.ts";
import { type EnvironmentVariable, readDotenv, readEnvironmentFile } from "./environmentFile.ts";

export type EnvironmentDocument = Pick<OpenDocument, "uri" | "text" | "rangeOf">;

/** The form of Argus' API keys, `user/key/secret`: the first two parts are short and hexadecimal. */
const KEY_SHAPE = /^[\da-f]{1,12}\/[\da-f]{1,12}\/[^\s/]{6,}$/i;

/** A name that says what it is. */
const KEY_NAME = /argus.?(?:api.?)?key/i;
const SECRET_NAME = /key|auth|secret|token|argus/i;

/** A whole header in a value. */
const KEY_HEADER = /^Argus-API-Key[ \t]*:[ \t]*/i;

/** In UTF-16 units. */
const SHORTEST_KEY = 6;

export function variablesOf({ uri, text }: EnvironmentDocument): readonly EnvironmentVariable[] {
  return (environmentFileKind(uri) === "json" ? readEnvironmentFile(text) : readDotenv(text)).variables;
}

export function apiKeysOf(document: EnvironmentDocument): EnvironmentVariable[] {
  return variablesOf(document).filter(isApiKey);
}

/** The API key on a line, and the edits that remove it from the document; `null` if there is none. */
export function environmentKeyAt(
  document: EnvironmentDocument,
  { line }: Position,
): Omit<ApiKeyAtValue, "version"> | null {
  const keys = apiKeysOf(document);
  const key = keys.find(({ offset, length }) => {
    const { start, end } = document.rangeOf(offset, length);
    return start.line <= line && line <= end.line;
  });
  if (key === undefined) return null;
  const same = keys.filter(({ value }) => value === key.value);
  return {
    apiKey: key.value.replace(KEY_HEADER, ""),
    requestLine: line,
    edits: same.map((each) => removeValue(document, each)),
  };
}

/** Keeps the variable, because requests may refer to it, but removes its value. */
export function removeValue(document: EnvironmentDocument, { offset, length }: EnvironmentVariable): TextEdit {
  const newText = environmentFileKind(document.uri) === "json" ? '""' : "";
  return { range: document.rangeOf(offset, length), newText };
}

function isApiKey({ name, value: written }: EnvironmentVariable): boolean {
  const value = written.replace(KEY_HEADER, "");
  if (isPlaceholder(value)) return false;
  if (value !== written) return true;
  const last = name.split(".").at(-1) ?? name;
  const isNamed = KEY_NAME.test(last) && value.length >= SHORTEST_KEY;
  return isNamed || (KEY_SHAPE.test(value) && SECRET_NAME.test(last));
}
