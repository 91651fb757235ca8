import {
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationProviderSessionOptions,
  type AuthenticationSession,
  CancellationError,
  type Disposable,
  EventEmitter,
  window,
} from "vscode";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { pickProfile } from "../profiles/pickProfile.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { isFresh } from "../session/freshness.ts";
import type { Sessions } from "../session/session.ts";
import type { ObservedToken, SessionWatch } from "../session/sessionWatch.ts";
import { activeProfileName, profileNamed, profileNames } from "../settings.ts";
import { signOut, type SignOutDependencies } from "../tokens/signOut.ts";
import type { SignIn } from "../tokens/signIn.ts";
import { userKeyOf } from "../tokens/tokenProvenance.ts";
import type { Tokens } from "../tokens/tokens.ts";
import type { UserLookup } from "../tokens/userLookup.ts";
import { profilesFor } from "./scopes.ts";
import { noProfile, thrown } from "./tokenError.ts";
import { parsedUrl } from "../../../common/urls.ts";
import { plainLabel } from "../../../common/plainText.ts";

interface Dependencies {
  sessions: Pick<Sessions, "held" | "users">;
  watch: Pick<SessionWatch, "onDidChange">;
  tokens: Pick<Tokens, "reload" | "renew" | "signOut" | "state">;
  signIn: Pick<SignIn, "fetch" | "obtain">;
  userLookup: Pick<UserLookup, "run">;
  signOut: Omit<SignOutDependencies, "tokens">;
}

/** The live token of a profile before and after a change. */
interface LiveTokens {
  profile: string;
  was: TokenValue | undefined;
  is: TokenValue | undefined;
}

/** In UTF-16 units: longer than any name, client ID and host. */
const LONGEST_LABEL = 1200;

/**
 * Adds Argus to VS Code's accounts: one account per profile, with the live token as its session. Other extensions call
 * `vscode.authentication.getSession("argus", scopes)`, and VS Code asks the person for consent. `profilesFor` maps
 * scopes to profiles; if there are several, VS Code lets the person choose an account.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#AuthenticationProvider
 */
export class ArgusAuthentication implements AuthenticationProvider, Disposable {
  readonly #changed = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly #sessions: Dependencies["sessions"];
  readonly #tokens: Dependencies["tokens"];
  readonly #signIn: Dependencies["signIn"];
  readonly #userLookup: Dependencies["userLookup"];
  readonly #signOut: Dependencies["signOut"];
  readonly #subscriptions: { dispose(): unknown }[];
  /** The scopes of the last sign-in by profile: VS Code uses them to remove its request to sign in. */
  readonly #wanted = new Map<string, readonly string[]>();
  /** The labels that VS Code knows, by profile. Its menu finds accounts by them: a new label is another account there. */
  readonly #labels = new Map<string, string>();
  /** Tokens that could not be renewed. Extensions ask often, but Argus should not be asked that often. */
  readonly #givenUp = new Set<string>();

