import type { ArgusError, IntrospectValue, Result, TokenValue, UserinfoValue } from "../protocol.ts";
import type { Steps, Verdict } from "./steps.ts";

/** The calls of the diagnosis, as any other call is made. */
export interface DiagnosedCalls {
  /** Absent where there is no credential. */
  token?: (() => Promise<Result<TokenValue>>) | undefined;
  introspect: (token: string) => Promise<Result<IntrospectValue>>;
  userinfo: (token: string) => Promise<Result<UserinfoValue>>;
  /** The server's clock minus the local one, in ms, once an answer told it. */
  clockSkewMs: () => number | undefined;
  /** A token to check where no new one is to be had. */
  givenToken?: string | undefined;
}

/** ms. A signed JWT or an expiry that is off by more is refused. */
const MOST_SKEW = 5000;

/** Token, introspection, userinfo. One that fails does not keep the others from being tried, as far as there is a token. */
export async function takeCallSteps(steps: Steps, calls: DiagnosedCalls, signal: AbortSignal): Promise<void> {
  let token = calls.givenToken;
  const { token: requestToken } = calls;
  if (requestToken === undefined) steps.skip("token", "There is no credential to ask for one with.");
  else {
    await steps.take("token", async () => {
      const result = await requestToken();
      if (result.ok) {
        token = result.value.accessToken;
        steps.redactor.add(token);
      }
      return withClock(result.ok ? tokenVerdict(result.value) : failed(result.error), calls.clockSkewMs());
    });
  }
  signal.throwIfAborted();

  const checked = token;
  if (checked === undefined) {
    steps.skip("introspection", "There is no token to check.");
    steps.skip("userinfo", "There is no token to ask with.");
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

function failed({ message, hint }: ArgusError): Verdict {
  return { state: "failed", verdict: message, ...(hint === undefined ? {} : { hint }) };
}

function tokenVerdict({ issuedAt, expiresAt, scope, warnings }: TokenValue): Verdict {
  const seconds = Math.round((expiresAt - issuedAt) / 1000);
  const details = scope === undefined ? [] : [`Scope: ${scope}`];
  return warned({ state: "ok", verdict: `A token that lives ${seconds} s.`, details }, warnings);
}

function introspectionVerdict({ active, scope, warnings }: IntrospectValue): Verdict {
  if (!active) {
    return {
      state: "failed",
      verdict: "Argus says that the token is not active.",
      hint: "It may have expired, be another client's, or have been made from another IP address.",
    };
  }
  const details = scope === undefined ? [] : [`Scope: ${scope}`];
  return warned({ state: "ok", verdict: "The token is active.", details }, warnings);
}

/** Which claims, and not what they say: a report is for others to read. */
function userinfoVerdict({ claims, warnings }: UserinfoValue): Verdict {
  const names = Object.keys(claims);
  const verdict = names.length === 0 ? "Argus answers, without claims." : "Argus knows whose token it is.";
  const details = names.length === 0 ? [] : [`Claims: ${names.join(", ")}`];
  const { client_ip: address } = claims;
  if (typeof address === "string") details.push(`Argus sees the address ${address}`);
  return warned({ state: "ok", verdict, details }, warnings);
}

function warned(verdict: Verdict, warnings: string[] = []): Verdict {
  if (warnings.length === 0) return verdict;
  return { ...verdict, state: "warning", details: [...warnings, ...(verdict.details ?? [])] };
}

function withClock(verdict: Verdict, skewMs: number | undefined): Verdict {
  if (skewMs === undefined || Math.abs(skewMs) <= MOST_SKEW) return verdict;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const clock = `This machine's clock is ${seconds} s ${skewMs > 0 ? "behind" : "ahead of"} that of Argus`;
  const details = [clock, ...(verdict.details ?? [])];
  if (verdict.state === "failed") return { ...verdict, details };
  return { ...verdict, state: "warning", hint: "Set this machine's clock right.", details };
}
