import * as l10n from "@vscode/l10n";
import { isDeepStrictEqual } from "node:util";
import { type Disposable, type Event, EventEmitter } from "vscode";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { FindClientValue, TokenValue } from "../../../common/protocol/requests.ts";
import type { EnteredSecret, SecretKind } from "../credentials/credentialPrompts.ts";
import type { CertificatePassphrases } from "../credentials/certificatePassphrases.ts";
import { type BindingChange, originOf } from "../credentials/binding.ts";
import { currentSource } from "../credentials/resolveCredential.ts";
import { confirmSource } from "../credentials/sourcePrompts.ts";
import type { SecretsChange } from "../credentials/secretStore.ts";
import { keyOf, type ProfileSecrets, type SecretLocation, type UsableSecrets } from "../credentials/profileSecrets.ts";
import { about, type ClientError, type Outcome } from "../failures/failure.ts";
import { sourceFailure } from "../failures/sourceFailure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { confirmChanges, workspacePart } from "../profiles/bindingQuestion.ts";
import { checkEntered, credentialMoved, settingsDiffer } from "../profiles/currentProfile.ts";
import { enterSecret } from "../profiles/enterSecret.ts";
import { askChanges, askNewProfile, type ConfiguredProfile } from "../profiles/profilePrompts.ts";
import type { ProfileHelp } from "../profiles/profileSteps.ts";
import { urlSource } from "../profiles/settingsTarget.ts";
import { Drafts } from "../prompts/drafts.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { activeProfileName, profileNamed } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";
import { SharedQuestions } from "./sharedQuestions.ts";
import type { Waiter } from "./sharedCalls.ts";
import type { ProfileToken, Tokens } from "./tokens.ts";

/** Failures of the core that need an answer from the person. */
const ASKED_ABOUT: readonly ClientError["code"][] = [
  "needsCredential",
  "credentialMoved",
  "settingsDiffer",
  "sourceChanged",
];

interface Dependencies {
  tokens: Tokens;
  profileSecrets: ProfileSecrets;
  passphrases: CertificatePassphrases;
  worker: Worker;
  warningNotifier: WarningNotifier;
}

/** Everything a person goes through to get a token: a profile, a credential, a call that can be cancelled. */
export class SignIn implements Disposable {
  readonly #asked = new EventEmitter<string>();
  readonly #tokens: Tokens;
  readonly #profileSecrets: ProfileSecrets;
  readonly #passphrases: CertificatePassphrases;
  readonly #warningNotifier: WarningNotifier;
  readonly #worker: Worker;
  readonly #help: ProfileHelp;
  readonly #drafts = new Drafts();
  /** By profile with all its settings, so that several commands at a time ask for a credential once. */
  readonly #questions = new SharedQuestions<EnteredSecret>();
  readonly #confirmations = new SharedQuestions<void>();
  readonly #opened = new SharedQuestions<void>();

