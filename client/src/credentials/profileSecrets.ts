import * as l10n from "@vscode/l10n";
import { isDeepStrictEqual } from "node:util";
import { type CancellationToken, type Disposable, type Event, EventEmitter, type LogOutputChannel } from "vscode";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { errorName } from "../failures/errorName.ts";
import { ignored } from "../../../common/ignored.ts";
import type { Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import { keepsSecretsInSession, profileNamed } from "../settings.ts";
import { type BindingChange, originOf } from "./binding.ts";
import { credentialName } from "./credentialName.ts";
import { deleted } from "./deletion.ts";
import { resolveCredential } from "./resolveCredential.ts";
import type { SecretStore, SecretsChange, Secrets } from "./secretStore.ts";

/** A profile's secrets, and why they are not used if they are for another origin. */
export interface UsableSecrets {
  secrets: Secrets;
  moved?: string;
  /**
   * How the profile differs from the settings that the secrets were entered for; the person has to confirm it before
   * they are used.
   */
  changes?: readonly BindingChange[];
  /** Says that a stored secret has been lost, as a sentence. */
  lost?: string;
}

/** Where a secret is stored: in this window only if the storage fails, or (`session`) if the person chose that. */
export type SecretLocation = "storage" | "window" | "session";

/** Values that take precedence over the stored ones. */
type Overlay = { [K in keyof Secrets]: Secrets[K] | undefined };

/**
 * The secrets of profiles: in the secret storage and, if that fails or the person wants it, in memory. A broken storage
 * must not stop anyone from working; it only means that secrets are lost with the window.
 */
export class ProfileSecrets implements Disposable {
  readonly #credentials: SecretStore;
  readonly #log: LogOutputChannel;
  /** By profile with all its settings. */
  readonly #unstored = new Map<string, Overlay>();
  /** By profile name, what the storage failed to delete: it is not used, and deleted before anything is stored. */
  readonly #undeleted = new Map<string, "token" | "all">();
  /** The names of usable credentials by profile, as last read. */
  readonly #names = new Map<string, string>();
  readonly #renamed = new EventEmitter<void>();

  constructor(credentials: SecretStore, log: LogOutputChannel) {
    this.#credentials = credentials;
    this.#log = log;
  }

  /** Stored secrets have changed, perhaps in another window. */
  get onDidChange(): Event<void> {
    return this.#credentials.onDidChange;
  }

  /** The profiles with stored secrets, whether or not they are still in the settings. */
  names(): string[] {
    return this.#credentials.names();
  }

  /** Names a profile's usable credential without its secret, as last read. */
  credentialName(profile: string): string | undefined {
    return this.#names.get(profile);
  }

  /** A {@link credentialName} has changed. */
  get onDidRename(): Event<void> {
    return this.#renamed.event;
  }

  dispose(): void {
    this.#renamed.dispose();
  }

  /** The secrets that may be used for a profile. */
  async read(profile: Profile): Promise<UsableSecrets> {
    const usable = await this.#read(profile);
    const { credential } = usable.secrets;
    const name = credential && credentialName(credential);
    if (this.#names.get(profile.name) !== name) {
      if (name === undefined) this.#names.delete(profile.name);
      else this.#names.set(profile.name, name);
      this.#renamed.fire();
    }
    return usable;
  }

  async #read(profile: Profile): Promise<UsableSecrets> {
    const unstored = this.#unstored.get(keyOf(profile)) ?? {};
    try {
      const stored = await this.#credentials.read(profile);
      const undeleted = this.#undeleted.get(profile.name);
      if (undeleted === "all") return { secrets: unstored };
      if (stored.state === "stored") {
        const withdrawn = undeleted === "token" ? { token: undefined, signedOut: true } : {};
        return { secrets: { ...stored.secrets, ...withdrawn, ...unstored } };
      }
      if (stored.state === "none") {
        const isLost = unstored.credential === undefined && this.names().includes(profile.name);
        return {
          secrets: unstored,
          ...(isLost ? { lost: l10n.t("VS Code no longer has what you entered before.") } : {}),
        };
      }
      if (stored.state === "changed") {
        const secrets = { allowedOrigins: stored.unconfirmed.allowedOrigins, ...unstored };
        // One that was entered or confirmed for these settings is there, though it could not be stored.
        return unstored.credential === undefined ? { secrets, changes: stored.changes } : { secrets };
      }
      const moved = l10n.t(
        "The stored secrets were entered for {0} and are not sent to {1}.",
        stored.origin,
        originOf(profile),
      );
      return { secrets: unstored, moved };
    } catch (error) {
      this.#log.warn(`The secret storage could not be read (${errorName(error)}).`);
      return { secrets: unstored };
    }
  }

  /** Registers secrets that are used before they are stored. */
  learn(secrets: Secrets): void {
    this.#credentials.learn(secrets);
  }

  /**
   * The credential for a call; for a stored source, its current secret. Errors: `sourceFailed`, `sourceChanged`,
   * `cancelled`.
   */
  async resolve(
    { name }: Profile,
    stored: StoredCredential,
    cancellation: CancellationToken,
  ): Promise<Outcome<Credential>> {
    const resolve = (): Promise<Outcome<Credential>> => resolveCredential(stored, cancellation);
    const resolved = await (isSource(stored) ? logged(this.#log, stored.kind, name, resolve) : resolve());
    if (resolved.ok) this.learn({ credential: resolved.value });
    return resolved;
  }

  enter(profile: Profile, entered: SecretsChange): Promise<SecretLocation> {
    return this.#store(profile, entered, () => this.#credentials.enter(profile, entered));
  }

  /** See {@link SecretStore.confirm}. */
  async confirm(profile: Profile, seen: readonly BindingChange[]): Promise<SecretLocation> {
    const stored = await this.#credentials.read(profile).catch(ignored("there is nothing to use either"));
    if (stored?.state !== "changed" || !isDeepStrictEqual(stored.changes, seen)) return "storage";
    const unstored = this.#unstored.get(keyOf(profile)) ?? {};
    const others = Object.entries(stored.unconfirmed).filter(([name]) => !(name in unstored));
    return this.#store(profile, Object.fromEntries(others), () => this.#credentials.confirm(profile, seen));
  }

  /**
   * Moves all stored secrets into this window if the setting says so, and deletes them from the storage. Errors:
   * `notDeleted`.
   */
  async leaveStorage(): Promise<Outcome<void>> {
    let left: Outcome<void> = { ok: true, value: undefined };
    for (const name of keepsSecretsInSession() ? this.names() : []) {
      const profile = profileNamed(name);
      // Secrets entered for other settings would not be used, so they are dropped.
      if (profile.ok) this.#unstored.set(keyOf(profile.value), (await this.read(profile.value)).secrets);
      const forgotten = await this.#delete(name, "all");
      if (!forgotten.ok) left = forgotten;
    }
    return left;
  }

  /** Is the credential only in memory? */
  isInWindowAlone(profile: Profile): boolean {
    return this.#unstored.get(keyOf(profile))?.credential !== undefined;
  }

  /** @returns whether the token's credential is still stored: a profile that another window forgot stays forgotten */
  async keepToken(profile: Profile, token: TokenValue): Promise<boolean> {
    const key = keyOf(profile);
    if (this.isInWindowAlone(profile)) {
      this.#unstored.set(key, { ...this.#unstored.get(key), token, signedOut: undefined });
      return true;
    }
    let isKept = true;
    await this.#store(profile, { token, signedOut: undefined }, async () => {
      isKept = await this.#credentials.keepToken(profile, token);
    });
    return isKept;
  }

  /** Deletes a profile's token and keeps its credential. Errors: `notDeleted`. */
  dropToken(name: string): Promise<Outcome<void>> {
    for (const key of this.#keysOf(name)) {
      const { token, ...secrets } = this.#unstored.get(key) ?? {};
      this.#unstored.set(key, { ...secrets, signedOut: true });
    }
    return this.#delete(name, "token");
  }

  /** Deletes all secrets of a profile. Errors: `notDeleted`. */
  forget(name: string): Promise<Outcome<void>> {
    for (const key of this.#keysOf(name)) this.#unstored.delete(key);
    return this.#delete(name, "all");
  }

  async #delete(name: string, what: "token" | "all"): Promise<Outcome<void>> {
    const gone = await deleted(() =>
      what === "all" ? this.#credentials.forget(name) : this.#credentials.dropToken(name),
    );
    const isMore = what === "all" || this.#undeleted.get(name) !== "all";
    if (!gone.ok && isMore) this.#undeleted.set(name, what);
    if (gone.ok && isMore) this.#undeleted.delete(name);
    return gone;
  }

  /** @throws Error if the storage fails again */
  async #deleteAtLast(name: string): Promise<void> {
    const what = this.#undeleted.get(name);
    if (what !== undefined && !(await this.#delete(name, what)).ok) throw new Error("nothing was deleted");
  }

  #keysOf(name: string): string[] {
    return [...this.#unstored.keys()].filter((key) => (JSON.parse(key) as Profile).name === name);
  }

  async #store(profile: Profile, secrets: Secrets, store: () => Promise<void>): Promise<SecretLocation> {
    const key = keyOf(profile);
    // A token from another credential no longer counts, even if it could not be deleted.
    const entered: Overlay = "credential" in secrets ? { ...secrets, token: undefined } : secrets;
    if (keepsSecretsInSession()) {
      this.#unstored.set(key, { ...this.#unstored.get(key), ...entered });
      return "session";
    }
    try {
      await this.#deleteAtLast(profile.name);
      await store();
      const names = new Set(Object.keys(entered));
      const left = Object.entries(this.#unstored.get(key) ?? {}).filter(([name]) => !names.has(name));
      this.#unstored.set(key, Object.fromEntries(left));
      return "storage";
    } catch (error) {
      this.#unstored.set(key, { ...this.#unstored.get(key), ...entered });
      const what = `kept for ${profile.name} in this window alone`;
      this.#log.warn(`The secret storage did not work (${errorName(error)}): ${what}.`);
      return "window";
    }
  }
}

/** The profile for a call, including the origins that the person allowed besides its own. */
export function withConsent(profile: Profile, { allowedOrigins }: Secrets): Profile {
  return allowedOrigins === undefined ? profile : { ...profile, allowedOrigins };
}

/** Identifies a profile by all its settings. */
export function keyOf(profile: Profile): string {
  return JSON.stringify(profile);
}
