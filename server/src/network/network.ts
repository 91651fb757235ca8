import { setTimeout as delay } from "node:timers/promises";
import type { CallTimings } from "../protocol.ts";
import { attempt, type End } from "./attempt.ts";
import type { Environment, ProxyChoice } from "./proxy.ts";
import { type Outcome, retryDelay } from "./retry.ts";
import type { Route } from "./route.ts";
import type { Answered, Network, NetworkSettings } from "./types.ts";
import { Way } from "./way.ts";

export interface SettableNetwork extends Network {
  /** For the calls to come. Those under way end as they began. */
  configure(settings: NetworkSettings): void;
  /** Which proxy a URL's calls go through, if any. */
  proxyFor(url: URL): ProxyChoice;
  /** The way of a URL's calls, to be gone part by part. Rejects as {@link Route} does, for settings that cannot be used. */
  routeTo(url: URL, signal: AbortSignal): Promise<Route>;
}

/** What tests give in place of the world's. */
export interface NetworkOptions {
  environment?: Environment;
  /** Of [0, 1), for the jitter. */
  random?: () => number;
}

const DEFAULTS: NetworkSettings = { http: { noProxy: [], proxyStrictSSL: true } };

export function createNetwork({
  environment = process.env,
  random = Math.random,
}: NetworkOptions = {}): SettableNetwork {
  let settings = DEFAULTS;
  let way = new Way(settings, environment);
  let undici: Promise<typeof import("undici")> | undefined;
  const loaded = () => (undici ??= import("undici"));

  return {
    async warmUp() {
      await loaded();
    },
    configure(changed) {
      // Other settings change too, and connections are worth keeping.
      if (JSON.stringify(changed) === JSON.stringify(settings)) return;
      settings = changed;
      way.connections.retire();
      way = new Way(settings, environment);
    },
    proxyFor: (url) => way.proxyFor(url),
    routeTo: (url, signal) => way.routeTo(url, signal),

    async send(first, timeoutMs, signal) {
      const start = performance.now();
      const deadline = AbortSignal.timeout(timeoutMs);
      const end: End = { signal: AbortSignal.any([signal, deadline]), isCancelled: () => signal.aborted };
      const ownWay = way;
      let request = first;
      for (let attempts = 1; ; attempts += 1) {
        const { outcome, timings, proxy } = await attempt(request, ownWay, await loaded(), end);
        const answered = (result: Outcome): Answered => {
          const total = performance.now() - start;
          const trace = {
            timings: rounded({ ...timings, total }),
            attempts,
            ...(proxy === undefined ? {} : { proxy }),
          };
          return result.ok ? { ok: true, answer: result.answer, trace } : { ok: false, failure: result.failure, trace };
        };
        const wait = retryDelay(outcome, attempts, random);
        // What is known now is worth more than a timeout later.
        if (wait === undefined || performance.now() - start + wait >= timeoutMs) return answered(outcome);
        await delay(wait, undefined, { signal: end.signal }).catch(() => undefined);
        if (signal.aborted) return answered({ ok: false, failure: { code: "cancelled" }, sent: false });
        if (deadline.aborted) return answered(outcome);
        if (outcome.ok && request.renew !== undefined) request = await request.renew();
      }
    },
  };
}

/** To the hundredth of a ms: what is beyond it is noise. */
function rounded(timings: CallTimings): CallTimings {
  for (const part of PARTS) {
    const ms = timings[part];
    if (ms !== undefined) timings[part] = Math.round(ms * 100) / 100;
  }
  return timings;
}

const PARTS = ["dns", "tcp", "proxy", "tls", "headers", "body", "total"] as const;
