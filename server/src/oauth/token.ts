import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { HttpRequest } from "../network.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { headerTextSchema } from "../../../common/schema.ts";
import { optionalField } from "./answer.ts";
import { type CallContext, callArgus, callTarget, warned } from "./call.ts";
import { type Failed, fail } from "./failures.ts";
import { formPost } from "./form.ts";
import { prove } from "./proof.ts";
import { normalScope } from "./scope.ts";
import type { Secret } from "./secrets.ts";
import type { Call } from "./types.ts";

/** Seconds. Beyond it, times leave the range of dates. */
const LONGEST_LIFETIME = 10 * 366 * 86_400;

/** @see RFC 6749 §5.1. Argus sends `null` for what it has not. */
const tokenAnswerSchema = v.object({
  access_token: v.pipe(
    headerTextSchema,
    v.regex(/^\S+$/, () => l10n.t("must not contain spaces")),
  ),
  token_type: optionalField(
    v.pipe(
      v.string(),
      v.regex(/^bearer$/i, () => l10n.t("must be Bearer")),
    ),
  ),
  /** Seconds. */
  expires_in: v.pipe(
    v.number(),
    v.minValue(1, () => l10n.t("must be at least 1 second")),
    v.maxValue(LONGEST_LIFETIME, () => l10n.t("must not be longer than ten years")),
  ),
  scope: optionalField(v.string()),
});

type Prepared = { ok: true; request: HttpRequest } | Failed;

/**
 * One token call with client credentials. The token is opaque and counts as issued when the answer arrived.
 *
 * Errors: every code; `invalidCredential` for what cannot be sent, and `unauthorized` for what Argus refuses.
 *
 * @see RFC 6749 §4.4
 */
export async function requestToken(
  profile: Profile,
  credential: Credential,
  context: CallContext,
): Promise<Result<TokenValue>> {
  const target = callTarget(profile, "token", context);
  if (!target.ok) return target;
  const scoped = normalScope(profile.scope);
  if (!scoped.ok) return fail("invalidProfile", { profile: profile.name, problem: scoped.problem });
  const fields = {
    grant_type: "client_credentials",
    client_id: profile.clientId,
    ...(scoped.scope === undefined ? {} : { scope: scoped.scope }),
  };
  const secrets: Secret[] = [];
  const prepare = async (): Promise<Prepared> => {
    const proof = await prove(credential, profile, target.url, context.clocks);
    if (!proof.ok) return proof;
    secrets.push(proof.secret);
    const request = formPost(target.url, { ...fields, ...proof.fields }, { ...proof.headers, ...target.headers });
    const renew = async (): Promise<HttpRequest> => {
      const next = await prepare();
      return next.ok ? next.request : request;
    };
    return { ok: true, request: proof.once ? { ...request, renew } : request };
  };
  const prepared = await prepare();
  if (!prepared.ok) return prepared;
  const call: Call = {
    name: "token",
    profile: profile.name,
    credential: credential.kind,
    request: prepared.request,
    secrets,
  };
  const called = await callArgus(call, context, tokenAnswerSchema);
  if (!called.ok) return called;
  const { access_token: accessToken, token_type: tokenType, expires_in: lifetime, scope } = called.fields;
  const issuedAt = called.answer.receivedAt;
  return {
    ok: true,
    value: {
      accessToken,
      tokenType: tokenType ?? "Bearer",
      issuedAt,
      expiresAt: issuedAt + lifetime * 1000,
      ...(typeof scope === "string" ? { scope } : {}),
      ...warned(target.warnings),
    },
  };
}
