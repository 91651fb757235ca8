import { createHash } from "node:crypto";
import { type Disposable, type Event, EventEmitter } from "vscode";
import type { HeldTokens, TokenValue } from "../../server/src/protocol.ts";

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
    else this.#tokens.set(profile, token);
    this.#changed.fire();
  }

  setFetching(profile: string, fetching: boolean): void {
    if (fetching) this.#fetching.add(profile);
    else this.#fetching.delete(profile);
    this.#changed.fire();
  }

  /** What the worker may know of them. */
  digests(): HeldTokens {
    const tokens = [...this.#tokens].map(([profile, { accessToken, expiresAt }]) => ({
      profile,
      expiresAt,
      digest: createHash("sha256").update(accessToken, "utf8").digest("hex"),
    }));
    return { tokens };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
