import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Disposable, type Event, EventEmitter, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { secretsIn, type StoredCredential } from "../../../common/credentialSources.ts";
import { assumedBinding, type BindingChange, bindingOf, changesBetween, originOf } from "./binding.ts";
import { type Entry, entryIn, type Lease, leaseIn, purposeOf } from "./storedEntry.ts";
import { ignored } from "../../../common/ignored.ts";

const PREFIX = "argus.profile/";
/** Separate from the profiles' entries, so that writing a lease cannot overwrite an entry with an older one. */
const LEASE_PREFIX = "argus.lease/";
/** Followed by the path of the certificate file. */
const PASSPHRASE_PREFIX = "argus.passphrase/";
/** In the global state: the files with a stored passphrase. */
const PASSPHRASE_FILES = "argus.passphraseFiles";
/** Marks a profile as forgotten, with a random ID: another window that is writing its entry must not restore it. */
const FORGOTTEN_PREFIX = "argus.forgotten/";
/** A canary: if it is missing at the next start, all other secrets were lost too. */
const LAST_START = "argus.lastStart";
/** In the global state: the names of the profiles with an entry. Names are not secret. */
const NAMES = "argus.storedProfiles";

/** The secrets of a profile. */
export interface Secrets {
  credential?: StoredCredential | undefined;
  clientSecret?: string | undefined;
  token?: TokenValue | undefined;
  allowedOrigins?: string[] | undefined;
  /** The person signed out: only they may get a token again. */
  signedOut?: boolean | undefined;
}

/** A change by the person to the secrets of a profile's origin. */
export type SecretsChange = { credential: StoredCredential } | { clientSecret: string } | { allowedOrigins: string[] };

/**
 * `changed`: the profile's settings differ from those that the secrets were entered for; the person has to confirm
 * them.
 */
export type StoredSecrets =
  | { state: "none" }
  | { state: "otherOrigin"; origin: string }
  | { state: "changed"; changes: readonly BindingChange[]; unconfirmed: Secrets }
  | { state: "stored"; secrets: Secrets };

/**
 * The only user of SecretStorage: one entry per profile, bound to the origin that its secrets were entered for and to a
 * {@link Binding}. Registers every secret with the redactor.
 */
