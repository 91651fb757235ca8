import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { type Disposable, type Event, EventEmitter, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { type Credential, credentialSchema, secretsOf } from "../../../common/protocol/credential.ts";
import { assumedBinding, type BindingChange, bindingOf, bindingSchema, changesBetween, originOf } from "./binding.ts";

const PREFIX = "argus.profile/";
/** Apart from the profiles' entries: whoever writes a lease must not bring back what an entry was before. */
const LEASE_PREFIX = "argus.lease/";
/** Says when a profile was forgotten, by a random ID: a window that is writing its entry meanwhile must not revive it. */
const FORGOTTEN_PREFIX = "argus.forgotten/";
/** In the global state: the names of the profiles with an entry. Names are no secrets. */
const NAMES = "argus.storedProfiles";

const tokenSchema = v.object({
  accessToken: v.string(),
  tokenType: v.string(),
  issuedAt: v.number(),
  expiresAt: v.number(),
  scope: v.exactOptional(v.string()),
  /** See {@link purposeOf}. */
  purpose: v.string(),
});

const entrySchema = v.object({
  /** Where the secrets were entered for: they are for no other origin. */
  origin: v.string(),
  credential: v.exactOptional(credentialSchema),
  /** What the secrets were entered for beside the origin; version 0.1.0 kept none. */
  binding: v.exactOptional(bindingSchema),
  /** Empty where the client has none and the person said so. */
  clientSecret: v.exactOptional(v.string()),
  /** The client that the secret is of. */
  clientSecretOf: v.exactOptional(v.string()),
  /** One that cannot be read is no loss: it lives for minutes. */
  token: v.optional(v.fallback(v.optional(tokenSchema), undefined)),
  /** The person signed out, and has not got a token since. */
  signedOut: v.exactOptional(v.boolean()),
  /** Where else than to `origin` the person allowed its secrets to be sent. */
  allowedOrigins: v.exactOptional(v.array(v.string())),
});
type Entry = v.InferOutput<typeof entrySchema>;

const leaseSchema = v.object({
  /** A window, by a random name. */
  holder: v.string(),
  /** ms since the epoch */
  until: v.number(),
});
/** Which window gets a token for a profile now. */
export type Lease = v.InferOutput<typeof leaseSchema>;

/** What may be kept for a profile. */
export interface Secrets {
  credential?: Credential | undefined;
  clientSecret?: string | undefined;
  token?: TokenValue | undefined;
  allowedOrigins?: string[] | undefined;
  /** The person signed out: only they get a token again. */
  signedOut?: boolean | undefined;
}

/** What a person enters or decides for a profile's origin. */
export type SecretsChange = { credential: Credential } | { clientSecret: string } | { allowedOrigins: string[] };

/** `changed`: the profile is not what the secrets were entered for; the person has to confirm it. */
export type StoredSecrets =
  | { state: "none" }
  | { state: "otherOrigin"; origin: string }
  | { state: "changed"; changes: readonly BindingChange[]; allowedOrigins: string[] | undefined }
  | { state: "stored"; secrets: Secrets };

/**
 * The only user of SecretStorage: one entry a profile, bound to the origin that its secrets were entered for and to
 * a {@link Binding}. Every secret that passes is registered with the redactor.
 */
export class SecretStore implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  readonly #context: ExtensionContext;
  readonly #redactor: Redactor;
  readonly #log: LogOutputChannel;
  /** Changes are read-modify-write, so they wait for one another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(context: ExtensionContext, redactor: Redactor, log: LogOutputChannel) {
    this.#context = context;
    this.#redactor = redactor;
    this.#log = log;
    // Fires 0 to 2 times for a change in this window and, on some hosts, never for one in another.
    this.#subscription = context.secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) this.#changed.fire();
    });
  }

  /** Some entry has changed, perhaps in another window. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** The profiles with an entry, in settings or no longer. */
  names(): string[] {
    return this.#context.globalState.get<string[]>(NAMES, []);
  }

  async read(profile: Profile): Promise<StoredSecrets> {
    const entry = await this.#entry(profile.name);
    if (entry === undefined) return { state: "none" };
    const { origin, token, binding, clientSecret, clientSecretOf, ...others } = entry;
    if (origin !== originOf(profile)) return { state: "otherOrigin", origin };
    const changes = changesBetween(binding ?? assumedBinding(profile, origin), bindingOf(profile));
    if (changes.length > 0) return { state: "changed", changes, allowedOrigins: entry.allowedOrigins };
    if (binding === undefined) await this.#adopt(profile);
    const isOfClient = clientSecret !== undefined && (clientSecretOf ?? profile.clientId) === profile.clientId;
    const secrets = isOfClient ? { ...others, clientSecret } : others;
    if (token?.purpose !== purposeOf(profile)) return { state: "stored", secrets };
    const { purpose, ...value } = token;
    return { state: "stored", secrets: { ...secrets, token: value } };
  }

  /** Takes note of secrets that are used before they are kept. */
  learn(secrets: Secrets): void {
    this.#register(secrets);
  }

  /**
   * Keeps what a person entered for a profile's origin; an entry for another one gives way to it. A token that was made
   * with another credential is nobody's any more.
   */
  enter(profile: Profile, entered: SecretsChange): Promise<void> {
    this.#register(entered);
    const origin = originOf(profile);
    return this.#enqueue(async () => {
      const entry = await this.#entry(profile.name);
      const kept: Partial<Entry> = entry?.origin === origin ? entry : {};
      // A client secret alone says nothing about what the credential may be used for.
      const isBound = "credential" in entered || kept.origin === undefined;
      await this.#store(profile.name, {
        ...kept,
        ...("credential" in entered ? { token: undefined } : {}),
        ...("clientSecret" in entered ? { clientSecretOf: profile.clientId } : {}),
        ...(isBound ? { binding: bindingOf(profile) } : {}),
        ...entered,
        origin,
      });
    });
  }

  /** The person confirmed that stored secrets may be used for what the profile is now. */
  async confirm(profile: Profile): Promise<void> {
    const binding = bindingOf(profile);
    await this.#change(profile, (entry) => ({ ...entry, binding, token: undefined }));
  }

  /**
   * Keeps a token beside what it was made with.
   *
   * @returns whether that is still there, and for the same; a forgotten profile stays forgotten
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

  /** Deletes the token of a profile; what a new one is made with stays. */
  async dropToken(name: string): Promise<void> {
    await this.#change({ name }, (entry) => ({ ...entry, token: undefined, signedOut: true }));
  }

  /** As it is in the storage now, which other windows write to as well. */
  async lease(name: string): Promise<Lease | undefined> {
    const checked = v.safeParse(leaseSchema, parse((await this.#context.secrets.get(LEASE_PREFIX + name)) ?? ""));
    return checked.success ? checked.output : undefined;
  }

  async setLease(name: string, lease: Lease | undefined): Promise<void> {
    const key = LEASE_PREFIX + name;
    await (lease === undefined
      ? this.#context.secrets.delete(key)
      : this.#context.secrets.store(key, JSON.stringify(lease)));
  }

  /** Deletes all that is stored for a profile. */
  forget(name: string): Promise<void> {
    return this.#enqueue(async () => {
      // First: a window that finds it after writing an entry removes that entry again.
      await this.#context.secrets.store(FORGOTTEN_PREFIX + name, randomUUID());
      await this.#context.secrets.delete(PREFIX + name);
      await this.#remember(name, false);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Secrets of version 0.1.0 get the binding that they lacked. A storage that takes nothing does so the next time. */
  async #adopt(profile: Profile): Promise<void> {
    const binding = bindingOf(profile);
    const clientSecretOf = profile.clientId;
    await this.#change(profile, (entry) => ({ binding, clientSecretOf, ...entry })).catch(() => undefined);
  }

  /**
   * Reads an entry and writes it back changed. Storages have no locks: where another window forgets the profile meanwhile,
   * the entry goes.
   *
   * @param change answers `undefined` to leave it
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
    const checked = v.safeParse(entrySchema, parse(text));
    if (checked.success) {
      this.#register(checked.output);
      return checked.output;
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
    this.#redactor.add(...secretsOf(credential), clientSecret, token?.accessToken);
  }

  async #remember(name: string, stored: boolean): Promise<void> {
    const others = this.names().filter((known) => known !== name);
    await this.#context.globalState.update(NAMES, stored ? [...others, name] : others);
  }

  #enqueue<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(change);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

/** What a token is for, beside its origin: with another client or scope it would be another token. */
function purposeOf({ url, clientId, scope, endpoints, forwardedFor }: Profile): string {
  return JSON.stringify([url, clientId, scope, endpoints?.token, forwardedFor]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
