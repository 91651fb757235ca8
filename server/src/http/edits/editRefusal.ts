import type { RefusalReason } from "../../../../common/protocol/documents.ts";
import type { OtherCredential } from "../facts/otherCredentials.ts";

/** Why a document is not edited. */
export interface EditRefusal {
  refused: RefusalReason;
  /** The credential that is there instead. */
  found?: OtherCredential;
  /** The name of the header that the token would be in. */
  header?: string;
}