  constructor({ tokens, profileSecrets, passphrases, worker, warningNotifier }: Dependencies) {
    this.#tokens = tokens;
    this.#profileSecrets = profileSecrets;
    this.#passphrases = passphrases;
    this.#warningNotifier = warningNotifier;
    this.#worker = worker;
    this.#help = {
      drafts: this.#drafts,
      inspect: (key) => worker.send("argus/inspectKey", key),
      kept: (profile) => profileSecrets.read(profile),
      tryOut: (profile, credential) => this.#waiting(profile, (person) => tokens.tryOut(profile, credential, person)),
      findClient: (profile, credential, shortName) => this.#findClient(profile, credential, shortName),
    };
  }

  /** The person asked for a profile's token and got it, or entered a secret. Fires with the profile's name. */
  get onDidAsk(): Event<string> {
    return this.#asked.event;
  }

  /** The profile with that name, or the active one; creates the first profile if there is none. */
  async profile(name = activeProfileName()): Promise<Outcome<Profile>> {
    return name === undefined ? this.addProfile() : profileNamed(name);
  }

  /**
   * Adds a profile, and gets a token with it if the person wants to.
   *
   * @param suggestion a name for it
   * @param given its credential, which is then not asked for
   */
  async addProfile(suggestion?: string, given?: StoredCredential): Promise<Outcome<Profile>> {
    const asked = await askNewProfile(this.#help, suggestion, given);
    // The caller has the credential, and checks itself where it is stored.
    return this.#setUp(asked, given === undefined);
  }

  /** Edits a profile. */
  async editProfile(name: string): Promise<Outcome<Profile>> {
    const profile = profileNamed(name);
    // Stored secrets are offered only for the settings that they were entered for.
    if (profile.ok) await this.secrets(profile.value);
    return this.#setUp(await askChanges(this.#help, name), true);
  }

  /**
   * A token with some lifetime left; asks for anything missing.
   *
   * @param which a profile's name, or exactly the profile that the person was asked about
   */
  async obtain(which?: string | Profile): Promise<Outcome<ProfileToken>> {
    const profile = typeof which === "object" ? { ok: true as const, value: which } : await this.profile(which);
    if (!profile.ok) return profile;
    return this.#get(profile.value, (person) => this.#tokens.obtain(profile.value, person));
  }

  /** A new token, even if there is one. */
  async fetch(name = activeProfileName()): Promise<Outcome<ProfileToken>> {
    // The token from testing the first profile is new enough.
    if (name === undefined) return this.obtain();
    const profile = await this.profile(name);
    if (!profile.ok) return profile;
    return this.#get(profile.value, (person) => this.#tokens.fetch(profile.value, person));
  }

  /**
   * The secrets that may be used for a profile. If they were entered for other settings, the person is asked once.
   * Errors: `settingsDiffer`, `profileChanged`.
   */
  async secrets(profile: Profile): Promise<Outcome<UsableSecrets>> {
    const usable = await this.#profileSecrets.read(profile);
    const { changes } = usable;
    if (changes === undefined) return { ok: true, value: usable };
    const confirmed = await this.#confirmations.ask(keyOf(profile), () => this.#confirm(profile, changes));
    return confirmed.ok ? { ok: true, value: await this.#profileSecrets.read(profile) } : confirmed;
  }

  /**
   * Asks for a secret even if one is stored. A credential is tested first: if that works, there is a token afterwards.
   *
   * @param which `credential`: any kind that gets a token; `undefined`: any at all
   * @param reason why the stored one is not used, or is gone
   */
  async enter(
    profile: Profile,
    which?: SecretKind | "credential",
    { moved, lost }: Pick<UsableSecrets, "moved" | "lost"> = {},
  ): Promise<Outcome<EnteredSecret>> {
    const reasons = [lost, ...(moved === undefined ? [] : [moved, urlSource(profile.name)]), workspacePart(profile)];
    const why = reasons.filter((reason) => reason !== undefined).join(" ") || undefined;
    const entered = await enterSecret(profile, which, why, this.#help);
    if (!entered.ok) return entered;
    const { secret, token } = entered.value;
    const current = await this.#store(profile, [secret], token);
    return current.ok ? { ok: true, value: secret } : current;
  }

  /** Stores a secret that the person entered or provided in another way. */
  async keep(profile: Profile, entered: EnteredSecret): Promise<SecretLocation> {
    const keptIn = await this.#tokens.keep(profile, entered);
    this.#asked.fire(profile.name);
    return keptIn;
  }

  /** Drops what people typed into questions that they left. */
  forgetDrafts(): void {
    this.#drafts.dispose();
  }

  dispose(): void {
    this.#asked.dispose();
    this.#drafts.dispose();
  }

  async #get(
    profile: Profile,
    get: (person: Waiter) => Promise<Outcome<ProfileToken>>,
  ): Promise<Outcome<ProfileToken>> {
    let got = await this.#waiting(profile, get);
    const code = got.ok ? undefined : got.error.code;
    if (code !== undefined && ASKED_ABOUT.includes(code)) {
      const answered = await this.#answer(profile, code);
      if (!answered.ok) return answered;
      // Another command that waited for the same answer may have fetched it already.
      got = await this.#waiting(profile, (person) => this.#tokens.obtain(profile, person));
      if (code === "needsCredential" || code === "credentialMoved") got = withUseNote(got);
    }
    if (got.ok) this.#asked.fire(profile.name);
    return got;
  }

  /**
   * Shows that a call takes time, and lets the person cancel it. A certificate that no stored passphrase opens is opened
   * with the one that they enter.
   */
  async #waiting<T>(profile: Profile, call: (person: Waiter) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const title = l10n.t("Argus: getting a token for {0}…", profile.name);
    const run = (): Promise<Outcome<T>> =>
      withSlowProgress(title, (cancellation, onPartial) => call({ cancellation, onPartial }));
    const outcome = await run();
    if (outcome.ok || outcome.error.help?.includes("enterPassphrase") !== true) return outcome;
    const opened = await this.#opened.ask(profile.url, () => this.#passphrases.ask(profile));
    return opened.ok ? run() : opened;
  }

  /** Has the person answer what a failure asks. */
  #answer(profile: Profile, code: ClientError["code"]): Promise<Outcome<unknown>> {
    const key = keyOf(profile);
    if (code === "settingsDiffer") return this.secrets(profile);
    if (code === "sourceChanged") return this.#confirmations.ask(key, () => this.#allowChanged(profile));
    return this.#questions.ask(key, () => this.#askCredential(profile));
  }

  /** Asks whether a changed command or variable may be used in place of the one that was allowed. */
  async #allowChanged(profile: Profile): Promise<Outcome<void>> {
    const stored = async (): Promise<StoredCredential | undefined> =>
      (await this.#profileSecrets.read(profile)).secrets.credential;
    const before = await stored();
    const source = before !== undefined && isSource(before) ? currentSource(before) : undefined;
    if (source === undefined) return { ok: true, value: undefined };
    if (!(await confirmSource(source, originOf(profile))))
      return about(profile.name, sourceFailure("refused", source.source));
    // Another window may have stored something else meanwhile.
    if (isDeepStrictEqual(await stored(), before)) await this.keep(profile, { credential: source });
    return checkEntered(profile);
  }

  async #confirm(profile: Profile, changes: readonly BindingChange[]): Promise<Outcome<void>> {
    if (!(await confirmChanges(profile, changes))) return settingsDiffer(profile.name);
    const keptIn = await this.#profileSecrets.confirm(profile, changes);
    if (keptIn === "window") this.#warningNotifier.warnOfWindow(profile.name);
    return checkEntered(profile);
  }

  async #askCredential(profile: Profile): Promise<Outcome<EnteredSecret>> {
    const reason = await this.#profileSecrets.read(profile);
    const entered = await this.enter(profile, "credential", reason);
    const isGivenUp = !entered.ok && entered.error.code === "cancelled";
    return reason.moved !== undefined && isGivenUp ? credentialMoved(profile.name) : entered;
  }

  /** Stores the secrets of a new or changed profile, and the token of its test. @param warns see {@link #store} */
  async #setUp(asked: Outcome<ConfiguredProfile>, warns: boolean): Promise<Outcome<Profile>> {
    if (!asked.ok) return asked;
    const { profile, entered, token, notActive } = asked.value;
    const current = await this.#store(profile, entered, token, warns);
    await this.#tokens.reload();
    if (!current.ok) return current;
    return notActive === undefined ? { ok: true, value: profile } : { ok: false, error: notActive };
  }

  /**
   * Stores secrets for a profile as the person saw it, and the token that they got.
   *
   * @param warns if they are only in memory
   */
  async #store(
    profile: Profile,
    entered: readonly SecretsChange[],
    token: TokenValue | undefined,
    warns = true,
  ): Promise<Outcome<void>> {
    for (const secret of entered) {
      const keptIn = await this.#tokens.keep(profile, secret);
      if (warns && keptIn === "window") this.#warningNotifier.warnOfWindow(profile.name);
    }
    if (token !== undefined) await this.#tokens.adopt(profile, token);
    this.#asked.fire(profile.name);
    return checkEntered(profile);
  }

  #findClient(profile: Profile, credential: StoredCredential, shortName: string): Promise<Outcome<FindClientValue>> {
    return withSlowProgress(l10n.t("Argus: looking up the client {0}…", shortName), async (cancellation) => {
      const resolved = await this.#profileSecrets.resolve(profile, credential, cancellation);
      if (!resolved.ok) return resolved;
      return this.#worker.send("argus/findClient", { profile, credential: resolved.value, shortName }, cancellation);
    });
  }
}

/** Adds to a refusal that the credential, which was just entered, stays in use. */
function withUseNote(got: Outcome<ProfileToken>): Outcome<ProfileToken> {
  if (got.ok || got.error.code !== "unauthorized") return got;
  const note = l10n.t("What you entered stays in use until you replace it.");
  const hint = got.error.hint === undefined ? note : `${got.error.hint} ${note}`;
  return { ok: false, error: { ...got.error, hint } };
}