export class SecretStore implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  readonly #context: ExtensionContext;
  readonly #redactor: Redactor;
  readonly #log: LogOutputChannel;
  /** Changes are read-modify-write, so they run one after another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(context: ExtensionContext, redactor: Redactor, log: LogOutputChannel) {
    this.#context = context;
    this.#redactor = redactor;
    this.#log = log;
    // Fires 0 to 2 times for a change in this window and, on some hosts, never for one in another.
    this.#subscription = context.secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX) || key.startsWith(PASSPHRASE_PREFIX)) this.#changed.fire();
    });
  }

  /** An entry has changed, perhaps in another window. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** The profiles with an entry, whether or not they are still in the settings. */
  names(): string[] {
    return this.#context.globalState.get<string[]>(NAMES, []);
  }

  async read(profile: Profile): Promise<StoredSecrets> {
    const entry = await this.#entry(profile.name);
    if (entry === undefined) return { state: "none" };
    const { origin, token, binding, clientSecret, clientSecretOf, ...others } = withOwner(entry, profile);
    if (origin !== originOf(profile)) return { state: "otherOrigin", origin };
    const changes = changesBetween(binding ?? assumedBinding(profile, origin), bindingOf(profile));
    const isOfClient = clientSecret !== undefined && clientSecretOf === profile.clientId;
    const secrets = isOfClient ? { ...others, clientSecret } : others;
    if (changes.length > 0) return { state: "changed", changes, unconfirmed: secrets };
    if (binding === undefined) await this.#adopt(profile);
    if (token?.purpose !== purposeOf(profile)) return { state: "stored", secrets };
    const { purpose, ...value } = token;
    return { state: "stored", secrets: { ...secrets, token: value } };
  }

  /** Registers secrets that are used before they are stored. */
  learn(secrets: Secrets): void {
    this.#register(secrets);
  }

  /**
   * Stores a change for a profile's origin and replaces an entry for another origin. A token from another credential is
   * dropped.
   */
  enter(profile: Profile, entered: SecretsChange): Promise<void> {
    this.#register(entered);
    const { name } = profile;
    const origin = originOf(profile);
    const store = (kept: Partial<Entry>): Promise<void> => {
      // A client secret alone does not say what the credential may be used for.
      const isBound = "credential" in entered || kept.origin === undefined;
      return this.#store(name, {
        ...kept,
        ...("credential" in entered ? { token: undefined } : {}),
        ...("clientSecret" in entered ? { clientSecretOf: profile.clientId } : {}),
        ...(isBound ? { binding: bindingOf(profile) } : {}),
        ...entered,
        origin,
      });
    };
    return this.#enqueue(async () => {
      const forgotten = await this.#context.secrets.get(FORGOTTEN_PREFIX + name);
      const entry = await this.#entry(name);
      await store(entry?.origin === origin ? withOwner(entry, profile) : {});
      if ((await this.#context.secrets.get(FORGOTTEN_PREFIX + name)) !== forgotten) await store({});
    });
  }

  /**
   * The person confirmed that the stored secrets may be used for the profile's current settings.
   *
   * @param seen the differences that they saw; secrets that another window stored meanwhile may have others
   */
  async confirm(profile: Profile, seen: readonly BindingChange[]): Promise<void> {
    const binding = bindingOf(profile);
    await this.#change(profile, (entry) =>
      isDeepStrictEqual(changesBetween(entry.binding ?? assumedBinding(profile, entry.origin), binding), seen)
        ? { ...withOwner(entry, profile), binding, token: undefined }
        : undefined,
    );
  }

  /**
   * Stores a token with its credential.
   *
   * @returns whether the credential is still there and unchanged; a forgotten profile stays forgotten
   */
  keepToken(profile: Profile, token: TokenValue): Promise<boolean> {
    this.#register({ token });
    const made = bindingOf(profile);
    return this.#change(profile, ({ signedOut, ...entry }) =>
      changesBetween(entry.binding ?? made, made).length > 0
        ? undefined
        : { ...entry, token: { ...token, purpose: purposeOf(profile) } },
    );
  }

  /** Deletes a profile's token and keeps its credential. */
  async dropToken(name: string): Promise<void> {
    await this.#change({ name }, (entry) => ({ ...entry, token: undefined, signedOut: true }));
  }

  /** The current lease in the storage, which other windows also write to. */
  async lease(name: string): Promise<Lease | undefined> {
    return leaseIn((await this.#context.secrets.get(LEASE_PREFIX + name)) ?? "");
  }

  async setLease(name: string, lease: Lease | undefined): Promise<void> {
    const key = LEASE_PREFIX + name;
    await (lease === undefined
      ? this.#context.secrets.delete(key)
      : this.#context.secrets.store(key, JSON.stringify(lease)));
  }

  /** When an editor last started with this storage, in ms since the epoch, if the storage knows. */
  async lastStart(): Promise<number | undefined> {
    const text = await this.#context.secrets.get(LAST_START);
    return text === undefined ? undefined : Number(text);
  }

  async noteStart(time: number): Promise<void> {
    await this.#context.secrets.store(LAST_START, String(time));
  }

  /** The passphrase of a client certificate by the path of its file. It opens that file and is never sent. */
  async passphrase(file: string): Promise<string | undefined> {
    const passphrase = await this.#context.secrets.get(PASSPHRASE_PREFIX + file);
    this.#redactor.add(passphrase);
    return passphrase;
  }

  /** The files with a stored passphrase, whether or not they are still in the settings. */
  passphraseFiles(): string[] {
    return this.#context.globalState.get<string[]>(PASSPHRASE_FILES, []);
  }

  /** Registers a passphrase that is used but not stored. */
  learnPassphrase(passphrase: string): void {
    this.#redactor.add(passphrase);
  }

  async keepPassphrase(file: string, passphrase: string | undefined): Promise<void> {
    this.#redactor.add(passphrase);
    const key = PASSPHRASE_PREFIX + file;
    await (passphrase === undefined ? this.#context.secrets.delete(key) : this.#context.secrets.store(key, passphrase));
    const others = this.passphraseFiles().filter((known) => known !== file);
    await this.#context.globalState.update(PASSPHRASE_FILES, passphrase === undefined ? others : [...others, file]);
  }

  /** Deletes all stored secrets of a profile. */
  forget(name: string): Promise<void> {
    return this.#enqueue(async () => {
      // This marker comes first: a window that finds it after writing an entry removes that entry again.
      await this.#context.secrets.store(FORGOTTEN_PREFIX + name, randomUUID());
      await this.#context.secrets.delete(PREFIX + name);
      await this.#remember(name, false);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Adds the binding that secrets of version 0.1.0 lack. If the storage fails, the next call tries again. */
  async #adopt(profile: Profile): Promise<void> {
    const binding = bindingOf(profile);
    await this.#change(profile, (entry) => ({ binding, ...withOwner(entry, profile) })).catch(
      ignored("the next read tries again"),
    );
  }

  /**
   * Reads an entry and writes it back changed. Storages have no locks, so if another window forgets the profile
   * meanwhile, the entry is removed.
   *
   * @param change returns `undefined` to leave the entry alone
   * @returns whether it was changed
   */
  #change(profile: { name: string; url?: string }, change: (entry: Entry) => Entry | undefined): Promise<boolean> {
    const { name, url } = profile;
    return this.#enqueue(async () => {
      const forgotten = await this.#context.secrets.get(FORGOTTEN_PREFIX + name);
      const entry = await this.#entry(name);
      if (entry === undefined || (url !== undefined && entry.origin !== originOf({ url }))) return false;
      const changed = change(entry);
      if (changed === undefined) return false;
      await this.#store(name, changed);
      if ((await this.#context.secrets.get(FORGOTTEN_PREFIX + name)) === forgotten) return true;
      await this.#context.secrets.delete(PREFIX + name);
      return false;
    });
  }

  async #entry(name: string): Promise<Entry | undefined> {
    const text = await this.#context.secrets.get(PREFIX + name);
    if (text === undefined) return undefined;
    const entry = entryIn(text);
    if (entry !== undefined) {
      this.#register(entry);
      return entry;
    }
    this.#log.warn(`What was stored for the profile ${name} cannot be read and was deleted; enter it again.`);
    await this.#context.secrets.delete(PREFIX + name);
    return undefined;
  }

  async #store(name: string, entry: Entry): Promise<void> {
    await this.#context.secrets.store(PREFIX + name, JSON.stringify(entry));
    await this.#remember(name, true);
  }

  #register({ credential, clientSecret, token }: Partial<Entry> | Secrets): void {
    this.#redactor.add(...secretsIn(credential), clientSecret);
    if (token !== undefined) this.#redactor.addToken(token.accessToken);
  }

  async #remember(name: string, stored: boolean): Promise<void> {
    const others = this.names().filter((known) => known !== name);
    await this.#context.globalState.update(NAMES, stored ? [...others, name] : others);
  }

  #enqueue<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(change);
    this.#queue = done.catch(ignored("the caller handles it"));
    return done;
  }
}

/** Adds the client of the client secret, which entries of version 0.1.0 lack. */
function withOwner(entry: Entry, profile: Profile): Entry {
  if (entry.clientSecret === undefined) return entry;
  const { clientId } = entry.binding ?? assumedBinding(profile, entry.origin);
  return { clientSecretOf: clientId, ...entry };
}
