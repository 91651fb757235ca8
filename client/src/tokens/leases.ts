import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { SecretStore } from "../credentials/secretStore.ts";
import { ignored } from "../failures/ignored.ts";

/**
 * How long a lease lasts, in ms: longer than calls take, but shorter than the margin before a token expires, so that
 * another window can step in if one crashes.
 */
const LENGTH = 10_000;
/** How long to wait for another window that writes at the same moment, in ms. */
const SETTLE = 200;
/** How often to look at the store while another window is working, and for how long, in ms. */
const LOOK = 100;
const PATIENCE = 3_000;

/**
 * Decides which of several windows with a shared secret storage gets a profile's token. A storage has no locks: a
 * window writes its claim, waits, and goes on if the claim is still there. If the storage fails, nothing is shared.
 */
export class Leases {
  readonly #holder = randomUUID();
  readonly #credentials: SecretStore;
  /** Claims of commands in this window, by profile. */
  readonly #claims = new Map<string, Promise<boolean>>();

  constructor(credentials: SecretStore) {
    this.#credentials = credentials;
  }

  /** May this window go on? @param settle how long to wait for a window that writes at the same moment, in ms */
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

  /** Tells other windows that this one is getting a token in any case. */
  async announce(name: string): Promise<void> {
    const lease = { holder: this.#holder, until: Date.now() + LENGTH };
    await this.#credentials.setLease(name, lease).catch(ignored("a storage that fails is shared with nobody"));
  }

  /** Releases the profile to other windows. */
  async release(name: string): Promise<void> {
    await this.#release(name).catch(ignored("it expires on its own"));
  }

  async #release(name: string): Promise<void> {
    if ((await this.#credentials.lease(name))?.holder !== this.#holder) return;
    await this.#credentials.setLease(name, undefined);
  }

  /**
   * Waits while another window gets a token, but not for long, because a person is waiting too. @returns whether there
   * was one
   */
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
    // A lease that lasts too long was written before the clock was set back.
    return left > 0 && left <= LENGTH;
  }
}
