import { type Disposable, type Event, EventEmitter, type Memento } from "vscode";
import { ignored } from "../../../common/ignored.ts";
import { plainLabel } from "../../../common/plainText.ts";
import type { KnownToken } from "./provenance.ts";

/** In the global state. */
const STATE = "argus.users";
const MOST_USERS = 100;

/** What decides whose tokens a profile gets, besides its credential. */
export type UserKey = Pick<KnownToken, "profile" | "origin" | "clientId">;

interface KnownUser extends UserKey {
  username: string;
}

/** Who the users of profiles are, according to Argus. All windows share this. */
export class Users implements Disposable {
  readonly #changed = new EventEmitter<string>();
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Fires with a profile's name when its user became known or changed. */
  get onDidChange(): Event<string> {
    return this.#changed.event;
  }

  /** A user's name, made harmless like all foreign text; `undefined` if Argus has not said it. */
  of(key: UserKey): string | undefined {
    return this.#all().find((user) => isSame(user, key))?.username;
  }

  learn({ profile, origin, clientId }: KnownToken, said: string): void {
    const user = { profile, origin, clientId, username: plainLabel(said) } as KnownUser;
    if (user.username === "" || user.username === this.of(user)) return;
    this.#remember([...this.#all().filter((other) => !isSame(other, user)), user].slice(-MOST_USERS));
    this.#changed.fire(profile);
  }

  /** Another credential may be another user's. */
  forget(profile: string): void {
    this.#remember(this.#all().filter((user) => user.profile !== profile));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #all(): KnownUser[] {
    return this.#memory.get<KnownUser[]>(STATE, []);
  }

  #remember(users: KnownUser[]): void {
    this.#memory.update(STATE, users).then(undefined, ignored("Argus is asked again"));
  }
}

function isSame(one: UserKey, other: UserKey): boolean {
  return one.profile === other.profile && one.origin === other.origin && one.clientId === other.clientId;
}
