import { type Disposable, type Event, EventEmitter, type LogOutputChannel, window } from "vscode";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { askSecret, type EnteredSecret, type SecretKind } from "../credentials/credentialPrompts.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import type { InspectKey } from "../credentials/jwtPrompts.ts";
import { type ProfileSecrets, type SecretLocation, keyOf } from "../credentials/profileSecrets.ts";
import { about, type ClientError, failure, type Outcome } from "../failures/failure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { checkCurrent, checkEntered, credentialMoved, isCurrent } from "../profiles/currentProfile.ts";
import { urlSource } from "../profiles/settingsTarget.ts";
import { askChanges, askNewProfile, type SetUp } from "../profiles/profilePrompts.ts";
import type { ProfileHelp } from "../profiles/profileSteps.ts";
import { isFresh, isFromFuture } from "../session/freshness.ts";
import type { SessionState, Sessions } from "../session/session.ts";
import { activeProfileName, onDidChangeSettings, profileNamed, profileNames } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";
import type { Leases } from "./leases.ts";
import { storedTokenProvenance, newTokenProvenance } from "./tokenProvenance.ts";
import { type Caller, requestToken } from "./requestToken.ts";

/** A token and the profile it is for. */
export interface Obtained {
  profile: Profile;
  token: TokenValue;
}

/**
 * What became of a renewal: `renewed` by this or another window; `elsewhere`: another window is at it; `impossible`
 * without asking a person, or signed out.
 */
export type Renewal = { kind: "renewed" | "elsewhere" | "impossible" } | { kind: "failed"; error: ClientError };

interface Dependencies {
  keeper: ProfileSecrets;
  leases: Leases;
  sessions: Sessions;
  worker: Worker;
  warner: WarningNotifier;
  log: LogOutputChannel;
}

/** The use case: profile → credential → worker → session. Asks for what is missing on the way. */
export class Tokens implements Disposable {
  readonly #asked = new EventEmitter<string>();
  readonly #keeper: ProfileSecrets;
  readonly #leases: Leases;
  readonly #sessions: Sessions;
  readonly #warner: WarningNotifier;
  readonly #caller: Caller;
  readonly #help: ProfileHelp;
  readonly #inspect: InspectKey;
  readonly #subscriptions: { dispose(): unknown }[];
  /** By profile, in all its settings. */
  readonly #underWay = new Map<string, Promise<Outcome<Obtained>>>();
  /** How often a profile was signed out: a call from before must not bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor({ keeper, leases, sessions, worker, warner, log }: Dependencies) {
    this.#keeper = keeper;
    this.#leases = leases;
    this.#sessions = sessions;
    this.#warner = warner;
    this.#caller = { worker, log };
    this.#inspect = (key) => worker.send("argus/inspectKey", key);
    this.#help = {
      inspect: this.#inspect,
      kept: (profile) => keeper.read(profile),
      tryOut: (profile, credential) => this.#tryOut(profile, credential),
    };
    const reload = (): void => void this.reload();
    this.#subscriptions = [
      this.#asked,
      keeper.onDidChange(reload),
      onDidChangeSettings(reload),
      // Not every host tells this window what another one stored.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) reload();
      }),
    ];
  }

  /** Somebody asked for a profile's token and has it, or entered a secret for one. The profile's name. */
  get onDidAsk(): Event<string> {
    return this.#asked.event;
  }

