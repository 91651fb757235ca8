import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Memento } from "vscode";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { ignored } from "../../../common/ignored.ts";
import type { Outcome } from "../failures/failure.ts";
import { originOf } from "./binding.ts";

const DAY = 24 * 60 * 60_000;

/** Days before a key expires on which the person is notified, the earliest first. */
const STAGES = [14, 3, 0] as const;
type Stage = (typeof STAGES)[number];

/** In the global state. */
const STATE = "argus.keyLives";

/** In days: further away is a mistake. */
const LONGEST_LIFE = 3660;

/**
 * IDs of the user and of the key, as in `15a6/1/secret`. Stricter than Argus may be, so that no part of a secret
 * matches.
 */
const KEY = /^([\da-f]{1,8}\/[\da-f]{1,6})\/\S{6,}$/i;

const lifeSchema = v.object({
  /** ms since the epoch; absent if the person did not say. */
  end: v.exactOptional(v.number()),
  /** The last {@link Stage} that the person was notified of. */
  told: v.exactOptional(v.number()),
  /** Argus itself refused the key as expired. */
  isConfirmed: v.exactOptional(v.boolean()),
});
/** The known life of a key. It exists once the person has been asked. */
export type KeyLife = v.InferOutput<typeof lifeSchema>;

/** Names an API key without its secret. */
export interface KeyId {
  origin: string;
  /** As Argus lists it: `15a6/1`. */
  prefix: string;
}

/** The public part of an API key, if it has the documented form. */
export function keyPrefix(apiKey: string): string | undefined {
  return KEY.exec(apiKey)?.[1];
}

export function keyIdOf(profile: Profile, credential: StoredCredential | undefined): KeyId | undefined {
  const prefix = credential?.kind === "apiKey" ? keyPrefix(credential.apiKey) : undefined;
  return prefix === undefined ? undefined : { origin: originOf(profile), prefix };
}

/** The notice that is due now; `undefined` if the person has had it. */
export function dueStage({ end, told = Infinity }: KeyLife, now: number): Stage | undefined {
  const stage = stageAt(end, now);
  return stage !== undefined && stage < told ? stage : undefined;
}

function stageAt(end: number | undefined, now: number): Stage | undefined {
  return end === undefined ? undefined : STAGES.findLast((days) => now >= end - days * DAY);
}

/** A life with that end. The stage that has already begun needs no notice. */
export function lifeUntil(end: number, now: number): KeyLife {
  const told = stageAt(end, now);
  return { end, ...(told === undefined ? {} : { told }) };
}

/** The notices to come, in a sentence. @param end ms since the epoch, in the future */
export function noticesUntil(end: number, now: number): string {
  switch (stageAt(end, now)) {
    case undefined:
      return l10n.t("You will get a notice 14 and 3 days before.");
    case 14:
      return l10n.t("You will get a notice 3 days before.");
    case 3:
    case 0:
      return l10n.t("You will get a notice when it does.");
  }
}

/** The same day three months later, or the last one of that month if there is none. */
export function aboutThreeMonths(now: number): number {
  const end = new Date(now);
  end.setMonth(end.getMonth() + 3);
  return end.getDate() === new Date(now).getDate() ? end.getTime() : end.setDate(0);
}

/**
 * Reads days from now, or a date: its end, local time, since a key may still work on that day. @returns ms since the
 * epoch; `undefined` if it is neither
 */
export function parseEnd(text: string, now: number): number | undefined {
  const [, days] = /^(\d{1,4})(?:\s*\p{L}+)?$/u.exec(text) ?? [];
  if (days !== undefined)
    return Number(days) > 0 && Number(days) <= LONGEST_LIFE ? now + Number(days) * DAY : undefined;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const [year, month, day] = (
    iso?.slice(1) ??
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)?.slice(1).reverse() ??
    []
  ).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(year, month - 1, day);
  const isReal = date.getMonth() === month - 1 && date.getDate() === day;
  const end = new Date(year, month - 1, day + 1).getTime() - 1;
  return isReal && end > now && end <= now + LONGEST_LIFE * DAY ? end : undefined;
}

export function endProblem(text: string, now: number): string | undefined {
  return parseEnd(text, now) === undefined
    ? l10n.t("Enter a number of days, such as 90, or a future date, such as {0}", localDate(aboutThreeMonths(now)))
    : undefined;
}

/** `2027-02-28`, local time. */
export function localDate(ms: number): string {
  const date = new Date(ms);
  const pad = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** When API keys expire, by their public part. All windows share this. */
export class KeyLives {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  of(key: KeyId): KeyLife | undefined {
    return this.#all()[nameOf(key)];
  }

  /** @param life `undefined` forgets the key */
  async set(key: KeyId, life: KeyLife | undefined): Promise<void> {
    const { [nameOf(key)]: _, ...others } = this.#all();
    const lives = life === undefined ? others : { ...others, [nameOf(key)]: life };
    await Promise.resolve(this.#memory.update(STATE, lives)).catch(ignored("the person is asked or told again"));
  }

  async forget(profile: Profile, credential: StoredCredential | undefined): Promise<void> {
    const key = keyIdOf(profile, credential);
    if (key !== undefined) await this.set(key, undefined);
  }

  /** Learns from a call: Argus refused its key as expired, or accepted one that should have expired. */
  async learn(profile: Profile, credential: StoredCredential, outcome: Outcome<unknown>): Promise<void> {
    const key = keyIdOf(profile, credential);
    if (key === undefined) return;
    const now = Date.now();
    const { end = Infinity } = this.of(key) ?? {};
    if (outcome.ok && end <= now) await this.set(key, undefined);
    // The refusal itself tells the person.
    if (!outcome.ok && outcome.error.reason === "keyExpired")
      await this.set(key, { end: Math.min(end, now), told: 0, isConfirmed: true });
  }

  #all(): Record<string, KeyLife> {
    return v.parse(v.fallback(v.record(v.string(), lifeSchema), {}), this.#memory.get(STATE));
  }
}

function nameOf({ origin, prefix }: KeyId): string {
  return `${origin} ${prefix}`;
}
