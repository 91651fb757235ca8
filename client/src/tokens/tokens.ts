import { type Disposable, type LogOutputChannel, window } from "vscode";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { KeyLives } from "../credentials/keyLife.ts";
import { keyOf, type ProfileSecrets, type SecretLocation } from "../credentials/profileSecrets.ts";
import type { Secrets, SecretsChange } from "../credentials/secretStore.ts";
import { about, type ClientError, failure, type Outcome } from "../failures/failure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { checkCurrent, isCurrent } from "../profiles/currentProfile.ts";
import { isFresh, isFromFuture } from "../session/freshness.ts";
import type { SessionState, Sessions } from "../session/session.ts";
import { onDidChangeSettings, profileNamed, profileNames } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";
import { isStillWanted, missingCredential, needsPerson } from "./credentialState.ts";
import type { Leases } from "./leases.ts";
import { type CallDependencies, requestToken } from "./requestToken.ts";
import { SharedCalls, type Waiter } from "./sharedCalls.ts";
import { newTokenProvenance, storedTokenProvenance } from "./tokenProvenance.ts";

export interface ProfileToken {
  profile: Profile;
  token: TokenValue;
}

/**
 * The outcome of a renewal: `renewed` by this or another window; `elsewhere`: another window is renewing it;
 * `impossible` without a person; `unchanged`: a server that caches answers sent the same token.
 */
export type Renewal =
  | { kind: "renewed" | "elsewhere" | "impossible" }
  | { kind: "unchanged"; expiresAt: number }
  | { kind: "failed"; error: ClientError };

/** Argus' answer, and the credential of the call. */
interface FetchedToken {
  token: TokenValue;
  warnings: readonly string[] | undefined;
  credential: StoredCredential;
}

/** How long to wait for another window that starts at the same moment, in ms, while a person waits too. */
const SOON = 60;

interface Dependencies {
  profileSecrets: ProfileSecrets;
  keyLives: KeyLives;
  leases: Leases;
  sessions: Sessions;
  worker: Worker;
  warningNotifier: WarningNotifier;
  log: LogOutputChannel;
}

/**
 * The tokens of profiles, stored or new. Never asks: `needsCredential`, `credentialMoved`, `settingsDiffer` and
 * `sourceChanged` mean that the person has to answer a question first, see {@link SignIn}.
 */
export class Tokens implements Disposable {
  readonly #profileSecrets: ProfileSecrets;
  readonly #leases: Leases;
  readonly #sessions: Sessions;
  readonly #warningNotifier: WarningNotifier;
  readonly #caller: CallDependencies;
  readonly #subscriptions: { dispose(): unknown }[];
  /** One call at a time per profile with its current settings. */
  readonly #calls = new SharedCalls<FetchedToken>();
  /** Counts sign-outs and credential changes by profile, so that an earlier call cannot bring a token back. */
  readonly #epochs = new Map<string, number>();