  /** Takes over what is stored: after a start, and when another window or the settings changed it. */
  async reload(): Promise<void> {
    for (const name of new Set([...profileNames(), ...this.#keeper.names()])) {
      const profile = profileNamed(name);
      const epoch = this.#epochs.get(name);
      const token = profile.ok ? (await this.#keeper.read(profile.value)).secrets.token : undefined;
      // Signed out while this was read.
      if (this.#epochs.get(name) !== epoch) continue;
      if (!profile.ok || token === undefined) this.#sessions.drop(name);
      else if (!this.#isOld(name, token)) this.#sessions.hold(name, token, storedTokenProvenance(profile.value));
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

  /**
   * Asks for a new profile, and gets a token with it if the person likes.
   *
   * @param suggestion what it may be called
   * @param given its credential, which is not asked for then
   */
  async addProfile(suggestion?: string, given?: Credential): Promise<Outcome<Profile>> {
    const asked = await askNewProfile(this.#help, suggestion, given);
    // Whoever gives it has it still, and looks where it is kept.
    return this.#setUp(asked, given === undefined);
  }

  /** Asks what should be different in a profile. */
  async editProfile(name: string): Promise<Outcome<Profile>> {
    return this.#setUp(await askChanges(this.#help, name), true);
  }

  /**
   * The held token if it has some life left, else a new one; that may be one which another window gets.
   *
   * @param which a profile by its name, or the very profile that a person was asked about
   */
  async obtain(which?: string | Profile): Promise<Outcome<Obtained>> {
    const profile = typeof which === "object" ? { ok: true as const, value: which } : await this.profile(which);
    if (!profile.ok) return profile;
    const held = await this.#held(profile.value);
    if (held !== undefined) return this.#given(held);
    if (await this.#leases.others(profile.value.name)) {
      const theirs = await this.#held(profile.value);
      if (theirs !== undefined) return this.#given(theirs);
    }
    return this.#asking(profile.value);
  }

  /**
   * The stored token if it has some life left, else a new one. Asks a person for nothing, so that a profile which is signed out
   * stays so. Errors beside the worker's: `signedOut`, `noCredential`, `credentialMoved`.
   */
  async obtainQuietly(profile: Profile): Promise<Outcome<Obtained>> {
    const { name } = profile;
    const held = await this.#held(profile);
    if (held !== undefined) return { ok: true, value: held };
    const { secrets, moved } = await this.#keeper.read(profile);
    if (secrets.signedOut === true) return failure("signedOut", name);
    if (secrets.credential === undefined)
      return failure(moved === undefined ? "noCredential" : "credentialMoved", name);
    if (await this.#leases.others(name)) {
      const theirs = await this.#held(profile);
      if (theirs !== undefined) return { ok: true, value: theirs };
    }
    const isFirst = !this.#underWay.has(keyOf(profile));
    if (isFirst) void this.#leases.announce(name);
    const fetched = await this.#fetchOnce(profile, true);
    if (isFirst) void this.#leases.release(name);
    return fetched;
  }

  /** A new token, whatever is held. */
  async fetch(name = activeProfileName()): Promise<Outcome<Obtained>> {
    // The one that the first profile is tried with is new enough.
    if (name === undefined) return this.obtain();
    const profile = await this.profile(name);
    return profile.ok ? this.#asking(profile.value) : profile;
  }

  /**
   * A new token in place of one that is about to expire, unless another window has got one or is at it. Asks a person for
   * nothing.
   *
   * @param due the token that is to be replaced
   */
  async renew(name: string, due: string): Promise<Renewal> {
    const profile = profileNamed(name);
    if (!profile.ok) return { kind: "failed", error: profile.error };
    const before = await this.#lookUp(profile.value, due);
    if (before !== undefined) return before;
    if (!(await this.#leases.claim(name))) return { kind: "elsewhere" };
    try {
      const meanwhile = await this.#lookUp(profile.value, due);
      if (meanwhile !== undefined) return meanwhile;
      const fetched = await this.#fetchOnce(profile.value, true);
      return fetched.ok ? { kind: "renewed" } : { kind: "failed", error: fetched.error };
    } finally {
      await this.#leases.release(name);
    }
  }

  /** Keeps what was entered for a profile, and the token that it was tried with. @param warns if that is in memory alone */
  async #setUp(asked: Outcome<SetUp>, warns: boolean): Promise<Outcome<Profile>> {
    if (!asked.ok) return asked;
    const { profile, entered, token } = asked.value;
    for (const secret of entered) {
      const keptIn = await this.#keeper.enter(profile, secret);
      if (warns && keptIn === "window") this.#warner.warnOfWindow(profile.name);
    }
    if (token !== undefined) await this.#keeper.keepToken(profile, token);
    // What was read or is under way from before is out of date.
    if (entered.length > 0 || token !== undefined) this.#drop(profile.name);
    const current = checkEntered(profile);
    if (current.ok && token !== undefined) this.#sessions.hold(profile.name, token, newTokenProvenance(profile));
    else await this.reload();
    this.#asked.fire(profile.name);
    return current.ok ? { ok: true, value: profile } : current;
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
    if ((await this.keep(profile, entered.value)) === "window") this.#warner.warnOfWindow(profile.name);
    const current = checkEntered(profile);
    return current.ok ? entered : current;
  }

  /** Keeps a secret that a person entered for a profile, or gave in another way. */
  async keep(profile: Profile, entered: EnteredSecret): Promise<SecretLocation> {
    const keptIn = await this.#keeper.enter(profile, entered);
    // The token that is held was made with another one, and so is one that is under way.
    if ("credential" in entered) this.#drop(profile.name);
    this.#asked.fire(profile.name);
    return keptIn;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #drop(name: string): void {
    this.#epochs.set(name, (this.#epochs.get(name) ?? 0) + 1);
    this.#sessions.drop(name);
  }

  /** Is what is stored from before what is held, which is still on its way there? */
  #isOld(name: string, { issuedAt }: TokenValue): boolean {
    const held = this.#sessions.held().get(name);
    return held !== undefined && issuedAt < held.issuedAt && !isFromFuture(held, Date.now());
  }

  /** What is stored, if it has some life left. */
  async #held(profile: Profile): Promise<Obtained | undefined> {
    const { token } = (await this.#keeper.read(profile)).secrets;
    if (token === undefined || !isFresh(token)) return undefined;
    if (isCurrent(profile)) this.#sessions.hold(profile.name, token, storedTokenProvenance(profile));
    return { profile, token };
  }

  /** What makes a call needless or impossible; `undefined` where there is nothing of the kind. */
  async #lookUp(profile: Profile, due: string): Promise<Renewal | undefined> {
    const { credential, token } = (await this.#keeper.read(profile)).secrets;
    if (token === undefined) {
      // Signed out, perhaps in another window.
      this.#sessions.drop(profile.name);
      return { kind: "impossible" };
    }
    if (token.accessToken !== due && isFresh(token)) {
      this.#sessions.hold(profile.name, token, storedTokenProvenance(profile));
      return { kind: "renewed" };
    }
    return credential === undefined ? { kind: "impossible" } : undefined;
  }

  /** For a person, who is asked for what is missing. */
  async #asking(profile: Profile): Promise<Outcome<Obtained>> {
    const fetched = await this.#fetchOnce(profile, false);
    return fetched.ok ? this.#given(fetched.value) : fetched;
  }

  #given(obtained: Obtained): Outcome<Obtained> {
    this.#asked.fire(obtained.profile.name);
    return { ok: true, value: obtained };
  }

  /**
   * Whoever asks while a call is under way gets its outcome: one call a profile.
   *
   * @param quietly without a question or a sign of it
   */
  #fetchOnce(profile: Profile, quietly: boolean): Promise<Outcome<Obtained>> {
    const key = keyOf(profile);
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const call = this.#fetch(profile, quietly)
      .then((outcome) => about(profile.name, outcome))
      .finally(() => {
        if (this.#underWay.get(key) === call) this.#underWay.delete(key);
        if (quietly) return;
        void this.#leases.release(profile.name);
        this.#sessions.setFetching(profile.name, false);
      });
    this.#underWay.set(key, call);
    return call;
  }

  async #fetch(profile: Profile, quietly: boolean): Promise<Outcome<Obtained>> {
    const { name } = profile;
    const { secrets, moved } = await this.#keeper.read(profile);
    if (quietly && secrets.credential === undefined) return failure("cancelled");
    const credential = await this.#credential(profile, secrets, moved);
    if (!credential.ok) return credential;
    const { kind } = credential.value;
    const epoch = this.#epochs.get(name);
    if (!quietly) {
      // Nobody waits for it: what a person wants is done whatever other windows do.
      void this.#leases.announce(name);
      this.#sessions.setFetching(name, true);
    }
    const fetched = await requestToken(this.#caller, profile, secrets, credential.value, quietly);
    if (!fetched.ok) return { ok: false, error: { ...fetched.error, credential: kind } };
    const current = checkCurrent(profile);
    if (!current.ok) return quietly ? failure("cancelled") : current;
    // Signed out meanwhile: this token is nobody's any more.
    const isWanted = this.#epochs.get(name) === epoch;
    if (!isWanted || (quietly && !(await this.#mayFetch(profile)))) return failure("cancelled");
    const { warnings, ...token } = fetched.value;
    this.#warner.warn(warnings);
    this.#sessions.hold(name, token, newTokenProvenance(profile));
    await this.#keeper.keepToken(profile, token);
    return { ok: true, value: { profile, token } };
  }

  /** Whether a token can be got without a person: another window may have signed out or forgotten the profile meanwhile. */
  async #mayFetch(profile: Profile): Promise<boolean> {
    const { credential, signedOut } = (await this.#keeper.read(profile)).secrets;
    return credential !== undefined && signedOut !== true;
  }

  /** A token made with what is not stored yet; nothing is kept of it. */
  async #tryOut(profile: Profile, credential: Credential): Promise<Outcome<TokenValue>> {
    this.#keeper.learn({ credential });
    const { secrets } = await this.#keeper.read(profile);
    const tried = await requestToken(this.#caller, profile, secrets, credential, false);
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
