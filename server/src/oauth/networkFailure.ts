import type { NetworkFailure } from "../network.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { type Facts, type Failure, fail } from "./failures.ts";

/** The sentence for a call that got no answer. */
export function networkFailure(failure: NetworkFailure, about: Facts, timeoutMs: number, redactor: Redactor): Failure {
  const { code, reason, phase, proxy, certificate } = failure;
  const { title } = proxy ?? {};
  return fail(code, {
    ...about,
    phase,
    // A page can reflect what was sent.
    proxy: proxy === undefined || title === undefined ? proxy : { ...proxy, title: redactor.redact(title) },
    certificate,
    // What cannot be read at all is not HTTP, whatever the parser calls it.
    reason: reason ?? (code === "badResponse" ? "" : undefined),
    seconds: timeoutMs / 1000,
  });
}
