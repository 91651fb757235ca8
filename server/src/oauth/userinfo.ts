import * as v from "valibot";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { UserinfoValue } from "../../../common/protocol/requests.ts";
import { type CallContext, callArgus, callTarget, warned } from "./call.ts";
import { COMMON_HEADERS } from "./form.ts";
import type { Call } from "./types.ts";

/**
 * Asks whose token it is. The claims in the answer depend on the token's scope.
 *
 * @see OpenID Connect Core §5.3, RFC 6750 §2.1
 */
export async function requestUserinfo(
  profile: Profile,
  token: string,
  context: CallContext,
): Promise<Result<UserinfoValue>> {
  const target = callTarget(profile, "userinfo", context);
  if (!target.ok) return target;
  const call: Call = {
    name: "userinfo",
    profile: profile.name,
    request: {
      method: "GET",
      url: target.url,
      headers: { ...COMMON_HEADERS, authorization: `Bearer ${token}`, ...target.headers },
    },
    secrets: [{ value: token, variable: "ARGUS_TOKEN" }],
  };
  const called = await callArgus(call, context, v.object({}));
  return called.ok ? { ok: true, value: { claims: called.claims, ...warned(target.warnings) } } : called;
}
