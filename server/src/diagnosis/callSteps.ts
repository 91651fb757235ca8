import * as l10n from "@vscode/l10n";
import { conjunction } from "../../../common/list.ts";
import { clockOff, quotable } from "../oauth/failures/words.ts";
import type { ArgusError, Result } from "../../../common/protocol/errors.ts";
import type { IntrospectValue, TokenValue, UserinfoValue } from "../../../common/protocol/requests.ts";
import type { Steps, Verdict } from "./steps.ts";

/** The diagnosis makes its calls like any other call. */
export interface DiagnosedCalls {
  /** Absent if there is no credential. */
  token?: (() => Promise<Result<TokenValue>>) | undefined;
  introspect: (token: string) => Promise<Result<IntrospectValue>>;
  userinfo: (token: string) => Promise<Result<UserinfoValue>>;
  /** The server's clock minus the local one, in ms, once an answer has revealed it. */
  clockSkewMs: () => number | undefined;
  /** Names of the headers and parameters that the profile adds to the token call. */
  additions?: readonly string[];
  /** A token to check if no new one can be fetched. */
  givenToken?: string | undefined;
}

/** Tests token, introspection and userinfo. A failed call does not stop the others if there is a token. */
export async function takeCallSteps(steps: Steps, calls: DiagnosedCalls, signal: AbortSignal): Promise<void> {
  let token = calls.givenToken;
  const { token: requestToken } = calls;
  if (requestToken === undefined) steps.skip("token", l10n.t("There is no credential to request a token with."));
  else {
    await steps.take("token", async () => {
      const result = await requestToken();
      if (result.ok) {
        token = result.value.accessToken;
        steps.redactor.add(token);
      }
      const verdict = result.ok ? tokenVerdict(result.value) : failed(result.error);
      return withClock(withAdditions(verdict, calls.additions ?? []), calls.clockSkewMs());
    });
  }
  signal.throwIfAborted();

  const checked = token;
  if (checked === undefined) {
    steps.skip("introspection", l10n.t("There is no token to check."));
    steps.skip("userinfo", l10n.t("There is no token to send."));
    return;
  }
  await steps.take("introspection", async () => {
    const result = await calls.introspect(checked);
    return result.ok ? introspectionVerdict(result.value) : failed(result.error);
  });
  signal.throwIfAborted();
  await steps.take("userinfo", async () => {
    const result = await calls.userinfo(checked);
    return result.ok ? userinfoVerdict(result.value) : failed(result.error);
  });
}

function withAdditions(verdict: Verdict, names: readonly string[]): Verdict {
  if (names.length === 0) return verdict;
  const sent = l10n.t("The profile's tokenRequest adds {0}", conjunction(names));
  return { ...verdict, details: [...(verdict.details ?? []), sent] };
}

function failed({ message, hint }: ArgusError): Verdict {
  return { state: "failed", verdict: message, ...(hint === undefined ? {} : { hint }) };
}

function tokenVerdict({ issuedAt, expiresAt, isEndAssumed, scope, warnings }: TokenValue): Verdict {
  const seconds = Math.round((expiresAt - issuedAt) / 1000);
  const details = scope === undefined ? [] : [l10n.t("Scope: {0}", scope)];
  const verdict =
    isEndAssumed === true
      ? l10n.t("A token. No server said how long it lives: {0} s are assumed (assumedLifetime).", seconds)
      : l10n.t("A token with a lifetime of {0} s.", seconds);
  return warned({ state: "ok", verdict, details }, warnings);
}

function introspectionVerdict({ active, scope, reason, warnings }: IntrospectValue): Verdict {
  if (!active) {
    return {
      state: "failed",
      verdict:
        reason === undefined
          ? l10n.t("Argus says that the token is not active.")
          : l10n.t("Argus says that the token is not active: “{0}”.", quotable(reason)),
      hint: l10n.t("It may have expired, belong to another client, or have been requested from another IP address."),
    };
  }
  const details = scope === undefined ? [] : [l10n.t("Scope: {0}", scope)];
  return warned({ state: "ok", verdict: l10n.t("The token is active."), details }, warnings);
}

/** Names the claims but not their values, because reports are shared. */
function userinfoVerdict({ claims, warnings }: UserinfoValue): Verdict {
  const names = Object.keys(claims);
  const verdict =
    names.length === 0 ? l10n.t("Argus answered without claims.") : l10n.t("Argus returned the token's user.");
  const details = names.length === 0 ? [] : [l10n.t("Claims: {0}", names.join(", "))];
  const { client_ip: address } = claims;
  if (typeof address === "string") details.push(l10n.t("Argus sees the address {0}", address));
  return warned({ state: "ok", verdict, details }, warnings);
}

function warned(verdict: Verdict, warnings: string[] = []): Verdict {
  if (warnings.length === 0) return verdict;
  return { ...verdict, state: "warning", details: [...warnings, ...(verdict.details ?? [])] };
}

function withClock(verdict: Verdict, skewMs: number | undefined): Verdict {
  const clock = clockOff({ clockSkewMs: skewMs });
  if (clock === undefined) return verdict;
  const details = [clock, ...(verdict.details ?? [])];
  if (verdict.state === "failed") return { ...verdict, details };
  return { ...verdict, state: "warning", hint: l10n.t("Correct this machine's clock."), details };
}
