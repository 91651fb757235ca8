import type { HttpRequest } from "../network.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { CallName } from "./failures.ts";
import type { Secret } from "./secrets.ts";

/** One call to Argus, in words and in bytes. */
export interface Call {
  name: CallName;
  /** The profile's name. */
  profile: string;
  /** What a token call is made with. */
  credential?: Credential["kind"];
  request: HttpRequest;
  /** Grows where the request is made anew. */
  secrets: readonly Secret[];
}
