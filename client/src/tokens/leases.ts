import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { SecretStore } from "../credentials/secretStore.ts";

/**
 * How long a window is left alone with a call, in ms: longer than calls take, shorter than what is left of a token's life
 * when it is renewed, so that another window can still step in for one that crashed.
 */
const LENGTH = 10_000;
/** How long a window that writes at the same moment is waited for, in ms. */
const SETTLE = 200;
/** How often the store is looked at while another window is at work, in ms, and for how long. */
const LOOK = 100;
const PATIENCE = 3_000;

/**
 * Which window gets a token for a profile, where several share one secret storage. A storage has no locks: a window
 * writes its claim, waits, and goes on if it still stands there. A storage that fails is shared with nobody.
 */
export class Leases {
  readonly #holder = randomUUID();
  readonly #credentials: SecretStore;
  /** What commands of this window claim right now, by profile. */
  readonly #claims = new Map<string, Promise<boolean>>();

  constructor(credentials: SecretStore) {
    this.#credentials = credentials;
  }

  /** Whether this window may go on: no other one is at it. @param settle how long one that writes now is waited for, in ms */
  claim(name: string, settle = SETTLE): Promise<boolean> {
    const claim = this.#claims.get(name) ?? this.#claim(name, settle).finally(() => this.#claims.delete(name));
    this.#claims.set(name, claim);
    return claim;
  }

  async #claim(name: string, settle: number): Promise<boolean> {
    try {
      if (await this.#isElsewhere(name)) return false;
      await this.announce(name);
      await delay(settle * (1 + Math.random()));
      return (await this.#credentials.lease(name))?.holder === this.#holder;
    } catch {
      return true;
    }
  }

  /** Tells other windows that this one gets a token, whatever they do. */
  async announce(name: string): Promise<void> {
    const lease = { holder: this.#holder, until: Date.now() + LENGTH };
    await this.#credentials.setLease(name, lease).catch(() => undefined);
  }

  /** Leaves the profile to other windows. */
  async release(name: string): Promise<void> {
    try {
      if ((await this.#credentials.lease(name))?.holder !== this.#holder) return;
      await this.#credentials.setLease(name, undefined);
    } catch {
      // It ends by itself.
    }
  }

  /** Waits while another window gets a token; not for long, since a person waits too. @returns whether there was one */
  async others(name: string): Promise<boolean> {
    const deadline = Date.now() + PATIENCE;
    let waited = false;
    while (Date.now() < deadline && (await this.#isElsewhere(name).catch(() => false))) {
      waited = true;
      await delay(LOOK);
    }
    return waited;
  }

  async #isElsewhere(name: string): Promise<boolean> {
    const lease = await this.#credentials.lease(name);
    if (lease === undefined || lease.holder === this.#holder) return false;
    const left = lease.until - Date.now();
    // One that lasts longer than any is from before the clock was set back.
    return left > 0 && left <= LENGTH;
  }
}
