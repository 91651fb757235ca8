/** The one place that turns a failed call to Argus into a sentence. Its rows are in `failures/`, by who failed. */
import type { ArgusError, ErrorCode } from "../../../common/protocol/errors.ts";
import { ANSWER } from "./failures/answer.ts";
import { ARGUS } from "./failures/argus.ts";
import { ENTERED } from "./failures/entered.ts";
import type { Facts, Rows } from "./failures/row.ts";
import { NETWORK } from "./failures/network.ts";
import { PERMISSION } from "./failures/permission.ts";
import { PROXY } from "./failures/proxy.ts";

export interface FailureResult {
  ok: false;
  error: ArgusError;
}

export const FAILURES: Readonly<Record<ErrorCode, Rows>> = {
  ...ENTERED,
  ...NETWORK,
  ...PROXY,
  ...PERMISSION,
  ...ARGUS,
  ...ANSWER,
};

/**
 * A failure: what happened (`message`), what to do (`hint`, and `help` for a button), and which row of the table it is
 * (`reason`).
 */
export function fail(code: ErrorCode, facts: Facts): FailureResult {
  const { rows, otherwise } = FAILURES[code];
  const row = rows.find(({ when }) => when(facts));
  const { message, hint, help } = row ?? otherwise;
  const { retryAfterMs, profile, credential } = facts;
  const status = facts.outerStatus ?? facts.status;
  return {
    ok: false,
    error: {
      code,
      message: message(facts),
      ...(hint === undefined ? {} : { hint: hint(facts) }),
      ...(help.length === 0 ? {} : { help }),
      reason: row?.id ?? code,
      ...(profile === undefined ? {} : { profile }),
      ...(credential === undefined ? {} : { credential }),
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}
