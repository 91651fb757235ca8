import * as l10n from "@vscode/l10n";
import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { Credential, Profile, TokenValue } from "../../server/src/protocol.ts";
import { askSecret, type EnteredSecret, type SecretKind } from "./credentialPrompts.ts";
import { originOf, type Secrets } from "./credentials.ts";
import { about, failure, type Outcome } from "./failure.ts";
import type { InspectKey } from "./jwtPrompts.ts";
import { type Keeper, keyOf, withConsent } from "./keeper.ts";
import { logged } from "./logged.ts";
import { urlSource } from "./profilePlaces.ts";
import { askChanges, askNewProfile, type SetUp } from "./profilePrompts.ts";
import type { ProfileHelp } from "./profileSteps.ts";
import { originIp, type Provenance } from "./provenance.ts";
import { remoteWindow } from "./remoteWindow.ts";
import type { SessionState, Sessions } from "./session.ts";
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
  readonly #help: ProfileHelp;
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
    this.#help = {
      inspect: this.#inspect,
      kept: (profile) => keeper.read(profile),
      tryOut: (profile, credential) => this.#tryOut(profile, credential),
    };
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

  /** What is held for a profile. */
  state(name: string): SessionState {
    return this.#sessions.state(name);
  }

  /** Asks for a new profile, and gets a token with it if the person likes. @param suggestion what it may be called */
  async addProfile(suggestion?: string): Promise<Outcome<Profile>> {
    return this.#setUp(await askNewProfile(this.#help, suggestion));
  }

  /** Asks what should be different in a profile. */
  async editProfile(name: string): Promise<Outcome<Profile>> {
    return this.#setUp(await askChanges(this.#help, name));
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
  async fetch(name = activeProfileName()): Promise<Outcome<Obtained>> {
    // The one that the first profile is tried with is new enough.
    if (name === undefined) return this.obtain();
    const profile = await this.profile(name);
    return profile.ok ? this.#fetchOnce(profile.value) : profile;
  }

  /** Keeps what was entered for a profile, and the token that it was tried with. */
  async #setUp(asked: Outcome<SetUp>): Promise<Outcome<Profile>> {
    if (!asked.ok) return asked;
    const { profile, entered, token } = asked.value;
    for (const secret of entered) await this.#keeper.enter(profile, secret);
    if (token !== undefined) await this.#keeper.keepToken(profile, token);
    // What was read or is under way from before is out of date.
    if (entered.length > 0 || token !== undefined) this.#drop(profile.name);
    if (token !== undefined) this.#sessions.hold(profile.name, token, madeNow(profile));
    else await this.reload();
    return { ok: true, value: profile };
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
   * @param moved why what is stored is not used, in a sentence
   */
  async enter(profile: Profile, which?: SecretKind | "credential", moved?: string): Promise<Outcome<EnteredSecret>> {
    const why = moved === undefined ? undefined : `${moved} ${urlSource(profile.name)}`;
    const entered = await askSecret(profile, which, { why, inspect: this.#inspect });
    if (!entered.ok) return entered;
    await this.#keeper.enter(profile, entered.value);
    // The token that is held was made with another one, and so is one that is under way.
    if ("credential" in entered.value) this.#drop(profile.name);
    return entered;
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

  /** A token made with what is not stored yet; nothing is kept of it. */
  async #tryOut(profile: Profile, credential: Credential): Promise<Outcome<TokenValue>> {
    this.#keeper.learn({ credential });
    const { secrets } = await this.#keeper.read(profile);
    const params = { profile: withConsent(profile, secrets), credential };
    const tried = await logged(this.#log, "token", profile.name, () =>
      withSlowProgress(l10n.t("Argus: getting a token for {0}…", profile.name), (cancellation) =>
        this.#worker.send("argus/token", params, cancellation),
      ),
    );
    if (!tried.ok) return tried;
    const { warnings, ...token } = tried.value;
    this.#warner.warn(warnings);
    this.#keeper.learn({ token });
    return { ok: true, value: token };
  }

  /** The kept credential, or the one that the person now enters for this origin. */
  async #credential(profile: Profile, secrets: Secrets, moved: string | undefined): Promise<Outcome<Credential>> {
    if (secrets.credential !== undefined) return { ok: true, value: secrets.credential };
    const entered = await this.enter(profile, "credential", moved);
    if (!entered.ok) {
      return moved !== undefined && entered.error.code === "cancelled" ? credentialMoved(profile.name) : entered;
    }
    return "credential" in entered.value ? { ok: true, value: entered.value.credential } : failure("cancelled");
  }
}

/** The stored secrets were not sent; it also says which settings lead elsewhere. */
function credentialMoved(name: string): Outcome<never> {
  const { error } = failure("credentialMoved", name);
  return { ok: false, error: { ...error, hint: [urlSource(name), error.hint].join(" ") } };
}

/** What a token that was just made was made under. */
function madeNow(profile: Profile): Provenance {
  const forwardedFor = originIp(profile, generalForwardedFor(), undefined);
  return {
    ...cameFrom(profile),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    remote: remoteWindow(),
  };
}

function cameFrom(profile: Profile): Provenance {
  return { origin: originOf(profile), clientId: profile.clientId };
}

/** A fixed margin would make short-lived tokens look expired from the start. */
function isFresh({ issuedAt, expiresAt }: TokenValue): boolean {
  return Date.now() < expiresAt - Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}
