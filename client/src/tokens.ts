import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { Credential, Profile, TokenValue } from "../../server/src/protocol.ts";
import { originOf } from "./credentials.ts";
import { about, failure, type Outcome } from "./failure.ts";
import { type Keeper, keyOf } from "./keeper.ts";
import { logged } from "./logged.ts";
import { askApiKey, askProfile } from "./prompts.ts";
import type { Sessions } from "./session.ts";
import { activeProfileName, onDidChangeSettings, profileNamed, profileNames } from "./settings.ts";
import { withSlowProgress } from "./slowProgress.ts";
import type { Worker } from "./worker.ts";

/** A token this near its end is not worth handing out, in ms. */
const MOST_MARGIN = 30_000;

/** A token and the profile it is for. */
export interface Obtained {
  profile: Profile;
  token: TokenValue;
}

/** The use case: profile → credential → worker → session. Asks for what is missing on the way. */
export class Tokens implements Disposable {
  readonly #keeper: Keeper;
  readonly #sessions: Sessions;
  readonly #worker: Worker;
  readonly #log: LogOutputChannel;
  readonly #subscriptions: Disposable[];
  /** By profile, in all its settings. */
  readonly #underWay = new Map<string, Promise<Outcome<Obtained>>>();
  /** How often a profile was signed out: a call from before must not bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor(keeper: Keeper, sessions: Sessions, worker: Worker, log: LogOutputChannel) {
    this.#keeper = keeper;
    this.#sessions = sessions;
    this.#worker = worker;
    this.#log = log;
    const reload = (): void => void this.reload();
    this.#subscriptions = [
      keeper.onDidChange(reload),
      onDidChangeSettings(reload),
      // Not every host tells this window what another one stored.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) reload();
      }),
    ];
  }

  /** Takes over what is stored: after a start, and when another window or the settings changed it. */
  async reload(): Promise<void> {
    for (const name of new Set([...profileNames(), ...this.#keeper.names()])) {
      const profile = profileNamed(name);
      const epoch = this.#epochs.get(name);
      const token = profile.ok ? (await this.#keeper.read(profile.value)).secrets.token : undefined;
      // Signed out while this was read.
      if (this.#epochs.get(name) !== epoch) continue;
      if (profile.ok && token !== undefined) this.#sessions.hold(name, token, originOf(profile.value));
      else this.#sessions.drop(name);
    }
  }

  /** The profile of that name, or the active one; the first one is made on the spot. */
  async profile(name = activeProfileName()): Promise<Outcome<Profile>> {
    return name === undefined ? this.addProfile() : profileNamed(name);
  }

  async addProfile(): Promise<Outcome<Profile>> {
    const asked = await askProfile();
    if (!asked.ok) return asked;
    const { profile, credential } = asked.value;
    await this.#keeper.enter(profile, { credential });
    return { ok: true, value: profile };
  }

  /** The held token if it has some life left, else a new one. */
  async obtain(name?: string): Promise<Outcome<Obtained>> {
    const profile = await this.profile(name);
    if (!profile.ok) return profile;
    const { token } = (await this.#keeper.read(profile.value)).secrets;
    if (token === undefined || !isFresh(token)) return this.#fetchOnce(profile.value);
    this.#sessions.hold(profile.value.name, token, originOf(profile.value));
    return { ok: true, value: { profile: profile.value, token } };
  }

  /** A new token, whatever is held. */
  async fetch(name?: string): Promise<Outcome<Obtained>> {
    const profile = await this.profile(name);
    return profile.ok ? this.#fetchOnce(profile.value) : profile;
  }

  /** Deletes the token of a profile; what a new one is made with stays. */
  signOut(name: string): Promise<Outcome<void>> {
    this.#drop(name);
    return this.#keeper.dropToken(name);
  }

  /** Deletes all that is stored for a profile. */
  forget(name: string): Promise<Outcome<void>> {
    this.#drop(name);
    return this.#keeper.forget(name);
  }

  /** Asks for the API key, whatever is stored. */
  async setApiKey(profile: Profile, why?: string): Promise<Outcome<Credential>> {
    const apiKey = await askApiKey(profile, why);
    if (apiKey === undefined) return failure("cancelled");
    const credential: Credential = { kind: "apiKey", apiKey };
    await this.#keeper.enter(profile, { credential });
    // The token that is held was made with another one, and so is one that is under way.
    this.#drop(profile.name);
    return { ok: true, value: credential };
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #drop(name: string): void {
    this.#epochs.set(name, (this.#epochs.get(name) ?? 0) + 1);
    this.#sessions.drop(name);
  }

  /** Whoever asks while a call is under way gets its outcome: one call a profile. */
  #fetchOnce(profile: Profile): Promise<Outcome<Obtained>> {
    const key = keyOf(profile);
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const call = this.#fetch(profile)
      .then((outcome) => about(profile.name, outcome))
      .finally(() => {
        if (this.#underWay.get(key) === call) this.#underWay.delete(key);
        this.#sessions.setFetching(profile.name, false);
      });
    this.#underWay.set(key, call);
    return call;
  }

  async #fetch(profile: Profile): Promise<Outcome<Obtained>> {
    const credential = await this.#credential(profile);
    if (!credential.ok) return credential;
    const epoch = this.#epochs.get(profile.name);
    this.#sessions.setFetching(profile.name, true);
    const fetched = await logged(this.#log, "token", profile.name, () =>
      withSlowProgress(`Argus: getting a token for ${profile.name}…`, (cancellation) =>
        this.#worker.send("argus/token", { profile, credential: credential.value }, cancellation),
      ),
    );
    if (!fetched.ok) return fetched;
    // Signed out meanwhile, or the profile is another one by now: this token is nobody's any more.
    const now = profileNamed(profile.name);
    const isWanted = this.#epochs.get(profile.name) === epoch && now.ok && keyOf(now.value) === keyOf(profile);
    if (!isWanted) return failure("cancelled");
    const token = fetched.value;
    this.#sessions.hold(profile.name, token, originOf(profile));
    await this.#keeper.keepToken(profile, token);
    return { ok: true, value: { profile, token } };
  }

  /** The kept credential, or the one that the person now enters for this origin. */
  async #credential(profile: Profile): Promise<Outcome<Credential>> {
    const { secrets, moved } = await this.#keeper.read(profile);
    if (secrets.credential !== undefined) return { ok: true, value: secrets.credential };
    const entered = await this.setApiKey(profile, moved);
    if (moved === undefined || entered.ok || entered.error.code !== "cancelled") return entered;
    return failure("credentialMoved", profile.name);
  }
}

/** A fixed margin would make short-lived tokens look expired from the start. */
function isFresh({ issuedAt, expiresAt }: TokenValue): boolean {
  return Date.now() < expiresAt - Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}
