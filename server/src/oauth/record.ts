import type { Answered } from "../network/types.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import { recordedBody } from "./recordedBody.ts";
import { redactorOf, type Secret } from "./secrets.ts";
import type { Call } from "./types.ts";

/** The most response header names in a record, and the longest one in UTF-16 units. */
const MOST_NAMES = 100;
const LONGEST_NAME = 100;

/**
 * The record of a call: sent secrets are replaced by the names of shell variables, and removed wherever else they
 * appear.
 *
 * @param time when the call began, ms since the epoch
 */
export function recordCall(call: Call, sent: Answered, time: number, error: ErrorCode | undefined): CallRecord {
  const { request, secrets } = call;
  const redactor = redactorOf(secrets);
  const clean = (text: string): string => redactor.redact(text);
  const named = ([name, value]: [string, string]): [string, string] => [
    clean(name),
    asVariable(value, secrets) ?? clean(value),
  ];
  const answer = sent.ok ? sent.answer : undefined;
  const body = answer === undefined ? undefined : recordedBody(answer.body, secrets);
  const { proxy, attempts, timings } = sent.trace;
  return {
    time,
    operation: call.name,
    profile: clean(call.profile),
    method: request.method,
    url: clean(request.url.href),
    requestHeaders: Object.entries(request.headers).map(named),
    ...(request.body === undefined ? {} : { fields: [...new URLSearchParams(request.body)].map(named) }),
    ...(proxy === undefined ? {} : { proxy: clean(proxy) }),
    ...(answer === undefined ? {} : { status: answer.status }),
    ...(error === undefined ? {} : { error }),
    responseHeaders: (answer?.headerNames ?? []).slice(0, MOST_NAMES).map((name) => clean(name).slice(0, LONGEST_NAME)),
    ...(body === undefined ? {} : { body }),
    requestBytes: Buffer.byteLength(request.body ?? ""),
    ...(answer === undefined ? {} : { responseBytes: Buffer.byteLength(answer.body) }),
    attempts,
    timings,
  };
}

/** A value that is a secret, alone or after an authentication scheme. */
function asVariable(value: string, secrets: readonly Secret[]): string | undefined {
  const scheme = /^[A-Za-z]+ /.exec(value)?.[0] ?? "";
  for (const { value: secret, variable } of secrets) {
    if (value === secret) return `$${variable}`;
    if (scheme !== "" && value === scheme + secret) return `${scheme}$${variable}`;
  }
  return undefined;
}