  constructor({ sessions, watch, tokens, signIn, userLookup, signOut }: Dependencies) {
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#signIn = signIn;
    this.#userLookup = userLookup;
    this.#signOut = signOut;
    this.#subscriptions = [
      this.#changed,
      watch.onDidChange((changes) => {
        this.#tell(
          changes.map(({ profile, before, now }) => ({ profile, was: liveToken(before), is: liveToken(now) })),
        );
      }),
      sessions.users.onDidChange((profile) => {
        const token = sessions.held().get(profile);
        if (token !== undefined && token.expiresAt > Date.now()) this.#tell([{ profile, was: token, is: token }]);
      }),
      // The network may be back.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#givenUp.clear();
      }),
    ];
  }

  /**
   * The sessions for an extension, which may keep them for long, so none is about to expire. An expired one is renewed
   * if that needs no question. What the person allows is remembered by the account, so Argus is asked for the user first.
   * Without scopes, VS Code itself is listing the live sessions.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession[]> {
    // Picks up tokens from other windows, and the stored ones right after startup.
    await this.#tokens.reload();
    const names = candidates(scopes ?? [], account?.id);
    if (scopes !== undefined) await Promise.all(names.map((name) => this.#prepare(name)));
    const now = Date.now();
    return names.flatMap((name) => {
      const token = this.#sessions.held().get(name);
      if (token === undefined || !(scopes === undefined ? token.expiresAt > now : isFresh(token, now))) return [];
      return [sessionOf(name, token, scopes, this.#labelOf(name))];
    });
  }

  /** Gets a token, asking for anything missing. Always gets a new one, because VS Code was told to get another. */
  async createSession(
    scopes: readonly string[],
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession> {
    const name = account?.id ?? (await this.#choose(scopes));
    if (name !== undefined) this.#wanted.set(name, scopes);
    const isLive = name !== undefined && this.#isLive(name);
    const got = await (isLive ? this.#signIn.fetch(name) : this.#signIn.obtain(name));
    if (!got.ok) throw thrown(got.error);
    const { profile, token } = got.value;
    await this.#userLookup.run(got.value);
    return sessionOf(profile.name, token, scopes, this.#labelOf(profile.name));
  }

  /** Signs the profile out like the Sign Out command. @param id the profile's name */
  async removeSession(id: string): Promise<void> {
    const signedOut = await signOut(id, { ...this.#signOut, tokens: this.#tokens });
    if (!signedOut.ok) throw thrown(signedOut.error);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The profile to sign in with; `undefined` if there is none, so that the first one is created. */
  async #choose(scopes: readonly string[]): Promise<string | undefined> {
    const names = candidates(scopes);
    if (names.length > 1 && names.some((name) => this.#isLive(name))) {
      // Live sessions were already offered, so the person wants another profile or a new token.
      const picked = await pickProfile(names, this.#tokens);
      if (picked === undefined) throw new CancellationError();
      return picked;
    }
    if (names.length === 0 && (scopes.length > 0 || profileNames().length > 0)) throw noProfile(scopes);
    return names[0];
  }

  #isLive(name: string): boolean {
    const token = this.#sessions.held().get(name);
    return token !== undefined && isFresh(token);
  }

  async #prepare(name: string): Promise<void> {
    await this.#renew(name);
    const [profile, token] = [profileNamed(name), this.#sessions.held().get(name)];
    if (profile.ok && token !== undefined && isFresh(token))
      await this.#userLookup.run({ profile: profile.value, token });
  }

  /** Replaces an earlier token; a profile that is signed out, or never signed in, is left alone. */
  async #renew(name: string): Promise<void> {
    const due = this.#sessions.held().get(name);
    if (due === undefined || isFresh(due) || this.#givenUp.has(due.accessToken)) return;
    const { kind } = await this.#tokens.renew(name, due.accessToken);
    if (kind === "failed" || kind === "impossible") this.#givenUp.add(due.accessToken);
  }

  #tell(changes: readonly LiveTokens[]): void {
    const event = {
      added: [] as AuthenticationSession[],
      removed: [] as AuthenticationSession[],
      changed: [] as AuthenticationSession[],
    };
    for (const { profile, was, is } of changes) {
      const label = this.#labelOf(profile);
      const told = this.#labels.get(profile) ?? label;
      const isSame = was !== undefined && is !== undefined && told === label;
      if (isSame && was !== is) event.changed.push(this.#session(profile, is));
      if (!isSame && was !== undefined) event.removed.push(this.#session(profile, was, told));
      if (!isSame && is !== undefined) event.added.push(this.#session(profile, is));
      if (is === undefined) this.#labels.delete(profile);
      else this.#labels.set(profile, label);
    }
    if (Object.values(event).some(({ length }) => length > 0)) this.#changed.fire(event);
  }

  #session(name: string, token: TokenValue, label = this.#labelOf(name)): AuthenticationSession {
    return sessionOf(name, token, this.#wanted.get(name) ?? [], label);
  }

  /**
   * VS Code remembers consent by the account's label, so it says whom a token is from and for: the user, once Argus has said
   * who that is.
   */
  #labelOf(name: string): string {
    const profile = profileNamed(name);
    if (!profile.ok) return plainLabel(name, LONGEST_LABEL);
    const { clientId, url } = profile.value;
    const who = this.#sessions.users.of(userKeyOf(profile.value)) ?? clientId;
    return plainLabel(`${name} (${who}) – ${parsedUrl(url)?.host ?? url}`, LONGEST_LABEL);
  }
}

function liveToken(seen: ObservedToken): TokenValue | undefined {
  return seen.state === "live" ? seen.token : undefined;
}

/** The profiles that can provide a session with these scopes, the active one first. */
function candidates(scopes: readonly string[], account?: string): string[] {
  const active = activeProfileName();
  const names = profileNames().sort((one, other) => Number(other === active) - Number(one === active));
  const profiles = names.map(profileNamed).flatMap((profile) => (profile.ok ? [profile.value] : []));
  return profilesFor(scopes, profiles).filter((name) => account === undefined || name === account);
}

/** @param scopes that were requested, which VS Code compares; if absent, the granted ones */
function sessionOf(
  name: string,
  { accessToken, scope }: TokenValue,
  scopes: readonly string[] | undefined,
  label: string,
): AuthenticationSession {
  return { id: name, accessToken, account: { id: name, label }, scopes: scopes ?? scopesOf(scope) };
}
