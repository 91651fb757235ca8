import type { RefusalReason } from "../../../../common/protocol/documents.ts";
import { environmentVariable, profilesOfVariable } from "../../../../common/tokenVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { wordForAll } from "../parse/shell.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";

/**
 * Why tools would send a token other than this one if it were written into a request; `undefined` if they would not.
 */
export function unsafeIn(request: RequestView, token: WrittenToken): RefusalReason | undefined {
  const { accessToken, style } = token;
  if (style === "environment" && hasNoVariable(request)) return "sharedVariable";
  // REST Client unescapes a variable's value, and httpYac strips some characters at its start.
  if (style === "variable" && /^["=]|\\/.test(accessToken)) return "unsafeInVariable";
  const { curl } = request.request;
  const { name } = request.header;
  const value = request.header.valueWith(writtenText(request, token));
  // httpYac strips a comma at the end of a header.
  if (!curl) return style === "literal" && value.endsWith(",") ? "unsafeToken" : undefined;
  if (curl.shell !== "bare") return undefined;
  const values = style === "literal" ? "" : accessToken;
  // REST Client collapses repeated spaces.
  const isOneWord = wordForAll(`${name}: ${value}`, values) !== undefined;
  return isOneWord && !/\s{2}/.test(value + accessToken) ? undefined : "unsafeInCommand";
}

/** Does the profile share its environment variable with another one, so that neither has it? */
function hasNoVariable({ profile, settings: { profiles = {} } }: RequestView): boolean {
  return profile !== undefined && profilesOfVariable(environmentVariable(profile), Object.keys(profiles)).length > 1;
}

/**
 * A field value (RFC 9110 §5.5) that survives a round trip through the document: no control character, nothing outside
 * Latin-1, no surrounding white space, and no `{{`, which tools would expand.
 */
export function isHeaderText(value: string): boolean {
  return /^[\x20-\x7e\xa1-\xff]+$/.test(value) && value.trim() === value && !value.includes("{{");
}
