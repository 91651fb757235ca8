import * as l10n from "@vscode/l10n";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Disposable, type Event, EventEmitter, type LogOutputChannel } from "vscode";
import { clientCertificateFor, keyFileOf } from "../../../common/clientCertificates.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { parsedUrl } from "../../../common/urls.ts";
import { errorName } from "../failures/errorName.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { withoutLineBreak } from "../prompts/cleanText.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import { clientCertificates, keepsSecretsInSession } from "../settings.ts";
import { deleted } from "./deletion.ts";
import { keeping } from "./keeping.ts";
import { sentences } from "../../../common/sentences.ts";
import type { SecretStore } from "./secretStore.ts";

/** The passphrases of client certificates by the path of their file, which several profiles can share. */
export class CertificatePassphrases implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #store: SecretStore;
  readonly #log: LogOutputChannel;
  readonly #warningNotifier: Pick<WarningNotifier, "warnOfWindow">;
  readonly #subscription: Disposable;
  #stored: Record<string, string> = {};
  /** Passphrases that the secret storage could not store, or that the person keeps out of it. */
  readonly #unstored = new Map<string, string>();
  /** The certificate files whose passphrases the storage failed to delete. Those passphrases are not used. */
  readonly #undeleted = new Set<string>();
  #loading: Promise<void> | undefined;

  constructor(store: SecretStore, log: LogOutputChannel, warningNotifier: Pick<WarningNotifier, "warnOfWindow">) {
    this.#store = store;
    this.#log = log;
    this.#warningNotifier = warningNotifier;
    this.#subscription = store.onDidChange(() => {
      this.reload();
    });
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get all(): Record<string, string> {
    return { ...this.#stored, ...Object.fromEntries(this.#unstored) };
  }

  /** Resolves once the stored passphrases for the files in the settings are loaded. */
  ready(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  /** The settings, or the secrets stored by another window, have changed. */
  reload(): void {
    this.#loading = undefined;
    void this.ready();
  }

  /** Asks for the passphrase of the certificate for a profile's host. Errors: `noCertificate`, `cancelled`. */
  async ask(profile: Profile): Promise<Outcome<void>> {
    const [only, ...others] = filesFor(profile);
    if (only === undefined) return failure("noCertificate", profile.name);
    const title = l10n.t("Argus: Client Certificate of {0}", profile.name);
    const entered = await askSteps(title, async (ask) => {
      const file =
        others.length === 0
          ? only
          : await ask.pick({
              name: "file",
              prompt: l10n.t("Which file's passphrase do you want to enter?"),
              choices: [only, ...others].map((path) => ({ label: basename(path), detail: path, value: path })),
            });
      const passphrase = await ask.box({
        name: "passphrase",
        prompt: sentences(l10n.t("Passphrase of {0}.", file), keeping()),
        isSecret: true,
        clean: (typed) => withoutLineBreak(typed, l10n.t("passphrase")),
      });
      return { file, passphrase };
    });
    if (entered === undefined) return failure("cancelled");
    await this.#keep(entered.file, entered.passphrase);
    if (this.#unstored.has(entered.file) && !keepsSecretsInSession()) this.#warningNotifier.warnOfWindow(profile.name);
    return { ok: true, value: undefined };
  }

  /** Is there a passphrase for a profile's certificate? */
  has(profile: Profile): boolean {
    const file = fileOf(profile);
    return file !== undefined && file in this.all;
  }

  /**
   * Moves the stored passphrases into this window if the setting says so, and deletes them from the storage. Errors:
   * `notDeleted`.
   */
  async leaveStorage(): Promise<Outcome<void>> {
    let left: Outcome<void> = { ok: true, value: undefined };
    if (!keepsSecretsInSession()) return left;
    await this.ready();
    for (const file of new Set([...Object.keys(this.#stored), ...this.#store.passphraseFiles()])) {
      const passphrase = this.#stored[file];
      if (passphrase !== undefined && !this.#unstored.has(file)) this.#unstored.set(file, passphrase);
      const gone = await deleted(() => this.#store.keepPassphrase(file, undefined));
      if (!gone.ok) left = gone;
    }
    return left;
  }

  /** Deletes the passphrase of a profile's certificate. @returns whether there was one. Errors: `notDeleted` */
  async forget(profile: Profile): Promise<Outcome<boolean>> {
    const file = fileOf(profile);
    if (file === undefined || !this.has(profile)) return { ok: true, value: false };
    this.#unstored.delete(file);
    const gone = await deleted(() => this.#store.keepPassphrase(file, undefined));
    if (gone.ok) this.#undeleted.delete(file);
    else this.#undeleted.add(file);
    await this.#reloadNow();
    return gone.ok ? { ok: true, value: true } : gone;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const found: Record<string, string> = {};
    for (const file of configuredFiles().filter((configured) => !this.#undeleted.has(configured))) {
      try {
        const passphrase = await this.#store.passphrase(file);
        if (passphrase !== undefined) found[file] = passphrase;
      } catch (error) {
        this.#log.warn(`The secret storage could not be read (${errorName(error)}).`);
      }
    }
    const isSame = isDeepStrictEqual(found, this.#stored);
    this.#stored = found;
    if (!isSame) this.#changed.fire();
  }

  async #keep(file: string, passphrase: string): Promise<void> {
    this.#unstored.delete(file);
    if (keepsSecretsInSession()) {
      this.#store.learnPassphrase(passphrase);
      this.#unstored.set(file, passphrase);
      this.#changed.fire();
      return;
    }
    try {
      await this.#store.keepPassphrase(file, passphrase);
      this.#undeleted.delete(file);
    } catch (error) {
      this.#unstored.set(file, passphrase);
      this.#log.warn(`The secret storage did not work (${errorName(error)}): kept in this window alone.`);
    }
    await this.#reloadNow();
  }

  async #reloadNow(): Promise<void> {
    this.reload();
    await this.ready();
    this.#changed.fire();
  }
}

function configuredFiles(): string[] {
  const files = Object.values(clientCertificates()).map(keyFileOf);
  return [...new Set(files.filter((file) => file !== undefined))];
}

/** The certificate for a profile's host; if there is none, all of them, because one may be for a proxy. */
function filesFor(profile: Profile): string[] {
  const file = fileOf(profile);
  return file === undefined ? configuredFiles() : [file];
}

function fileOf({ url }: Profile): string | undefined {
  const host = parsedUrl(url);
  const certificate = host && clientCertificateFor(host, clientCertificates());
  return certificate && keyFileOf(certificate);
}
