import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { Credential, Profile, TokenValue } from "../../server/src/protocol.ts";
import { type Credentials, originOf, type Stored } from "./credentials.ts";
import { about, failure, type Outcome } from "./failure.ts";
import { logged } from "./logged.ts";
import { addProfile, askApiKey } from "./prompts.ts";
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
  readonly #credentials: Credentials;
  readonly #sessions: Sessions;
  readonly #worker: Worker;
  readonly #log: LogOutputChannel;
  readonly #subscriptions: Disposable[];
  readonly #underWay = new Map<string, Promise<Outcome<Obtained>>>();
  /** How often a profile was signed out: a call from before must not bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor(credentials: Credentials, sessions: Sessions, worker: Worker, log: LogOutputChannel) {
    this.#credentials = credentials;
    this.#sessions = sessions;
    this.#worker = worker;
    this.#log = log;
    const reload = (): void => void this.reload();
    this.#subscriptions = [
      credentials.onDidChange(reload),
      onDidChangeSettings(reload),
      // Not every host tells this window what another one stored.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) reload();
      }),
    ];
  }

  /** Takes over what is stored: after a start, and when another window or the settings changed it. */
  async reload(): Promise<void> {
    for (const name of new Set([...profileNames(), ...this.#credentials.names()])) {
      if (this.#underWay.has(name)) continue;
      const profile = profileNamed(name);
      const stored = profile.ok ? await this.#read(profile.value) : undefined;
      this.#sessions.hold(name, stored?.state === "stored" ? stored.secrets.token : undefined);
    }
  }

  /** The profile of that name, or the active one; the first one is made on the spot. */
  async profile(name = activeProfileName()): Promise<Outcome<Profile>> {
    return name === undefined ? addProfile(this.#credentials) : profileNamed(name);
  }

  /** The held token if it has some life left, else a new one. */
  async obtain(name?: string): Promise<Outcome<Obtained>> {
    const profile = await this.profile(name);
    if (!profile.ok) return profile;
    const stored = await this.#read(profile.value);
    const token = stored?.state === "stored" ? stored.secrets.token : undefined;
    if (token !== undefined && isFresh(token)) {
      this.#sessions.hold(profile.value.name, token);
      return { ok: true, value: { profile: profile.value, token } };
    }
    return this.#fetchOnce(profile.value);
  }

  /** A new token, whatever is held. */
  async fetch(name?: string): Promise<Outcome<Obtained>> {
    const profile = await this.profile(name);
    return profile.ok ? this.#fetchOnce(profile.value) : profile;
  }

  /** Deletes the token of a profile; what a new one is made with stays. */
  async signOut(name: string): Promise<void> {
    this.#drop(name);
    await this.#credentials.dropToken(name);
  }

  /** Deletes all that is stored for a profile. */
  async forget(name: string): Promise<void> {
    this.#drop(name);
    await this.#credentials.forget(name);
  }

  /** Asks for the API key, whatever is stored. */
  async setApiKey(profile: Profile, why?: string): Promise<Outcome<Credential>> {
    const apiKey = await askApiKey(profile, why);
    if (apiKey === undefined) return failure("cancelled");
    const credential: Credential = { kind: "apiKey", apiKey };
    try {
      await this.#credentials.update(profile, { credential });
    } catch (error) {
      return failure("storeFailed", reason(error));
    }
    return { ok: true, value: credential };
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #drop(name: string): void {
    this.#epochs.set(name, (this.#epochs.get(name) ?? 0) + 1);
    this.#sessions.hold(name, undefined);
  }

  /** Whoever asks while a call is under way gets its outcome: one call a profile. */
  #fetchOnce(profile: Profile): Promise<Outcome<Obtained>> {
    const underWay = this.#underWay.get(profile.name);
    if (underWay !== undefined) return underWay;
    const call = this.#fetch(profile)
      .then((outcome) => about(profile.name, outcome))
      .finally(() => {
        this.#underWay.delete(profile.name);
        this.#sessions.setFetching(profile.name, false);
      });
    this.#underWay.set(profile.name, call);
    return call;
  }

  async #fetch(profile: Profile): Promise<Outcome<Obtained>> {
    const credential = await this.#credential(profile);
    if (!credential.ok) return credential;
    this.#sessions.setFetching(profile.name, true);
    const epoch = this.#epochs.get(profile.name);
    const fetched = await logged(this.#log, "token", profile.name, () =>
      withSlowProgress(`Argus: getting a token for ${profile.name}…`, (cancellation) =>
        this.#worker.send("argus/token", { profile, credential: credential.value }, cancellation),
      ),
    );
    if (!fetched.ok) return fetched;
    // Signed out meanwhile, or the profile now leads elsewhere: this token is nobody's any more.
    if (this.#epochs.get(profile.name) !== epoch || !leadsTo(originOf(profile), profile.name))
      return failure("cancelled");
    const token = fetched.value;
    this.#sessions.hold(profile.name, token);
    try {
      await this.#credentials.update(profile, { token });
    } catch (error) {
      // It is held all the same; only a reload will not find it.
      this.#log.warn(`The token of ${profile.name} was not stored: ${reason(error)}`);
    }
    return { ok: true, value: { profile, token } };
  }

  /** The stored credential, or the one that the person now enters for this origin. */
  async #credential(profile: Profile): Promise<Outcome<Credential>> {
    const stored = await this.#read(profile);
    if (stored?.state === "stored" && stored.secrets.credential !== undefined) {
      return { ok: true, value: stored.secrets.credential };
    }
    if (stored?.state !== "otherOrigin") return this.setApiKey(profile);
    const why = `The stored key was entered for ${stored.origin} and is not sent to ${originOf(profile)}.`;
    const entered = await this.setApiKey(profile, why);
    return entered.ok || entered.error.code !== "cancelled" ? entered : failure("credentialMoved", profile.name);
  }

  async #read(profile: Profile): Promise<Stored | undefined> {
    try {
      return await this.#credentials.read(profile);
    } catch (error) {
      this.#log.warn(`The secret storage could not be read: ${reason(error)}`);
      return undefined;
    }
  }
}

/** A fixed margin would make short-lived tokens look expired from the start. */
function isFresh({ issuedAt, expiresAt }: TokenValue): boolean {
  return Date.now() < expiresAt - Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}

function leadsTo(origin: string, name: string): boolean {
  const profile = profileNamed(name);
  return profile.ok && originOf(profile.value) === origin;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
