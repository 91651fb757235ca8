import { createHash } from "node:crypto";
import { type Disposable, type Event, EventEmitter, type Memento } from "vscode";
import type { HeldTokens, TokenValue } from "../../server/src/protocol.ts";

/** In the global state: the digests of the last tokens, so that old ones in files are known as Argus' after a restart. */
const DIGESTS = "argus.tokenDigests";
const MOST_DIGESTS = 200;

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
  readonly #fetching = new Set<string>();
  readonly #memory: Memento;

  /** @param memory keeps digests, no token */
  constructor(memory: Memento) {
    this.#memory = memory;
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  state(profile: string, now = Date.now()): SessionState {
    if (this.#fetching.has(profile)) return { kind: "fetching" };
    const token = this.#tokens.get(profile);
    if (token === undefined) return { kind: "none" };
    return { kind: token.expiresAt > now ? "live" : "expired", token };
  }

  /** Holds a token, or drops what was held. */
  hold(profile: string, token: TokenValue | undefined): void {
    if (this.#tokens.get(profile)?.accessToken === token?.accessToken) return;
    if (token === undefined) this.#tokens.delete(profile);
    else {
      this.#tokens.set(profile, token);
      this.#remember(profile, token);
    }
    this.#changed.fire();
  }

  setFetching(profile: string, fetching: boolean): void {
    if (fetching) this.#fetching.add(profile);
    else this.#fetching.delete(profile);
    this.#changed.fire();
  }

  /** When a token of ours ends or ended, in ms since the epoch; `undefined` for one that is not known. */
  expiryOf(accessToken: string): number | undefined {
    const digest = digestOf(accessToken);
    return this.digests().tokens.find((known) => known.digest === digest)?.expiresAt;
  }

  /** What the worker may know: the last tokens, dead ones too, so that it finds them in documents. */
  digests(): HeldTokens {
    return { tokens: this.#memory.get<HeldTokens["tokens"]>(DIGESTS, []) };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #remember(profile: string, { accessToken, expiresAt }: TokenValue): void {
    const digest = digestOf(accessToken);
    const others = this.digests().tokens.filter((known) => known.digest !== digest);
    void this.#memory.update(DIGESTS, [...others, { digest, profile, expiresAt }].slice(-MOST_DIGESTS));
  }
}

function digestOf(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
