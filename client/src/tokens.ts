import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { Credential, Profile, TokenValue } from "../../server/src/protocol.ts";
import { askSecret, type EnteredSecret, type SecretKind } from "./credentialPrompts.ts";
import { originOf, type Secrets } from "./credentials.ts";
import { about, failure, type Outcome } from "./failure.ts";
import type { InspectKey } from "./jwtPrompts.ts";
import { type Keeper, keyOf, withConsent } from "./keeper.ts";
import { logged } from "./logged.ts";
import { askProfile } from "./prompts.ts";
import { originIp, type Provenance } from "./provenance.ts";
import { remoteWindow } from "./remoteWindow.ts";
import type { Sessions } from "./session.ts";
import { activeProfileName, generalForwardedFor, onDidChangeSettings, profileNamed, profileNames } from "./settings.ts";
import { withSlowProgress } from "./slowProgress.ts";
import type { Warner } from "./warner.ts";
import type { Worker } from "./worker.ts";

/** A token this near its end is not worth handing out, in ms. */
const MOST_MARGIN = 30_000;

/** A token and the profile it is for. */
export interface Obtained {
  profile: Profile;
  token: TokenValue;
}

interface Parts {
  keeper: Keeper;
  sessions: Sessions;
  worker: Worker;
  warner: Warner;
  log: LogOutputChannel;
}

/** The use case: profile → credential → worker → session. Asks for what is missing on the way. */
export class Tokens implements Disposable {
  readonly #keeper: Keeper;
  readonly #sessions: Sessions;
  readonly #worker: Worker;
  readonly #warner: Warner;
  readonly #log: LogOutputChannel;
  readonly #inspect: InspectKey;
  readonly #subscriptions: Disposable[];
  /** By profile, in all its settings. */
  readonly #underWay = new Map<string, Promise<Outcome<Obtained>>>();
  /** How often a profile was signed out: a call from before must not bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor({ keeper, sessions, worker, warner, log }: Parts) {
    this.#keeper = keeper;
    this.#sessions = sessions;
    this.#worker = worker;
    this.#warner = warner;
    this.#log = log;
    this.#inspect = (key) => worker.send("argus/inspectKey", key);
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
      if (profile.ok && token !== undefined) this.#sessions.hold(name, token, cameFrom(profile.value));
      else this.#sessions.drop(name);
    }
  }

  /** The profile of that name, or the active one; the first one is made on the spot. */
  async profile(name = activeProfileName()): Promise<Outcome<Profile>> {
    return name === undefined ? this.addProfile() : profileNamed(name);
  }

  async addProfile(): Promise<Outcome<Profile>> {
    const asked = await askProfile(this.#inspect);
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
    this.#sessions.hold(profile.value.name, token, cameFrom(profile.value));
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

  /**
   * Asks for a secret, whatever is stored.
   *
   * @param which `credential`: of any kind that gets a token; `undefined`: any at all
   * @param why it is asked for, in a sentence
   */
  async enter(profile: Profile, which?: SecretKind | "credential", why?: string): Promise<Outcome<EnteredSecret>> {
    const entered = await askSecret(profile, which, { why, inspect: this.#inspect });
    if (!entered.ok) return entered;
    await this.keep(profile, entered.value);
    return entered;
  }

  /** Keeps a secret that a person entered for a profile, or gave in another way. */
  async keep(profile: Profile, entered: EnteredSecret): Promise<void> {
    await this.#keeper.enter(profile, entered);
    // The token that is held was made with another one, and so is one that is under way.
    if ("credential" in entered) this.#drop(profile.name);
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
    const { secrets, moved } = await this.#keeper.read(profile);
    const credential = await this.#credential(profile, secrets, moved);
    if (!credential.ok) return credential;
    const { kind } = credential.value;
    const epoch = this.#epochs.get(profile.name);
    this.#sessions.setFetching(profile.name, true);
    const params = { profile: withConsent(profile, secrets), credential: credential.value };
    const fetched = await logged(this.#log, "token", profile.name, () =>
      withSlowProgress(`Argus: getting a token for ${profile.name}…`, (cancellation) =>
        this.#worker.send("argus/token", params, cancellation),
      ),
    );
    if (!fetched.ok) return { ok: false, error: { ...fetched.error, credential: kind } };
    // Signed out meanwhile, or the profile is another one by now: this token is nobody's any more.
    const now = profileNamed(profile.name);
    const isWanted = this.#epochs.get(profile.name) === epoch && now.ok && keyOf(now.value) === keyOf(profile);
    if (!isWanted) return failure("cancelled");
    const { warnings, ...token } = fetched.value;
    this.#warner.warn(warnings);
    const forwardedFor = originIp(profile, generalForwardedFor(), undefined);
    this.#sessions.hold(profile.name, token, {
      ...cameFrom(profile),
      ...(forwardedFor === undefined ? {} : { forwardedFor }),
      remote: remoteWindow(),
    });
    await this.#keeper.keepToken(profile, token);
    return { ok: true, value: { profile, token } };
  }

  /** The kept credential, or the one that the person now enters for this origin. */
  async #credential(profile: Profile, secrets: Secrets, moved: string | undefined): Promise<Outcome<Credential>> {
    if (secrets.credential !== undefined) return { ok: true, value: secrets.credential };
    const entered = await this.enter(profile, "credential", moved);
    if (!entered.ok) {
      return moved !== undefined && entered.error.code === "cancelled"
        ? failure("credentialMoved", profile.name)
        : entered;
    }
    return "credential" in entered.value ? { ok: true, value: entered.value.credential } : failure("cancelled");
  }
}

function cameFrom(profile: Profile): Provenance {
  return { origin: originOf(profile), clientId: profile.clientId };
}

/** A fixed margin would make short-lived tokens look expired from the start. */
function isFresh({ issuedAt, expiresAt }: TokenValue): boolean {
  return Date.now() < expiresAt - Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}
