import type { NetworkFailure } from "../network.ts";
import { type Facts, type Failure, fail } from "./failures.ts";

/** The sentence for a call that got no answer. */
export function networkFailure(failure: NetworkFailure, about: Facts, timeoutMs: number): Failure {
  const { code, reason, phase, proxy, certificate } = failure;
  return fail(code, {
    ...about,
    phase,
    proxy,
    certificate,
    // What cannot be read at all is not HTTP, whatever the parser calls it.
    reason: reason ?? (code === "badResponse" ? "" : undefined),
    seconds: timeoutMs / 1000,
  });
}
