import { randomUUID } from "node:crypto";
import type { CancellationToken } from "vscode";
import type { SecretStore } from "../credentials/secretStore.ts";
import { ignored } from "../../../common/ignored.ts";
import { keepsSecretsInSession } from "../settings.ts";

/** How long a lease lasts unless it is extended, in ms, and how long others wait for a window that crashed. */
const LENGTH = 10_000;
/** How often a lease is extended during a call, in ms. */
const BEAT = 3_000;
/** How long to wait for another window that writes at the same moment, in ms. */
const SETTLE = 200;
/** How often to look at the store while another window is working, in ms. */
const CHECK_INTERVAL = 100;

/** What this window is doing for a profile. */
interface Hold {
  /** How many things need the lease. */
  count: number;
  beat: NodeJS.Timeout | undefined;
  /** Resolves when the lease was last written. */
  written: Promise<void>;
}

/**
 * Decides which of several windows with a shared secret storage gets a profile's token. A storage has no locks: a
 * window writes its claim, waits, and goes on if the claim is still there. If the storage fails, or keeps no secrets,
 * nothing is shared.
 */
export class Leases {
  readonly #holder = randomUUID();
  readonly #credentials: SecretStore;
  /** Claims of commands in this window, by profile. */
  readonly #claims = new Map<string, Promise<boolean>>();
  readonly #holds = new Map<string, Hold>();

  constructor(credentials: SecretStore) {
    this.#credentials = credentials;
  }

  /** Does some work, and then releases what was claimed or announced for it. */
  async hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    const hold = this.#holds.get(name) ?? { count: 0, beat: undefined, written: Promise.resolve() };
    this.#holds.set(name, hold);
    hold.count += 1;
    try {
      return await work();
    } finally {
      hold.count -= 1;
      if (hold.count === 0) this.#end(name, hold);
    }
  }

  /**
   * May this window go on? To be called while it holds the profile.
   *
   * @param settle how long to wait for a window that writes at the same moment, in ms
   */
  claim(name: string, settle = SETTLE): Promise<boolean> {
    if (keepsSecretsInSession()) return Promise.resolve(true);
    const claim = this.#claims.get(name) ?? this.#claim(name, settle).finally(() => this.#claims.delete(name));
    this.#claims.set(name, claim);
    return claim;
  }

  /** Tells other windows that this one is getting a token in any case, as long as it holds the profile. */
  announce(name: string): void {
    const hold = this.#holds.get(name);
    if (hold === undefined || hold.beat !== undefined || keepsSecretsInSession()) return;
    const write = (): void => {
      hold.written = hold.written.then(() => this.#extend(name)).catch(ignored("a storage that fails shares nothing"));
    };
    hold.beat = setInterval(write, BEAT);
    hold.written = this.#write(name).catch(ignored("a storage that fails shares nothing"));
  }

  /** Waits while another window gets a token, at most until a person cancels. */
  async others(name: string, cancellation?: CancellationToken): Promise<void> {
    while (cancellation?.isCancellationRequested !== true && (await this.#isElsewhere(name).catch(() => false))) {
      await delay(CHECK_INTERVAL);
    }
  }

  async #claim(name: string, settle: number): Promise<boolean> {
    try {
      if (await this.#isElsewhere(name)) return false;
      await this.#write(name);
      await delay(settle * (1 + Math.random()));
      return (await this.#credentials.lease(name))?.holder === this.#holder;
    } catch {
      return true;
    }
  }

  async #write(name: string): Promise<void> {
    await this.#credentials.setLease(name, { holder: this.#holder, until: Date.now() + LENGTH });
  }

  /** Extends the lease, unless a person made another window get a token too. */
  async #extend(name: string): Promise<void> {
    if (!(await this.#isElsewhere(name))) await this.#write(name);
  }

  #end(name: string, { beat, written }: Hold): void {
    this.#holds.delete(name);
    clearInterval(beat);
    void written.then(() => this.#release(name)).catch(ignored("it expires on its own"));
  }

  async #release(name: string): Promise<void> {
    if (this.#holds.has(name) || (await this.#credentials.lease(name))?.holder !== this.#holder) return;
    await this.#credentials.setLease(name, undefined);
  }

  async #isElsewhere(name: string): Promise<boolean> {
    const lease = await this.#credentials.lease(name);
    if (lease === undefined || lease.holder === this.#holder) return false;
    const left = lease.until - Date.now();
    // A lease that lasts too long was written before the clock was set back.
    return left > 0 && left <= LENGTH;
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
