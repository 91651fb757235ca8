import * as v from "valibot";
import type { IntrospectValue, Profile, Result } from "../protocol.ts";
import { checkAnswer, optionalField } from "./answer.ts";
import { type Call, type CallContext, callArgus, callTarget, warned } from "./call.ts";
import { authenticateClient } from "./clientAuthentication.ts";
import { formPost } from "./form.ts";

/** @see RFC 7662 §2.2 */
const introspectionAnswerSchema = v.object({
  active: v.boolean(),
  /** Seconds since the epoch on the server's clock. */
  exp: optionalField(v.pipe(v.number(), v.maxValue(8.64e12, "must be a date"))),
  scope: optionalField(v.string()),
  username: optionalField(v.string()),
});

/**
 * Asks, in the role of the client application, whether a token is active.
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
  const client = authenticateClient(profile, clientSecret);
  if (!client.ok) return client;
  const call: Call = {
    name: "introspection",
    request: formPost(target.url, { token, ...client.fields }, { ...client.headers, ...target.headers }),
    secrets: [token, ...client.secrets],
  };
  const called = await callArgus(call, context);
  if (!called.ok) return called;
  const checked = checkAnswer(called.answer, introspectionAnswerSchema, call);
  if (!checked.ok) return checked;
  const { active, exp, scope, username } = checked.fields;
  const clockSkewMs = context.clocks.skewMs(target.url);
  return {
    ok: true,
    value: {
      active,
      ...(typeof exp === "number" ? { expiresAt: exp * 1000 - (clockSkewMs ?? 0) } : {}),
      ...(typeof scope === "string" ? { scope } : {}),
      ...(typeof username === "string" ? { username } : {}),
      ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
      claims: checked.claims,
      ...warned(target.warnings),
    },
  };
}
