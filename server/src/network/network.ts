import type { LookupFunction } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import { ignored } from "../../../common/ignored.ts";
import type { End } from "./attempt.ts";
import { chooseProxy, type Environment, type ProxyChoice } from "./proxy.ts";
import { type Outcome, retryDelay } from "./retry.ts";
import type { Route } from "./route.ts";
import type { Answered, Network, NetworkSettings } from "./types.ts";
import type { Transport } from "./transport.ts";

export interface SettableNetwork extends Network {
  /** Applies to later calls. Calls under way keep their settings. */
  configure(settings: NetworkSettings): void;
  /** The proxy for calls to a URL, if any. */
  proxyFor(url: URL): ProxyChoice;
  /** The route to a URL, opened part by part. Rejects like {@link Route} if the settings cannot be used. */
  routeTo(url: URL, signal: AbortSignal): Promise<Route>;
}

/** The clock and timer of a call. */
export interface NetworkClock {
  /** ms from any point in time */
  now(): number;
  /** Waits this many ms, or rejects when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<unknown>;
}

/** Substitutes for tests. */
export interface NetworkOptions {
  environment?: Environment;
  /** In [0, 1), for the jitter. */
  random?: () => number;
  clock?: NetworkClock;
  /** Resolves host names. */
  lookup?: LookupFunction;
}

const DEFAULTS: NetworkSettings = { http: { noProxy: [], proxyStrictSSL: true } };

export function createNetwork({
  environment = process.env,
  random = Math.random,
  lookup,
  clock = { now: () => performance.now(), pause: (ms, signal) => delay(ms, undefined, { signal }) },
}: NetworkOptions = {}): SettableNetwork {
  let settings = DEFAULTS;
  let transport: Transport | undefined;
  let parts: ReturnType<typeof load> | undefined;
  const loaded = () => (parts ??= load());
  const currentTransport = async (): Promise<Transport> => {
    const { Transport } = await loaded();
    return (transport ??= new Transport(settings, environment, lookup));
  };

  return {
    async warmUp() {
      await loaded();
    },
    configure(changed) {
      // Other settings change too, and reading certificates takes tens of ms.
      if (JSON.stringify(changed) === JSON.stringify(settings)) return;
      settings = changed;
      transport = undefined;
    },
    proxyFor: (url) => chooseProxy(url, settings.http, environment),
    routeTo: async (url, signal) => (await currentTransport()).routeTo(url, signal),

    async send(first, timeoutMs, signal, onBusy) {
      const start = clock.now();
      const deadline = AbortSignal.timeout(timeoutMs);
      const end: End = { signal: AbortSignal.any([signal, deadline]), isCancelled: () => signal.aborted };
      const { attempt } = await loaded();
      const ownTransport = await currentTransport();
      let request = first;
      for (let attempts = 1; ; attempts += 1) {
        const { outcome, timings, proxy } = await attempt(request, ownTransport, end);
        const answered = (result: Outcome): Answered => {
          const total = clock.now() - start;
          const trace = {
            timings: rounded({ ...timings, total }),
            attempts,
            ...(proxy === undefined ? {} : { proxy }),
          };
          return result.ok ? { ok: true, answer: result.answer, trace } : { ok: false, failure: result.failure, trace };
        };
        const wait = retryDelay(outcome, attempts, random, first.statusOf);
        // A failure now is more useful than a timeout later.
        if (wait === undefined || clock.now() - start + wait >= timeoutMs) return answered(outcome);
        if (outcome.ok) onBusy?.(wait);
        await clock.pause(wait, end.signal).catch(ignored("the signals are checked next"));
        if (signal.aborted) return answered({ ok: false, failure: { code: "cancelled" }, sent: false });
        if (deadline.aborted) return answered(outcome);
        if (outcome.ok && request.renew !== undefined) request = await request.renew();
      }
    },
  };
}

/**
 * Loads everything that the first call needs, including Node's TLS and HTTP, which keeps it out of the worker's start.
 */
async function load() {
  const [{ Transport }, { attempt }] = await Promise.all([import("./transport.ts"), import("./attempt.ts")]);
  return { Transport, attempt };
}

/** Rounded to hundredths of a ms; anything finer is noise. */
function rounded(timings: CallTimings): CallTimings {
  for (const part of PARTS) {
    const ms = timings[part];
    if (ms !== undefined) timings[part] = Math.round(ms * 100) / 100;
  }
  return timings;
}

const PARTS = ["dns", "tcp", "proxy", "tls", "headers", "body", "total"] as const;
