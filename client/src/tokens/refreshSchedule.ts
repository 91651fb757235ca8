import type { ClientError } from "../failures/failure.ts";
import { isFromFuture, type Lifetime, marginOf } from "../session/freshness.ts";

/** The shortest time between two renewals, however short-lived the tokens are, in ms. */
const LEAST_GAP = 1_000;
/** After the first failure, in ms; doubles with each further one. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 5 * 60_000;
/** A server that asks for a longer delay, such as years, gets one call in this time, in ms. */
const LONGEST_ASKED = 60 * 60_000;
/** Without activity for this long, nothing is renewed, in ms. */
const IDLE = 30 * 60_000;

/** Temporary failures. After any other, the person has to act first. */
const TEMPORARY: ReadonlySet<ClientError["code"]> = new Set([
  "dns",
  "connect",
  "tls",
  "proxy",
  "timeout",
  "rateLimited",
  "unavailable",
  "workerStopped",
  "workerHung",
]);

/** The part of a token that renewals need. */
export interface Renewable extends Lifetime {
  accessToken: string;
}

/** The part of a failure that matters here. */
export type RenewalFailure = Pick<ClientError, "code" | "retryAfterMs">;

interface Plan {
  token: Renewable;
  /** ms since the epoch */
  renewAt: number;
  state: "planned" | "running" | "stopped";
  failures: number;
  /** In ms; `least` cannot be shortened. */
  pause?: { from: number; length: number; least: number };
}

/**
 * When to renew which token, by profile name. It has no timers, because they stop while the machine sleeps: callers ask
 * repeatedly, and it compares absolute times in ms since the epoch.
 */
export class RefreshSchedule {
  readonly #plans = new Map<string, Plan>();
  readonly #now: () => number;
  readonly #random: () => number;

  /** @param random returns numbers from 0 to 1 */
  constructor(now: () => number = Date.now, random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /** Takes the current tokens. One that has already expired when it first appears is not renewed. */
  follow(held: ReadonlyMap<string, Renewable>): void {
    const now = this.#now();
    for (const name of this.#plans.keys()) if (!held.has(name)) this.#plans.delete(name);
    for (const [name, token] of held) {
      const plan = this.#plans.get(name);
      if (plan?.token.accessToken === token.accessToken) continue;
      if (plan === undefined && token.expiresAt <= now) continue;
      // Earlier but never later, so that windows do not start at the same moment and no token expires meanwhile.
      const early = marginOf(token) * (1 + this.#random() / 2);
      const renewAt = Math.max(token.expiresAt - early, now + LEAST_GAP);
      this.#plans.set(name, { token, renewAt, state: "planned", failures: 0 });
    }
  }

  /** The profiles whose renewal is due. */
  due(): string[] {
    return [...this.#plans]
      .filter(([, plan]) => plan.state === "planned" && this.#wait(plan) === 0)
      .map(([name]) => name);
  }

  /** In how many ms the next renewal is due; `undefined` if none is planned. */
  next(): number | undefined {
    const waits = [...this.#plans.values()].filter(({ state }) => state === "planned").map((plan) => this.#wait(plan));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** A profile's plan: a time, or that it was stopped; `undefined` if there is none. */
  planned(name: string): number | "stopped" | undefined {
    const plan = this.#plans.get(name);
    return plan?.state === "stopped" ? "stopped" : plan && this.#now() + this.#wait(plan);
  }

  /** How many renewals of a profile's token have failed in a row. */
  failures(name: string): number {
    return this.#plans.get(name)?.failures ?? 0;
  }

  /** Starts a renewal. @returns the token to renew */
  begin(name: string): Renewable | undefined {
    const plan = this.#plans.get(name);
    if (plan !== undefined) plan.state = "running";
    return plan?.token;
  }

  /** A renewal ended without a new token and without a failure. @param ms until the next attempt */
  postpone(name: string, ms: number): void {
    this.#pause(name, ms, ms);
  }

  /** A renewal failed. @returns whether it was stopped */
  fail(name: string, { code, retryAfterMs = 0 }: RenewalFailure): boolean {
    const plan = this.#plans.get(name);
    // A new token has arrived meanwhile, so the failure does not matter.
    if (plan?.state !== "running") return false;
    if (!TEMPORARY.has(code)) {
      plan.state = "stopped";
      return true;
    }
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** plan.failures) * (1 + this.#random() / 4);
    const asked = Math.min(retryAfterMs, LONGEST_ASKED);
    plan.failures += 1;
    this.#pause(name, Math.max(pause, asked), Math.max(FIRST_PAUSE, asked));
    return false;
  }

  /** Stops renewals until {@link resume}. */
  stop(name: string): void {
    const plan = this.#plans.get(name);
    if (plan?.state === "running") plan.state = "stopped";
  }

  /** Resumes stopped renewals, for one profile or all. */
  resume(name?: string): void {
    for (const [known, plan] of this.#plans) {
      if (plan.state === "stopped" && (name === undefined || name === known)) {
        this.#plans.set(known, { token: plan.token, renewAt: plan.renewAt, state: "planned", failures: 0 });
      }
    }
  }

  /** Shortens pauses, because the person and perhaps the network are back. A server's own delay is kept. */
  hurry(): void {
    for (const { pause } of this.#plans.values()) if (pause !== undefined) pause.length = pause.least;
  }

  #pause(name: string, length: number, least: number): void {
    const plan = this.#plans.get(name);
    // A new token has arrived meanwhile, with a plan of its own.
    if (plan?.state !== "running") return;
    plan.state = "planned";
    plan.pause = { from: this.#now(), length, least };
  }

  #wait({ token, renewAt, pause }: Plan): number {
    const now = this.#now();
    // A pause that starts in the future is from before the clock was set back.
    const paused = pause === undefined || now < pause.from ? 0 : Math.max(0, pause.from + pause.length - now);
    return isFromFuture(token, now) ? paused : Math.max(paused, renewAt - now, 0);
  }
}

/** @param lastSeen time of the last activity, in ms since the epoch */
export function isIdle(lastSeen: number, now: number): boolean {
  return now - lastSeen >= IDLE;
}
