import * as l10n from "@vscode/l10n";
import type { Event, LogOutputChannel } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { errorName } from "../failures/errorName.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { type BindingChange, originOf } from "./binding.ts";
import type { SecretStore, SecretsChange, Secrets } from "./secretStore.ts";

/** What is kept for a profile, and why it is not used if it is for another origin. */
export interface UsableSecrets {
  secrets: Secrets;
  moved?: string;
  /** How the profile differs from what the secrets were entered for; they are used once the person confirms it. */
  changes?: readonly BindingChange[];
}

/** Where what was entered is kept: what is in this window alone is lost with it. */
export type SecretLocation = "storage" | "window";

/** What counts before what is stored. */
type Overlay = { [K in keyof Secrets]: Secrets[K] | undefined };

/**
 * What is kept for profiles: in the secret storage and, where that fails, in memory. A storage that fails must not keep
 * anybody from working: what it does not take is lost with the window.
 */
export class ProfileSecrets {
  readonly #credentials: SecretStore;
  readonly #log: LogOutputChannel;
  /** By profile, in all its settings. */
  readonly #unstored = new Map<string, Overlay>();

  constructor(credentials: SecretStore, log: LogOutputChannel) {
    this.#credentials = credentials;
    this.#log = log;
  }

  /** Something stored has changed, perhaps in another window. */
  get onDidChange(): Event<void> {
    return this.#credentials.onDidChange;
  }

  /** The profiles that something is stored for, in settings or no longer. */
  names(): string[] {
    return this.#credentials.names();
  }

  /** What may be used for a profile. */
  async read(profile: Profile): Promise<UsableSecrets> {
    const unstored = this.#unstored.get(keyOf(profile)) ?? {};
    try {
      const stored = await this.#credentials.read(profile);
      if (stored.state === "stored") return { secrets: { ...stored.secrets, ...unstored } };
      if (stored.state === "none") return { secrets: unstored };
      if (stored.state === "changed") {
        return { secrets: { allowedOrigins: stored.allowedOrigins, ...unstored }, changes: stored.changes };
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

  /** Takes note of secrets that are used before they are kept. */
  learn(secrets: Secrets): void {
    this.#credentials.learn(secrets);
  }

  enter(profile: Profile, entered: SecretsChange): Promise<SecretLocation> {
    return this.#store(profile, entered, () => this.#credentials.enter(profile, entered));
  }

  /** The person confirmed that the stored secrets may be used for what the profile is now. */
  async confirm(profile: Profile): Promise<void> {
    await this.#credentials.confirm(profile).catch((error: unknown) => {
      this.#log.warn(`The secret storage did not work (${errorName(error)}).`);
    });
  }

  /** What a token is got with is not in the storage, which failed. */
  isInWindowAlone(profile: Profile): boolean {
    return this.#unstored.get(keyOf(profile))?.credential !== undefined;
  }

  /** @returns whether what it was made with is still kept: a profile that another window forgot stays forgotten */
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

  /** Deletes the token of a profile; what a new one is made with stays. Errors: `notDeleted`. */
  dropToken(name: string): Promise<Outcome<void>> {
    for (const key of this.#keysOf(name)) {
      const { token, ...secrets } = this.#unstored.get(key) ?? {};
      this.#unstored.set(key, { ...secrets, signedOut: true });
    }
    return deleted(() => this.#credentials.dropToken(name));
  }

  /** Deletes all that is kept for a profile. Errors: `notDeleted`. */
  forget(name: string): Promise<Outcome<void>> {
    for (const key of this.#keysOf(name)) this.#unstored.delete(key);
    return deleted(() => this.#credentials.forget(name));
  }

  #keysOf(name: string): string[] {
    return [...this.#unstored.keys()].filter((key) => (JSON.parse(key) as Profile).name === name);
  }

  async #store(profile: Profile, secrets: Secrets, store: () => Promise<void>): Promise<SecretLocation> {
    const key = keyOf(profile);
    // A token that was made with another credential is nobody's any more, also where it could not be deleted.
    const entered: Overlay = "credential" in secrets ? { ...secrets, token: undefined } : secrets;
    try {
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

/** The profile as a call is made with it: with the origins that the person allowed beside its own. */
export function withConsent(profile: Profile, { allowedOrigins }: Secrets): Profile {
  return allowedOrigins === undefined ? profile : { ...profile, allowedOrigins };
}

/** Tells profiles apart by all their settings. */
export function keyOf(profile: Profile): string {
  return JSON.stringify(profile);
}

async function deleted(run: () => Promise<void>): Promise<Outcome<void>> {
  try {
    await run();
    return { ok: true, value: undefined };
  } catch (error) {
    return failure("notDeleted", errorName(error));
  }
}