  constructor({ profileSecrets, keyLives, leases, sessions, worker, warningNotifier, log }: Dependencies) {
    this.#profileSecrets = profileSecrets;
    this.#leases = leases;
    this.#sessions = sessions;
    this.#warningNotifier = warningNotifier;
    this.#caller = { profileSecrets, keyLives, worker, log };
    const reload = (): void => void this.reload();
    this.#subscriptions = [
      profileSecrets.onDidChange(reload),
      onDidChangeSettings(reload),
      // Not every host tells this window about changes in another one.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) reload();
      }),
    ];
  }

  /** Takes over the stored tokens: after startup, and when another window or the settings changed them. */
  async reload(): Promise<void> {
    for (const name of new Set([...profileNames(), ...this.#profileSecrets.names()])) {
      const profile = profileNamed(name);
      const epoch = this.#epoch(name);
      const token = profile.ok ? (await this.#profileSecrets.read(profile.value)).secrets.token : undefined;
      // The profile was signed out while this was read.
      if (this.#epoch(name) !== epoch) continue;
      if (!profile.ok || token === undefined) this.#sessions.drop(name);
      else if (!this.#isOld(name, token)) this.#sessions.hold(name, token, storedTokenProvenance(profile.value));
    }
  }

  state(name: string): SessionState {
    return this.#sessions.state(name);
  }

  /**
   * The stored token if it has some lifetime left, else a new one, which another window may be fetching. A profile that
   * is signed out stays so unless a person is waiting. Errors besides the worker's: `needsCredential`,
   * `credentialMoved`, `signedOut`, `superseded`, `profileChanged`, and those of a credential's source.
   *
   * @param person the person who waits, if any
   */
  async obtain(profile: Profile, person?: Waiter): Promise<Outcome<ProfileToken>> {
    const held = await this.#held(profile);
    if (held !== undefined) return { ok: true, value: held };
    const { name } = profile;
    const { secrets } = await this.#profileSecrets.read(profile);
    if (person === undefined && secrets.signedOut === true) return failure("signedOut", name);
    return this.#leases.hold(name, async () => {
      // If the person has to be asked first, no other window waits for that.
      const isFirst = secrets.credential === undefined || (await this.#leases.claim(name, SOON));
      if (!isFirst) await this.#leases.others(name, person?.cancellation);
      if (person?.cancellation.isCancellationRequested === true) return failure("cancelled");
      const meanwhile = await this.#held(profile);
      return meanwhile === undefined ? this.fetch(profile, person) : { ok: true, value: meanwhile };
    });
  }

  /**
   * A new token, even if there is one. Joins a call that is under way.
   *
   * @param person the person who waits, if any
   */
  async fetch(profile: Profile, person?: Waiter): Promise<Outcome<ProfileToken>> {
    return about(profile.name, await this.#leases.hold(profile.name, () => this.#fetch(profile, person)));
  }

  /**
   * A new token to replace one that is about to expire, unless another window has one or is fetching it.
   *
   * @param due the token to replace
   */
  async renew(name: string, due: string): Promise<Renewal> {
    const profile = profileNamed(name);
    if (!profile.ok) return { kind: "failed", error: profile.error };
    const before = await this.#whyNoCall(profile.value, due);
    if (before !== undefined) return before;
    return this.#leases.hold(name, async () => {
      if (!(await this.#leases.claim(name))) return { kind: "elsewhere" };
      const meanwhile = await this.#whyNoCall(profile.value, due);
      if (meanwhile !== undefined) return meanwhile;
      const fetched = await this.fetch(profile.value);
      if (fetched.ok) {
        const { accessToken, expiresAt } = fetched.value.token;
        return accessToken === due ? { kind: "unchanged", expiresAt } : { kind: "renewed" };
      }
      const { error } = fetched;
      return needsPerson(error) ? { kind: "impossible" } : { kind: "failed", error };
    });
  }

  /** Deletes a profile's token and keeps its credential. */
  signOut(name: string): Promise<Outcome<void>> {
    this.#supersede(name);
    return this.#profileSecrets.dropToken(name);
  }

  /** Deletes all secrets of a profile. */
  async forget(name: string): Promise<Outcome<void>> {
    this.#supersede(name, true);
    const profile = profileNamed(name);
    const { credential } = profile.ok ? (await this.#profileSecrets.read(profile.value)).secrets : {};
    if (profile.ok) await this.#caller.keyLives.forget(profile.value, credential);
    return this.#profileSecrets.forget(name);
  }

  /** Stores a secret that the person entered or provided in another way. */
  async keep(profile: Profile, entered: SecretsChange): Promise<SecretLocation> {
    const keptIn = await this.#profileSecrets.enter(profile, entered);
    // The current token belongs to the old credential, and so does one that is being fetched.
    if ("credential" in entered) this.#supersede(profile.name, true);
    return keptIn;
  }

  /** Makes a token call with a credential that is not stored yet; nothing is stored. */
  async tryOut(profile: Profile, credential: StoredCredential, person: Waiter): Promise<Outcome<TokenValue>> {
    const { secrets } = await this.#profileSecrets.read(profile);
    const done = this.#sessions.beginFetching(profile.name);
    const tried = await requestToken(this.#caller, profile, secrets, credential, person).finally(done);
    if (!tried.ok) return tried;
    const { warnings, ...token } = tried.value;
    this.#warningNotifier.warn(warnings);
    this.#profileSecrets.learn({ token });
    return { ok: true, value: token };
  }

  /** Stores the token from the test of a profile. */
  async adopt(profile: Profile, token: TokenValue): Promise<void> {
    this.#supersede(profile.name);
    // Held before it is stored, because a stored token is read again without the facts of its call.
    if (isCurrent(profile)) this.#sessions.hold(profile.name, token, newTokenProvenance(profile));
    if (!(await this.#profileSecrets.keepToken(profile, token))) this.#sessions.drop(profile.name);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #epoch(name: string): number {
    return this.#epochs.get(name) ?? 0;
  }

  #supersede(name: string, mayBeOtherUser = false): void {
    this.#epochs.set(name, this.#epoch(name) + 1);
    this.#sessions.drop(name);
    if (mayBeOtherUser) this.#sessions.users.forget(name);
  }

  /** Is the stored token older than the session's, which is still being stored? */
  #isOld(name: string, { issuedAt }: TokenValue): boolean {
    const held = this.#sessions.held().get(name);
    return held !== undefined && issuedAt < held.issuedAt && !isFromFuture(held, Date.now());
  }

  /** The stored token, if it has some lifetime left. */
  async #held(profile: Profile): Promise<ProfileToken | undefined> {
    const { token } = (await this.#profileSecrets.read(profile)).secrets;
    if (token === undefined || !isFresh(token)) return undefined;
    if (isCurrent(profile)) this.#sessions.hold(profile.name, token, storedTokenProvenance(profile));
    return { profile, token };
  }

  /** Why no call is needed or possible; `undefined` to go on. */
  async #whyNoCall(profile: Profile, due: string): Promise<Renewal | undefined> {
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
    // Read for each waiter: the shared call may have started before another window signed out.
    const before = this.#profileSecrets.read(profile);
    const done = person === undefined ? undefined : this.#sessions.beginFetching(name);
    const isBackground = person === undefined;
    const start = (waiter: Waiter): Promise<Outcome<FetchedToken>> => this.#call(profile, waiter, isBackground);
    const use = async (fetched: Outcome<FetchedToken>): Promise<Outcome<ProfileToken>> =>
      fetched.ok ? this.#take(profile, epoch, (await before).secrets, fetched.value) : fetched;
    return this.#calls.join(`${epoch} ${keyOf(profile)}`, start, use, person).finally(done);
  }

  /**
   * Holds and stores a fetched token, if it is still wanted.
   *
   * @param epoch when its waiter began to wait
   * @param before the secrets at that time
   */
  async #take(
    profile: Profile,
    epoch: number,
    before: Secrets,
    { token, warnings, credential }: FetchedToken,
  ): Promise<Outcome<ProfileToken>> {
    const { name } = profile;
    const current = checkCurrent(profile);
    if (!current.ok) return current;
    const isWanted = isStillWanted(before, (await this.#profileSecrets.read(profile)).secrets, credential);
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

  async #call(profile: Profile, waiter: Waiter, isBackground: boolean): Promise<Outcome<FetchedToken>> {
    const { name } = profile;
    const usable = await this.#profileSecrets.read(profile);
    const { secrets } = usable;
    const { credential } = secrets;
    if (credential === undefined) return failure(missingCredential(usable), name);
    this.#leases.announce(name);
    const fetched = await requestToken(this.#caller, profile, secrets, credential, waiter, isBackground);
    if (!fetched.ok) return fetched;
    const { warnings, ...token } = fetched.value;
    return { ok: true, value: { token, warnings, credential } };
  }
}
