import type { RefusalReason } from "../../../../common/protocol/documents.ts";
import type { OtherCredential } from "../facts/otherCredentials.ts";

/** Why a token is not written into a request. */
export interface Refusal {
  refused: RefusalReason;
  /** What stands in its place. */
  found?: OtherCredential;
}

/**
 * A field value (RFC 9110 §5.5) that comes back from the document as it went in: no control character, nothing outside
 * Latin-1, no white space around it, and no `{{`, which the tools would replace.
 */
export function isHeaderText(value: string): boolean {
  return /^[\x20-\x7e\xa1-\xff]+$/.test(value) && value.trim() === value && !value.includes("{{");
}
