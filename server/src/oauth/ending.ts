import * as v from "valibot";
import { PUBLIC_API, PUBLIC_METADATA } from "../../../common/endpoints.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { EndOutcome, EndValue } from "../../../common/protocol/requests.ts";
import { type CallContext, callArgus, targetAt } from "./call.ts";
import { authenticateClient } from "./clientAuthentication.ts";
import { discover } from "./discovery.ts";
import { namedUrl, sessionUrl, webUrl } from "./endpoint.ts";
import { COMMON_HEADERS, formPost } from "./form.ts";
import { withoutLineEnd } from "./introspection.ts";
import type { Call } from "./types.ts";

/** The session and the token to end, and the secret that the client authenticates with. */
interface EndingSecrets {
  session?: string | undefined;
  token?: string | undefined;
  clientSecret?: string | undefined;
}

/**
 * Revokes a token and ends a session at Argus. Each has an outcome of its own: if one fails, the other is still
 * attempted.
 */
export async function endAtArgus(
  profile: Profile,
  { session, token, clientSecret }: EndingSecrets,
  context: CallContext,
): Promise<Result<EndValue>> {
  // The token first, because ending the session may end it too.
  const revoked = token === undefined ? undefined : await revoke(profile, token, clientSecret, context);
  const ended = session === undefined ? undefined : await endSession(profile, session, context);
  return {
    ok: true,
    value: { ...(revoked === undefined ? {} : { token: revoked }), ...(ended === undefined ? {} : { session: ended }) },
  };
}

/** @see Argus' API documentation, `DELETE /authentication/v1/session` */
async function endSession(profile: Profile, session: string, context: CallContext): Promise<EndOutcome> {
  const target = targetAt(profile, sessionUrl(profile), context);
  if (!target.ok) return target;
  const headers = { ...COMMON_HEADERS, authorization: `Bearer ${session}`, ...target.headers };
  return outcomeOf(
    {
      name: "session",
      profile: profile.name,
      request: { method: "DELETE", url: target.url, headers },
      secrets: [{ value: session, variable: "ARGUS_SESSION_TOKEN" }],
      ignoresAnswer: true,
    },
    context,
  );
}

/**
 * Asks the server's metadata, without any secret, where tokens are revoked. `undefined` if it names no such endpoint.
 *
 * @see RFC 7009 §2, RFC 8414 §2
 */
async function revoke(
  profile: Profile,
  token: string,
  clientSecret: string | undefined,
  context: CallContext,
): Promise<EndOutcome | undefined> {
  const found = await discover(profile, metadataSource(profile), context);
  if (!found.ok) return found.error.status === undefined ? found : undefined;
  const { revocation } = found.value;
  if (revocation === undefined) return undefined;
  const target = targetAt(profile, namedUrl(profile, "revocation", revocation), context);
  if (!target.ok) return target;
  const client = authenticateClient(profile, clientSecret && withoutLineEnd(clientSecret));
  if (!client.ok) return client;
  const fields = { token, token_type_hint: "access_token", ...client.fields };
  return outcomeOf(
    {
      name: "revocation",
      profile: profile.name,
      request: formPost(target.url, fields, { ...client.headers, ...target.headers }),
      secrets: [{ value: token, variable: "ARGUS_TOKEN" }, ...client.secrets],
      ignoresAnswer: true,
    },
    context,
  );
}

function metadataSource({ url }: Profile): string | undefined {
  const base = webUrl(url);
  return "url" in base && base.url.origin === PUBLIC_API ? PUBLIC_METADATA : undefined;
}

async function outcomeOf(call: Call, context: CallContext): Promise<EndOutcome> {
  const called = await callArgus(call, context, v.object({}));
  return called.ok ? { ok: true } : called;
}
