import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Claims, IntrospectValue } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { optionalField } from "./answer.ts";
import { type CallContext, callArgus, callTarget, warned } from "./call.ts";
import { authenticateClient } from "./clientAuthentication.ts";
import { shortLine } from "./failures/words.ts";
import { formPost } from "./form.ts";
import { reasonInJson } from "./reason.ts";
import { redactorOf, type Secret } from "./secrets.ts";
import type { Call } from "./types.ts";
import { withoutTrailing } from "../../../common/withoutTrailing.ts";

/** In seconds; later than any date, but finite, so that JSON can carry it. */
const NO_TIME = 9e12;

/**
 * `exp`, in seconds since the epoch by the server's clock. A server that sends anything else has still answered whether
 * the token is active.
 */
function secondsOf(exp: unknown): number {
  const seconds = typeof exp === "string" && /^\d+$/.test(exp.trim()) ? Number(exp) : exp;
  return typeof seconds === "number" && Math.abs(seconds) < NO_TIME ? seconds : NO_TIME;
}

/** @see RFC 7662 §2.2 */
const introspectionAnswerSchema = v.object({
  active: v.boolean(),
  exp: optionalField(v.pipe(v.unknown(), v.transform(secondsOf))),
  scope: optionalField(v.string()),
  username: optionalField(v.string()),
});

/** Some servers say why a token is not active. */
function whyInactive(claims: Claims, secrets: readonly Secret[]): { reason?: string } {
  const { text } = reasonInJson(claims);
  return text === undefined ? {} : { reason: shortLine(redactorOf(secrets).redact(text)) };
}

const trimmed = (): string =>
  l10n.t("The client secret ended with a line break, which was not sent: enter it again without the line break.");

/** A pasted secret may end with a line break; spaces may belong to it. */
export function withoutLineEnd(secret: string): string {
  return withoutTrailing(secret, /[\r\n]/);
}

/**
 * Asks, as the client application, whether a token is active.
 *
 * @see RFC 7662 §2.1
 */
export async function introspect(
  profile: Profile,
  token: string,
  clientSecret: string | undefined,
  context: CallContext,
): Promise<Result<IntrospectValue>> {
  const target = callTarget(profile, "introspection", context);
  if (!target.ok) return target;
  const secret = clientSecret && withoutLineEnd(clientSecret);
  const client = authenticateClient(profile, secret);
  if (!client.ok) return client;
  const call: Call = {
    name: "introspection",
    profile: profile.name,
    request: formPost(target.url, { token, ...client.fields }, { ...client.headers, ...target.headers }),
    secrets: [{ value: token, variable: "ARGUS_TOKEN" }, ...client.secrets],
  };
  const called = await callArgus(call, context, introspectionAnswerSchema);
  if (!called.ok) return called;
  const { clockSkewMs, claims } = called;
  const { active, exp, scope, username } = called.fields;
  return {
    ok: true,
    value: {
      active,
      ...(typeof exp === "number" ? { expiresAt: exp * 1000 - (clockSkewMs ?? 0) } : {}),
      ...(typeof scope === "string" ? { scope } : {}),
      ...(typeof username === "string" ? { username } : {}),
      ...(active ? {} : whyInactive(claims, call.secrets)),
      ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
      claims,
      ...warned([...target.warnings, ...(secret === clientSecret ? [] : [trimmed()])]),
    },
  };
}
