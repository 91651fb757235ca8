/** The one place where a failure of an Argus call becomes a sentence; the sentences are in `failureTable.ts`. */
import type { ArgusError, ErrorCode } from "../../../common/protocol/errors.ts";
import type { Facts } from "./facts.ts";
import { FAILURES } from "./failureTable.ts";

export type { CallName, Facts } from "./facts.ts";

export type Failure = ArgusError;

/** A failure: what happened (`message`), what to do (`hint`), and which case of the table it is (`reason`). */
export function fail(code: ErrorCode, facts: Facts): Failure {
  const { rows, otherwise } = FAILURES[code];
  const row = rows.find(({ when }) => when(facts));
  const { message, hint } = row ?? otherwise;
  return {
    code,
    message: message(facts),
    ...(hint === undefined ? {} : { hint: hint(facts) }),
    reason: row?.id ?? code,
    ...(facts.status === undefined ? {} : { status: facts.status }),
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
  };
}
