import { tokenDigest } from "../../../common/digest.ts";
import { type Disposable, type Event, EventEmitter, type Memento, window } from "vscode";
import type { HeldTokens } from "../../../common/protocol/settings.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { isFromFuture } from "./freshness.ts";
import type { KnownToken, Provenance } from "./provenance.ts";
import { Users } from "./users.ts";

/** In the global state: the digests of recent tokens, so that old tokens in files are recognized after a restart. */
const DIGESTS = "argus.tokenDigests";
const MOST_DIGESTS = 200;

/** In ms. Tokens from the future are reported as expired a minute ago, again every minute. */
const MINUTE = 60_000;

/** How late the expiry of a token may be noticed, in ms: timers stop while the machine sleeps. */
const LONGEST_WAIT = 30_000;

/** The session of one profile. */
export type SessionState =
  | { kind: "none" }
  | { kind: "fetching" }
  | { kind: "live"; token: TokenValue }
  | { kind: "expired"; token: TokenValue };

/**
 * The current tokens by profile name, in memory only. Times are absolute, because timers stop while the machine sleeps.
 */
export class Sessions implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #tokens = new Map<string, TokenValue>();
  /** How many commands are waiting for a profile's token. */
  readonly #fetching = new Map<string, number>();
  readonly #memory: Memento;
  readonly users: Users;
  readonly #subscription: Disposable;
  /** The tokens that were live at the last announcement. */
  #alive = "";
  #timer: NodeJS.Timeout | undefined;

  /** @param memory for digests; never contains a token */
  constructor(memory: Memento) {
    this.#memory = memory;
    this.users = new Users(memory);
    this.#subscription = window.onDidChangeWindowState(() => {
      this.#watchExpiry();
    });
  }

  /** A token arrived, ended or expired, or a command started or stopped waiting for one. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  state(profile: string, now = Date.now()): SessionState {
    if ((this.#fetching.get(profile) ?? 0) > 0) return { kind: "fetching" };
    const token = this.#tokens.get(profile);
    // When a token from the future expires is unknown.
    if (token === undefined || isFromFuture(token, now)) return { kind: "none" };
    return { kind: token.expiresAt > now ? "live" : "expired", token };
  }

  /** The tokens by profile name, including expired ones. */
  held(): ReadonlyMap<string, TokenValue> {
    return this.#tokens;
  }

  hold(profile: string, token: TokenValue, provenance: Provenance): void {
    const held = this.#tokens.get(profile);
    // A token that has ended stays so, whatever was stored before.
    if (held?.accessToken === token.accessToken && held.expiresAt <= token.expiresAt) return;
    this.#tokens.set(profile, token);
    // If it was known before, its facts are from when it was issued.
    if (this.known(token.accessToken) === undefined) {
      const { issuedAt, expiresAt, isEndAssumed, scope } = token;
      const said = {
        ...(scope === undefined ? {} : { scope }),
        ...(isEndAssumed === true ? { isEndAssumed } : {}),
      };
      this.#remember({ digest: tokenDigest(token.accessToken), profile, issuedAt, expiresAt, ...provenance, ...said });
    }
    this.#announce();
  }

  /** Argus no longer accepts a token. Since when is unknown, so its end is assumed. @param now ms since the epoch */
  expire(token: KnownToken, now: number): void {
    const ended = { expiresAt: now, isEndAssumed: true };
    for (const [profile, held] of this.#tokens) {
      if (tokenDigest(held.accessToken) === token.digest) this.#tokens.set(profile, { ...held, ...ended });
    }
    this.#remember({ ...token, ...ended });
    this.#announce();
  }

  drop(profile: string): void {
    if (this.#tokens.delete(profile)) this.#announce();
  }

  /** A person is waiting for a profile's token. @returns call it when the wait is over */
  beginFetching(profile: string): () => void {
    const count = (by: number): void => {
      this.#fetching.set(profile, (this.#fetching.get(profile) ?? 0) + by);
      this.#announce();
    };
    count(1);
    return () => {
      count(-1);
    };
  }

  /** The facts about a token, even an expired one; `undefined` if it is not ours. */
  known(accessToken: string): KnownToken | undefined {
    const digest = tokenDigest(accessToken);
    return this.#known().find((known) => known.digest === digest);
  }

  /** Digests of the earlier tokens of a profile, from the same origin as the current one. */
  predecessors(profile: string): string[] {
    const held = this.#tokens.get(profile);
    const now = held && this.known(held.accessToken);
    if (now === undefined) return [];
    const isOlder = (token: KnownToken): boolean =>
      token.profile === profile && token.digest !== now.digest && (token.origin ?? now.origin) === now.origin;
    return this.#known()
      .filter(isOlder)
      .map(({ digest }) => digest);
  }

  /** Records what Argus says about a token: the address that it is bound to, and its user. */
  learn(accessToken: string, said: Pick<KnownToken, "clientIp" | "username">): void {
    const known = this.known(accessToken);
    if (known === undefined) return;
    const isHeld = this.#tokens.get(known.profile)?.accessToken === accessToken;
    if (isHeld && said.username !== undefined) this.users.learn(known, said.username);
    // The user that was named first is kept, so that each answer is compared with it.
    const { username = said.username } = known;
    const updated = { ...known, ...said, ...(username === undefined ? {} : { username }) };
    if (updated.clientIp === known.clientIp && updated.username === known.username) return;
    this.#remember(updated);
    this.#announce();
  }

  /** The recent tokens, including expired ones, so that the worker finds them in documents. */
  digests(): HeldTokens {
    const held = new Set([...this.#tokens.values()].map(({ accessToken }) => tokenDigest(accessToken)));
    const now = Date.now();
    return {
      tokens: this.#known().map(({ digest, profile, issuedAt, expiresAt, isEndAssumed, origin }) => ({
        digest,
        profile,
        expiresAt: isFromFuture({ issuedAt }, now) ? now - MINUTE : expiresAt,
        ...(isEndAssumed === true ? { isEndAssumed } : {}),
        ...(origin === undefined ? {} : { origin }),
        isHeld: held.has(digest),
      })),
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
    this.users.dispose();
  }

  #announce(): void {
    this.#alive = this.#aliveNow();
    this.#changed.fire();
    this.#watchExpiry();
  }

  /** Announces the expiry of a token, even if the clock was changed or the machine slept. */
  #watchExpiry(): void {
    if (this.#aliveNow() !== this.#alive) {
      this.#announce();
      return;
    }
    clearTimeout(this.#timer);
    const now = Date.now();
    const ends = [...this.#tokens.values()].map(({ expiresAt }) => expiresAt - now).filter((ms) => ms > 0);
    if (ends.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#watchExpiry();
      },
      Math.min(LONGEST_WAIT, ...ends),
    );
  }

  /** Identifies the recent tokens that are live. With tokens from the future among them, it changes each minute. */
  #aliveNow(): string {
    const now = Date.now();
    return this.#known()
      .filter((token) => token.expiresAt > now)
      .map((token) => `${token.digest} ${isFromFuture(token, now) ? Math.floor(now / MINUTE) : ""}`)
      .join();
  }

  #known(): KnownToken[] {
    return this.#memory.get<KnownToken[]>(DIGESTS, []);
  }

  #remember(token: KnownToken): void {
    const others = this.#known().filter(({ digest }) => digest !== token.digest);
    const tokens = [...others, token].slice(-MOST_DIGESTS);
    // If this fails, old tokens are not recognized after a restart, and nothing else is lost.
    this.#memory.update(DIGESTS, tokens).then(undefined, () => undefined);
  }
}
