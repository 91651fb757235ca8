import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { keyOf, type ProfileSecrets, type SecretLocation, type UsableSecrets } from "../credentials/profileSecrets.ts";
import type { SecretsChange, Secrets } from "../credentials/secretStore.ts";
import { about, type ClientError, failure, type Outcome } from "../failures/failure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { checkCurrent, isCurrent } from "../profiles/currentProfile.ts";
import { isFresh, isFromFuture } from "../session/freshness.ts";
import type { SessionState, Sessions } from "../session/session.ts";
import { onDidChangeSettings, profileNamed, profileNames } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";
import type { Leases } from "./leases.ts";
import { type CallDependencies, requestToken } from "./requestToken.ts";
import { SharedCalls, type Waiter } from "./sharedCalls.ts";
import { newTokenProvenance, storedTokenProvenance } from "./tokenProvenance.ts";

/** A token and the profile it is for. */
export interface ProfileToken {
  profile: Profile;
  token: TokenValue;
}

/**
 * What became of a renewal: `renewed` by this or another window; `elsewhere`: another window is at it; `impossible`
 * without a person.
 */
export type Renewal = { kind: "renewed" | "elsewhere" | "impossible" } | { kind: "failed"; error: ClientError };

/** An answer of Argus, and the credential that it was made with. */
interface FetchedToken {
  token: TokenValue;
  warnings: readonly string[] | undefined;
  credential: Credential;
}

/** How long to wait for another window that begins at the same moment, in ms, while a person waits too. */
const SOON = 60;

interface Dependencies {
  profileSecrets: ProfileSecrets;
  leases: Leases;
  sessions: Sessions;
  worker: Worker;
  warningNotifier: WarningNotifier;
  log: LogOutputChannel;
}

/** Failures of a call that nobody asked for: a person did something else meanwhile, or has to do something first. */
const NEEDS_PERSON: readonly ClientError["code"][] = [
  "needsCredential",
  "credentialMoved",
  "settingsDiffer",
  "superseded",
  "profileChanged",
];

/**
 * The tokens of profiles: a stored one, or a new one. Asks for nothing: `needsCredential`, `credentialMoved` and
 * `settingsDiffer` say that a person has to answer a question first, which {@link SignIn} asks.
 */
