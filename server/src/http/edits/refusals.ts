import type { RefusalReason } from "../../../../common/protocol/documents.ts";
import type { OtherCredential } from "../facts/otherCredentials.ts";

export interface Refusal {
  refused: RefusalReason;
  /** The credential that is there instead. */
  found?: OtherCredential;
  /** The name of the header that the token would be in. */
  header?: string;
}

/**
 * A field value (RFC 9110 §5.5) that survives a round trip through the document: no control character, nothing outside
 * Latin-1, no surrounding white space, and no `{{`, which tools would expand.
 */
export function isHeaderText(value: string): boolean {
  return /^[\x20-\x7e\xa1-\xff]+$/.test(value) && value.trim() === value && !value.includes("{{");
}
