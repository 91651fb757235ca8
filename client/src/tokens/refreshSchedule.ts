import type { ClientError } from "../failures/failure.ts";
import { isFromFuture, type Lifetime, marginOf } from "../session/freshness.ts";

/** Between two renewals at least, however short-lived the tokens are, in ms. */
const LEAST_GAP = 1_000;
/** After the first failure, in ms; it doubles with each further one. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 5 * 60_000;
/** Without a sign of a person for so long, nothing is renewed, in ms. */
const IDLE = 30 * 60_000;

/** What time heals. After any other failure a person has to do something first. */
const PASSING: ReadonlySet<ClientError["code"]> = new Set([
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

/** A token as far as its renewal needs it. */
export interface Renewable extends Lifetime {
  accessToken: string;
}

/** What of a failure counts here. */
export type RenewalFailure = Pick<ClientError, "code" | "retryAfterMs">;

interface Plan {
  token: Renewable;
  /** ms since the epoch */
  renewAt: number;
  state: "planned" | "running" | "stopped";
  failures: number;
  /** In ms; `least` cannot be cut short. */
  pause?: { from: number; length: number; least: number };
}

/**
 * When which token is to be renewed, by profile name. It has no timers: they sleep with the machine, so that it is asked
 * again and again and compares absolute times. All times are in ms since the epoch.
 */
export class RefreshSchedule {
  readonly #plans = new Map<string, Plan>();
  readonly #now: () => number;
  readonly #random: () => number;

  /** @param random gives numbers from 0 to 1 */
  constructor(now: () => number = Date.now, random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /** Takes over what is held now. A token that is dead when it is first seen is nobody's wish any more: it is left alone. */
  follow(held: ReadonlyMap<string, Renewable>): void {
    const now = this.#now();
    for (const name of this.#plans.keys()) if (!held.has(name)) this.#plans.delete(name);
    for (const [name, token] of held) {
      const plan = this.#plans.get(name);
      if (plan?.token.accessToken === token.accessToken) continue;
      if (plan === undefined && token.expiresAt <= now) continue;
      // Earlier and never later: windows do not begin at the same moment, and no token dies meanwhile.
      const early = marginOf(token) * (1 + this.#random() / 2);
      const renewAt = Math.max(token.expiresAt - early, now + LEAST_GAP);
      this.#plans.set(name, { token, renewAt, state: "planned", failures: 0 });
    }
  }

  /** The profiles whose turn it is. */
  due(): string[] {
    return [...this.#plans]
      .filter(([, plan]) => plan.state === "planned" && this.#wait(plan) === 0)
      .map(([name]) => name);
  }

  /** In how many ms the next one's turn is; `undefined` where none is to come. */
  next(): number | undefined {
    const waits = [...this.#plans.values()].filter(({ state }) => state === "planned").map((plan) => this.#wait(plan));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** What is planned for a profile: a time, or that it is given up; `undefined` for nothing. */
  planned(name: string): number | "stopped" | undefined {
    const plan = this.#plans.get(name);
    return plan?.state === "stopped" ? "stopped" : plan && this.#now() + this.#wait(plan);
  }

  /** How often in a row the renewal of a profile's token failed. */
  failures(name: string): number {
    return this.#plans.get(name)?.failures ?? 0;
  }

  /** A renewal begins. @returns the token that it is for */
  begin(name: string): Renewable | undefined {
    const plan = this.#plans.get(name);
    if (plan !== undefined) plan.state = "running";
    return plan?.token;
  }

  /** A renewal ended without a new token and without a failure. @param ms until it is tried again */
  postpone(name: string, ms: number): void {
    this.#pause(name, ms, ms);
  }

  /** A renewal failed. @returns whether it is given up */
  fail(name: string, { code, retryAfterMs = 0 }: RenewalFailure): boolean {
    const plan = this.#plans.get(name);
    // Another token came meanwhile: no harm was done.
    if (plan?.state !== "running") return false;
    if (!PASSING.has(code)) {
      plan.state = "stopped";
      return true;
    }
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** plan.failures) * (1 + this.#random() / 4);
    plan.failures += 1;
    this.#pause(name, Math.max(pause, retryAfterMs), Math.max(FIRST_PAUSE, retryAfterMs));
    return false;
  }

  /** A renewal cannot be made: it is given up until {@link resume}. */
  stop(name: string): void {
    const plan = this.#plans.get(name);
    if (plan?.state === "running") plan.state = "stopped";
  }

  /** Takes up again what was given up, for a profile or for all. */
  resume(name?: string): void {
    for (const [known, plan] of this.#plans) {
      if (plan.state === "stopped" && (name === undefined || name === known)) {
        this.#plans.set(known, { token: plan.token, renewAt: plan.renewAt, state: "planned", failures: 0 });
      }
    }
  }

  /** Cuts pauses short: somebody is here, and the network may be too. What a server asked for is kept. */
  hurry(): void {
    for (const { pause } of this.#plans.values()) if (pause !== undefined) pause.length = pause.least;
  }

  #pause(name: string, length: number, least: number): void {
    const plan = this.#plans.get(name);
    // Another token came meanwhile: what is planned for that one counts.
    if (plan?.state !== "running") return;
    plan.state = "planned";
    plan.pause = { from: this.#now(), length, least };
  }

  #wait({ token, renewAt, pause }: Plan): number {
    const now = this.#now();
    // A pause from the future is from before the clock was set back.
    const paused = pause === undefined || now < pause.from ? 0 : Math.max(0, pause.from + pause.length - now);
    return isFromFuture(token, now) ? paused : Math.max(paused, renewAt - now, 0);
  }
}

/** @param lastSeen when there was a sign of a person, in ms since the epoch */
export function isIdle(lastSeen: number, now: number): boolean {
  return now - lastSeen >= IDLE;
}
