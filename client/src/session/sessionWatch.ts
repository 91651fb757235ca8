import { type Disposable, type Event, EventEmitter } from "vscode";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { Sessions } from "./session.ts";

/** The last observed state of a profile's token. */
export type ObservedToken = { state: "none" } | { state: "live" | "expired"; token: TokenValue };

/** A token was replaced, added or removed, or expired. */
export interface SessionChange {
  profile: string;
  before: ObservedToken;
  now: ObservedToken;
}

const NONE: ObservedToken = { state: "none" };

/** Watches which profiles have a live token, and reports each change once. */
export class SessionWatch implements Disposable {
  readonly #changed = new EventEmitter<readonly SessionChange[]>();
  readonly #sessions: Pick<Sessions, "held">;
  readonly #subscriptions: { dispose(): unknown }[];
  #seen: ReadonlyMap<string, ObservedToken> = new Map();

  constructor(sessions: Pick<Sessions, "held" | "onDidChange">) {
    this.#sessions = sessions;
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [this.#changed, sessions.onDidChange(update)];
    update();
  }

  get onDidChange(): Event<readonly SessionChange[]> {
    return this.#changed.event;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const now = Date.now();
    const held = this.#sessions.held();
    const seen = new Map([...held].map(([profile, token]) => [profile, seenOf(token, now)]));
    const changes = changesBetween(this.#seen, seen);
    this.#seen = seen;
    if (changes.length > 0) this.#changed.fire(changes);
  }
}

function seenOf(token: TokenValue, now: number): ObservedToken {
  return { state: token.expiresAt > now ? "live" : "expired", token };
}

function changesBetween(
  before: ReadonlyMap<string, ObservedToken>,
  now: ReadonlyMap<string, ObservedToken>,
): SessionChange[] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .map((profile) => ({ profile, before: before.get(profile) ?? NONE, now: now.get(profile) ?? NONE }))
    .filter((change) => fingerprint(change.before) !== fingerprint(change.now));
}

function fingerprint(seen: ObservedToken): string {
  return seen.state === "none" ? seen.state : `${seen.state} ${seen.token.accessToken}`;
}
