import type { HttpRequest } from "../network/types.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { CallName } from "./failures/row.ts";
import type { Secret } from "./secrets.ts";

/** One call to Argus, in words and in bytes. */
export interface Call {
  name: CallName;
  /** The profile's name. */
  profile: string;
  /** The kind of credential in a token call. */
  credential?: Credential["kind"];
  request: HttpRequest;
  /** A successful answer needs no body; JSON in one can still be a refusal. */
  ignoresAnswer?: true;
  /** Grows when the request is built again. */
  secrets: readonly Secret[];
}
