import { tokenDigest } from "../../../common/digest.ts";
import { type Disposable, type Event, EventEmitter, type Memento, window } from "vscode";
import type { HeldTokens } from "../../../common/protocol/settings.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { KnownToken, Provenance } from "./provenance.ts";

/** In the global state: the digests of the last tokens, so that old ones in files are known as Argus' after a restart. */
const DIGESTS = "argus.tokenDigests";
const MOST_DIGESTS = 200;

/** How long the end of a token may go unnoticed, in ms: timers sleep with the machine. */
const LONGEST_WAIT = 30_000;

/** What is held for a profile, now. */
export type SessionState =
  | { kind: "none" }
  | { kind: "fetching" }
  | { kind: "live"; token: TokenValue }
  | { kind: "expired"; token: TokenValue };

/** The tokens now held, by profile name. In memory only; times are absolute, since timers sleep with the machine. */
export class Sessions implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #tokens = new Map<string, TokenValue>();
  /** How many people's commands wait for a profile's token. */
  readonly #fetching = new Map<string, number>();
  readonly #memory: Memento;
  readonly #subscription: Disposable;
  /** The tokens that were alive when it was last announced what there is. */
  #alive = "";
  #timer: NodeJS.Timeout | undefined;

  /** @param memory keeps digests, no token */
  constructor(memory: Memento) {
    this.#memory = memory;
    this.#subscription = window.onDidChangeWindowState(() => {
      this.#watchExpiry();
    });
  }

  /** Tokens came, went or expired, or are waited for. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  state(profile: string, now = Date.now()): SessionState {
    if ((this.#fetching.get(profile) ?? 0) > 0) return { kind: "fetching" };
    const token = this.#tokens.get(profile);
    if (token === undefined) return { kind: "none" };
    return { kind: token.expiresAt > now ? "live" : "expired", token };
  }

  /** What is held, by profile name, dead tokens included. */
  held(): ReadonlyMap<string, TokenValue> {
    return this.#tokens;
  }

  hold(profile: string, token: TokenValue, provenance: Provenance): void {
    if (this.#tokens.get(profile)?.accessToken === token.accessToken) return;
    this.#tokens.set(profile, token);
    // What is known of one that comes back is from when it was made.
    if (this.known(token.accessToken) === undefined) {
      const { expiresAt, scope } = token;
      const granted = scope === undefined ? {} : { scope };
      this.#remember({ digest: tokenDigest(token.accessToken), profile, expiresAt, ...provenance, ...granted });
    }
    this.#announce();
  }

  drop(profile: string): void {
    if (this.#tokens.delete(profile)) this.#announce();
  }

  /** A person waits for a profile's token. @returns what ends it */
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

  /** What is known of a token, dead ones included; `undefined` of one that is not ours. */
  known(accessToken: string): KnownToken | undefined {
    const digest = tokenDigest(accessToken);
    return this.#known().find((known) => known.digest === digest);
  }

  /** The digests of the tokens that a profile's held one came after, as far as they are from where that one is from. */
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

  /** Takes down what Argus says of a token: the address that it is bound to, and whose it is. */
  learn(accessToken: string, said: Pick<KnownToken, "clientIp" | "username">): void {
    const known = this.known(accessToken);
    if (known === undefined) return;
    const updated = { ...known, ...said };
    if (updated.clientIp === known.clientIp && updated.username === known.username) return;
    this.#remember(updated);
    this.#announce();
  }

  /** What the worker may know: the last tokens, dead ones too, so that it finds them in documents. */
  digests(): HeldTokens {
    const held = new Set([...this.#tokens.values()].map(({ accessToken }) => tokenDigest(accessToken)));
    return {
      tokens: this.#known().map(({ digest, profile, expiresAt }) => ({
        digest,
        profile,
        expiresAt,
        isHeld: held.has(digest),
      })),
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #announce(): void {
    this.#alive = this.#aliveNow();
    this.#changed.fire();
    this.#watchExpiry();
  }

  /** Announces the end of a token, be it that the clock was set or the machine slept. */
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

  #aliveNow(now = Date.now()): string {
    const alive = [...this.#tokens].filter(([, { expiresAt }]) => expiresAt > now);
    return alive.map(([profile, { accessToken }]) => `${profile} ${accessToken}`).join("\n");
  }

  #known(): KnownToken[] {
    return this.#memory.get<KnownToken[]>(DIGESTS, []);
  }

  #remember(token: KnownToken): void {
    const others = this.#known().filter(({ digest }) => digest !== token.digest);
    const tokens = [...others, token].slice(-MOST_DIGESTS);
    // Where the editor cannot keep it, old tokens are not known after a restart: no more than that.
    this.#memory.update(DIGESTS, tokens).then(undefined, () => undefined);
  }
}