export class Tokens implements Disposable {
  readonly #profileSecrets: ProfileSecrets;
  readonly #leases: Leases;
  readonly #sessions: Sessions;
  readonly #warningNotifier: WarningNotifier;
  readonly #caller: CallDependencies;
  readonly #subscriptions: { dispose(): unknown }[];
  /** One call at a time for a profile as it is set up now. */
  readonly #calls = new SharedCalls<FetchedToken>();
  /** How often a profile was signed out or got another credential: a call from before must not bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor({ profileSecrets, leases, sessions, worker, warningNotifier, log }: Dependencies) {
    this.#profileSecrets = profileSecrets;
    this.#leases = leases;
    this.#sessions = sessions;
    this.#warningNotifier = warningNotifier;
    this.#caller = { worker, log };
    const reload = (): void => void this.reload();
    this.#subscriptions = [
      profileSecrets.onDidChange(reload),
      onDidChangeSettings(reload),
      // Not every host tells this window what another one stored.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) reload();
      }),
    ];
  }

  /** Takes over what is stored: after a start, and when another window or the settings changed it. */
  async reload(): Promise<void> {
    for (const name of new Set([...profileNames(), ...this.#profileSecrets.names()])) {
      const profile = profileNamed(name);
      const epoch = this.#epoch(name);
      const token = profile.ok ? (await this.#profileSecrets.read(profile.value)).secrets.token : undefined;
      // Signed out while this was read.
      if (this.#epoch(name) !== epoch) continue;
      if (!profile.ok || token === undefined) this.#sessions.drop(name);
      else if (!this.#isOld(name, token)) this.#sessions.hold(name, token, storedTokenProvenance(profile.value));
    }
  }

  /** The state of a profile's token. */
  state(name: string): SessionState {
    return this.#sessions.state(name);
  }

  /**
   * The stored token if it has some life left, else a new one; that may be one which another window gets. A profile that is
   * signed out stays so where no person waits. Errors beside the worker's: `needsCredential`, `credentialMoved`, `signedOut`,
   * `superseded`, `profileChanged`.
   *
   * @param person who waits, if one does
   */
  async obtain(profile: Profile, person?: Waiter): Promise<Outcome<ProfileToken>> {
    const held = await this.#held(profile);
    if (held !== undefined) return { ok: true, value: held };
    const { name } = profile;
    const { secrets } = await this.#profileSecrets.read(profile);
    if (person === undefined && secrets.signedOut === true) return failure("signedOut", name);
    // Where a person is asked first, no other window waits for that.
    const isFirst = secrets.credential === undefined || (await this.#leases.claim(name, SOON));
    if (!isFirst) await this.#leases.others(name);
    const meanwhile = await this.#held(profile);
    return meanwhile === undefined ? this.fetch(profile, person) : { ok: true, value: meanwhile };
  }

  /**
   * A new token, whatever is stored. Whoever asks while a call is under way gets its token.
   *
   * @param person who waits, if one does
   */
  async fetch(profile: Profile, person?: Waiter): Promise<Outcome<ProfileToken>> {
    return about(profile.name, await this.#fetch(profile, person));
  }

  /**
   * A new token in place of one that is about to expire, unless another window has got one or is at it.
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
      const fetched = await this.fetch(profile.value);
      if (fetched.ok) return { kind: "renewed" };
      const { error } = fetched;
      return NEEDS_PERSON.includes(error.code) ? { kind: "impossible" } : { kind: "failed", error };
    } finally {
      await this.#leases.release(name);
    }
  }

  /** Deletes the token of a profile; what a new one is made with stays. */
  signOut(name: string): Promise<Outcome<void>> {
    this.#supersede(name);
    return this.#profileSecrets.dropToken(name);
  }

  /** Deletes all that is stored for a profile. */
  forget(name: string): Promise<Outcome<void>> {
    this.#supersede(name);
    return this.#profileSecrets.forget(name);
  }

  /** Keeps a secret that a person entered for a profile, or gave in another way. */
  async keep(profile: Profile, entered: SecretsChange): Promise<SecretLocation> {
    const keptIn = await this.#profileSecrets.enter(profile, entered);
    // The token so far was made with another credential, and so is one that is under way.
    if ("credential" in entered) this.#supersede(profile.name);
    return keptIn;
  }

  /** Keeps a token that a person's trial call gave. */
  async adopt(profile: Profile, token: TokenValue): Promise<void> {
    this.#supersede(profile.name);
    await this.#profileSecrets.keepToken(profile, token);
    if (isCurrent(profile)) this.#sessions.hold(profile.name, token, newTokenProvenance(profile));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #epoch(name: string): number {
    return this.#epochs.get(name) ?? 0;
  }

  #supersede(name: string): void {
    this.#epochs.set(name, this.#epoch(name) + 1);
    this.#sessions.drop(name);
  }

  /** Is what is stored from before what is held, which is still on its way there? */
  #isOld(name: string, { issuedAt }: TokenValue): boolean {
    const held = this.#sessions.held().get(name);
    return held !== undefined && issuedAt < held.issuedAt && !isFromFuture(held, Date.now());
  }

  /** What is stored, if it has some life left. */
  async #held(profile: Profile): Promise<ProfileToken | undefined> {
    const { token } = (await this.#profileSecrets.read(profile)).secrets;
    if (token === undefined || !isFresh(token)) return undefined;
    if (isCurrent(profile)) this.#sessions.hold(profile.name, token, storedTokenProvenance(profile));
    return { profile, token };
  }

  /** What makes a call needless or impossible; `undefined` where there is nothing of the kind. */
  async #lookUp(profile: Profile, due: string): Promise<Renewal | undefined> {
    const { credential, token } = (await this.#profileSecrets.read(profile)).secrets;
    if (token === undefined) {
      // Signed out, perhaps in another window.
      this.#sessions.drop(profile.name);
      return { kind: "impossible" };
    }
    if (token.accessToken !== due && isFresh(token)) {
      if (isCurrent(profile)) this.#sessions.hold(profile.name, token, storedTokenProvenance(profile));
      return { kind: "renewed" };
    }
    return credential === undefined ? { kind: "impossible" } : undefined;
  }

  async #fetch(profile: Profile, person: Waiter | undefined): Promise<Outcome<ProfileToken>> {
    const { name } = profile;
    const epoch = this.#epoch(name);
    // Of the one who waits: the call may have begun before another window signed out.
    const before = this.#profileSecrets.read(profile);
    const done = person === undefined ? undefined : this.#sessions.beginFetching(name);
    const start = (waiter: Waiter): Promise<Outcome<FetchedToken>> => this.#call(profile, waiter);
    const fetched = await this.#calls.join(`${epoch} ${keyOf(profile)}`, start, person).finally(done);
    if (!fetched.ok) return fetched;
    const { token, warnings, credential } = fetched.value;
    const current = checkCurrent(profile);
    if (!current.ok) return current;
    const isWanted = isStillWanted(
      (await before).secrets,
      (await this.#profileSecrets.read(profile)).secrets,
      credential,
    );
    if (!isWanted || this.#epoch(name) !== epoch) return failure("superseded", name);
    this.#warningNotifier.warn(warnings);
    if (this.#sessions.held().get(name)?.accessToken !== token.accessToken) {
      this.#sessions.hold(name, token, newTokenProvenance(profile));
      if (!(await this.#profileSecrets.keepToken(profile, token))) {
        this.#sessions.drop(name);
        return failure("superseded", name);
      }
    }
    return { ok: true, value: { profile, token } };
  }

  async #call(profile: Profile, waiter: Waiter): Promise<Outcome<FetchedToken>> {
    const { name } = profile;
    const usable = await this.#profileSecrets.read(profile);
    const { secrets } = usable;
    const { credential } = secrets;
    if (credential === undefined) return failure(missing(usable), name);
    void this.#leases.announce(name);
    const fetched = await requestToken(this.#caller, profile, secrets, credential, waiter);
    void this.#leases.release(name);
    if (!fetched.ok) return { ok: false, error: { ...fetched.error, credential: credential.kind } };
    const { warnings, ...token } = fetched.value;
    return { ok: true, value: { token, warnings, credential } };
  }
}

/** Why there is no credential to use. */
function missing({ moved, changes }: UsableSecrets): "needsCredential" | "credentialMoved" | "settingsDiffer" {
  if (changes !== undefined) return "settingsDiffer";
  return moved === undefined ? "needsCredential" : "credentialMoved";
}

/**
 * Another window may have signed out, forgotten the profile or stored another credential during a call.
 *
 * @param credential that the call was made with
 */
function isStillWanted(before: Secrets, now: Secrets, credential: Credential): boolean {
  const isSignedOut = now.signedOut === true && before.signedOut !== true;
  return !isSignedOut && JSON.stringify(now.credential) === JSON.stringify(credential);
}
