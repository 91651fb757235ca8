import * as l10n from "@vscode/l10n";
import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import type { HttpRequest } from "../network/types.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { headerTextSchema, notLonger } from "../../../common/schema.ts";
import { parametersOf } from "../../../common/tokenRequest.ts";
import { ignored } from "../../../common/ignored.ts";
import { optionalField } from "./answer.ts";
import { callArgus, type CallContext, type CallResult, callTarget, warned } from "./call.ts";
import { fail, type FailureResult } from "./failures.ts";
import { formPost } from "./form.ts";
import { expiresInSchema, expiryOf } from "./lifetime.ts";
import { prove } from "./proof.ts";
import { normalScope } from "./scope.ts";
import type { Secret } from "./secrets.ts";
import type { Call } from "./types.ts";

/** In ms: how long to wait for a new token if a caching server answers with one that has just expired. */
const CACHE_WAITS = [1000, 2000];

/** Servers do not accept longer headers. Each token is kept in memory, in several forms that are never shown. */
const LONGEST_TOKEN = 16_384;

/** @see RFC 6749 §5.1. Argus sends `null` for missing fields. */
const tokenAnswerSchema = v.object({
  access_token: v.pipe(
    headerTextSchema,
    v.regex(/^\S+$/, () => l10n.t("must not contain spaces")),
    notLonger(LONGEST_TOKEN),
  ),
  token_type: optionalField(
    v.pipe(
      v.string(),
      v.regex(/^bearer$/i, () => l10n.t("must be Bearer")),
    ),
  ),
  expires_in: expiresInSchema,
  scope: optionalField(v.string()),
});

type PreparedRequest = { ok: true; request: HttpRequest } | FailureResult;

/**
 * One token call with client credentials. The token is opaque and counts as issued when the answer arrived.
 *
 * @param clientSecret for introspection, which tells when the token expires if the answer does not
 *
 * Errors: every code; `invalidCredential` for a credential that cannot be sent, and `unauthorized` for one that Argus
 * refuses.
 *
 * @see RFC 6749 §4.4
 */
export async function requestToken(
  profile: Profile,
  credential: Credential,
  given: CallContext,
  clientSecret?: string,
): Promise<Result<TokenValue>> {
  // If the worker takes longer than the time limit of one call, it counts as hung.
  const deadline = performance.now() + given.timeoutMs;
  const context = { ...given, deadline };
  const target = callTarget(profile, "token", context);
  if (!target.ok) return target;
  const scoped = normalScope(profile.scope);
  if (!scoped.ok) return fail("invalidProfile", { profile: profile.name, problem: scoped.problem });
  const fields = {
    grant_type: "client_credentials",
    client_id: profile.clientId,
    ...(scoped.scope === undefined ? {} : { scope: scoped.scope }),
  };
  const extra = extraOf(profile);
  const secrets: Secret[] = [];
  const prepare = async (): Promise<PreparedRequest> => {
    const proof = await prove(credential, profile, target.url, context.clocks);
    if (!proof.ok) return proof;
    secrets.push(proof.secret);
    const own = { ...proof.headers, ...target.headers };
    const taken = Object.keys(extra.headers).find((name) => name in own);
    if (taken !== undefined) {
      const problem = l10n.t("its tokenRequest sets the header {0}, which the call itself needs", taken);
      return fail("invalidProfile", { profile: profile.name, problem });
    }
    const parameters = [...Object.entries({ ...fields, ...proof.fields }), ...extra.parameters];
    const request = formPost(target.url, parameters, { ...extra.headers, ...own });
    const renew = async (): Promise<HttpRequest> => {
      const next = await prepare();
      return next.ok ? next.request : request;
    };
    return { ok: true, request: proof.once ? { ...request, renew } : request };
  };
  const call: Omit<Call, "request"> = { name: "token", profile: profile.name, credential: credential.kind, secrets };
  const ask = async (waits: readonly number[]): Promise<CallResult<v.InferOutput<typeof tokenAnswerSchema>>> => {
    const prepared = await prepare();
    if (!prepared.ok) return prepared;
    const called = await callArgus({ ...call, request: prepared.request }, context, tokenAnswerSchema);
    if (!called.ok || !isOver(called, context)) return called;
    const [wait, ...others] = waits;
    if (wait === undefined || performance.now() + wait >= deadline) return expired(target.url, call, called);
    context.onBusy?.(wait);
    await (context.pause ?? pause)(wait, context.signal).catch(ignored("the signal is checked next"));
    return context.signal.aborted ? fail("cancelled", { profile: profile.name }) : ask(others);
  };
  const called = await ask(CACHE_WAITS);
  if (!called.ok) return called;
  const { access_token: accessToken, token_type: tokenType, expires_in: lifetime, scope } = called.fields;
  const issuedAt = called.answer.receivedAt;
  const known = context.endOf?.(accessToken);
  const end =
    typeof lifetime === "number" || known !== undefined
      ? { expiresAt: Math.min(issuedAt + (lifetime ?? Infinity) * 1000, known ?? Infinity), isAssumed: false }
      : await expiryOf({ accessToken, issuedAt }, profile, clientSecret, context);
  return {
    ok: true,
    value: {
      accessToken,
      tokenType: tokenType ?? "Bearer",
      issuedAt,
      expiresAt: end.expiresAt,
      ...(end.isAssumed ? { isEndAssumed: true } : {}),
      ...(typeof scope === "string" ? { scope } : {}),
      ...warned(target.warnings),
    },
  };
}

/** A cache in front of Argus sends a token until, or even after, the moment it expires. */
function isOver(
  { fields, answer }: Extract<CallResult<v.InferOutput<typeof tokenAnswerSchema>>, { ok: true }>,
  { endOf }: CallContext,
): boolean {
  const { access_token: accessToken, expires_in: seconds } = fields;
  return (typeof seconds === "number" && seconds <= 0) || (endOf?.(accessToken) ?? Infinity) <= answer.receivedAt;
}

/** What the profile adds to the call. Header names are in lower case, like all others here. */
function extraOf({ tokenRequest = {} }: Profile): { headers: Record<string, string>; parameters: [string, string][] } {
  const headers = Object.entries(tokenRequest.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { headers: Object.fromEntries(headers) as Record<string, string>, parameters: parametersOf(tokenRequest) };
}

/** A temporary failure, so auto-refresh continues. */
function expired(url: URL, { profile, credential }: Omit<Call, "request">, called: CallResult<unknown>): FailureResult {
  const status = called.ok ? called.answer.status : undefined;
  const facts = { host: url.host, profile, call: "token", credential, flaw: { kind: "expired" } } as const;
  return fail("unavailable", status === undefined ? facts : { ...facts, status });
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return delay(ms, undefined, { signal });
}
