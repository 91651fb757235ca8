import * as v from "valibot";
import { type Credential, headerTextSchema, type Profile, type Result, type TokenValue } from "../protocol.ts";
import { optionalField } from "./answer.ts";
import { type Call, type CallContext, callArgus, callTarget } from "./call.ts";
import { fail } from "./failures.ts";
import { formPost } from "./form.ts";
import type { Secret } from "./secrets.ts";

/** Seconds. Beyond it, times leave the range of dates. */
const LONGEST_LIFETIME = 10 * 366 * 86_400;

/** @see RFC 6749 §5.1. Argus sends `null` for what it has not. */
const tokenAnswerSchema = v.object({
  access_token: v.pipe(headerTextSchema, v.regex(/^\S+$/, "must not contain spaces")),
  token_type: optionalField(v.pipe(v.string(), v.regex(/^bearer$/i, "must be Bearer"))),
  /** Seconds. */
  expires_in: v.pipe(
    v.number(),
    v.minValue(1, "must be at least 1 second"),
    v.maxValue(LONGEST_LIFETIME, "must not be longer than ten years"),
  ),
  scope: optionalField(v.string()),
});

/**
 * One token call with client credentials. The token is opaque and counts as issued when the answer arrived.
 *
 * Errors: every code but `invalidCredential` for a key that Argus refuses, which is `unauthorized`.
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
  const proof = credentialHeader(credential);
  if (proof === undefined) {
    return { ok: false, error: fail("invalidCredential", { problem: "signed JWTs are not supported yet" }) };
  }
  const fields = {
    grant_type: "client_credentials",
    client_id: profile.clientId,
    ...(profile.scope === undefined || profile.scope.trim() === "" ? {} : { scope: profile.scope.trim() }),
  };
  const call: Call = {
    name: "token",
    profile: profile.name,
    request: formPost(target.url, fields, { ...proof.header, ...target.headers }),
    secrets: [proof.secret],
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
    },
  };
}

/** Exactly one header proves who asks (the Argus documentation names the alternatives). */
function credentialHeader(credential: Credential): { header: Record<string, string>; secret: Secret } | undefined {
  switch (credential.kind) {
    case "apiKey":
      return {
        header: { "argus-api-key": credential.apiKey },
        secret: { value: credential.apiKey, variable: "ARGUS_API_KEY" },
      };
    case "session":
      return {
        header: { authorization: `Bearer ${credential.token}` },
        secret: { value: credential.token, variable: "ARGUS_SESSION_TOKEN" },
      };
    case "jwt":
      return undefined;
  }
}
