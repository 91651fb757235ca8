/**
 * What a request reports before its answer: LSP's partial results, sent as `$/progress` with the token from its
 * parameters.
 */
import * as v from "valibot";
import { absent } from "../schema.ts";

export const partialResultSchema = v.object({ partialResultToken: absent(v.union([v.string(), v.number()])) });

/** For `argus/token`, `argus/introspect` and `argus/userinfo`: Argus is busy, and the call is waiting to try again. */
export interface RetryProgress {
  kind: "retry";
  waitMs: number;
}

export function isRetryProgress(value: unknown): value is RetryProgress {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "retry";
}
