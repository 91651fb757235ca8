/** What a request tells of before its answer: LSP's partial results, `$/progress` with the token that came in its parameters. */
import * as v from "valibot";
import { absent } from "../schema.ts";

export const partialResultSchema = v.object({ partialResultToken: absent(v.union([v.string(), v.number()])) });

/** Of `argus/token`, `argus/introspect` and `argus/userinfo`: Argus is busy, and the call waits for another try. */
export interface RetryProgress {
  kind: "retry";
  waitMs: number;
}

export function isRetryProgress(value: unknown): value is RetryProgress {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "retry";
}
