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
import type { ObservedToken, SessionChange, SessionWatch } from "../session/sessionWatch.ts";
import { activeProfileName, profileNamed, profileNames } from "../settings.ts";
import type { SignIn } from "../tokens/signIn.ts";
import type { Tokens } from "../tokens/tokens.ts";
import { profilesFor } from "./scopes.ts";
import { noProfile, thrown } from "./tokenError.ts";
import { plainLabel } from "../text/plainText.ts";

interface Dependencies {
  sessions: Pick<Sessions, "held">;
  watch: Pick<SessionWatch, "onDidChange">;
  tokens: Pick<Tokens, "reload" | "renew" | "signOut" | "state">;
  signIn: Pick<SignIn, "fetch" | "obtain">;
}

/**
 * Argus among VS Code's accounts: one account a profile, its session the live token. Other extensions ask for it with
 * `vscode.authentication.getSession("argus", scopes)`, and VS Code asks the person for consent. Which profiles scopes
 * stand for, `profilesFor` says; where several do, VS Code lets the person choose an account.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#AuthenticationProvider
 */
export class ArgusAuthentication implements AuthenticationProvider, Disposable {
  readonly #changed = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly #sessions: Dependencies["sessions"];
  readonly #tokens: Dependencies["tokens"];
  readonly #signIn: Dependencies["signIn"];
  readonly #subscriptions: { dispose(): unknown }[];
  /** What a sign-in was asked for with, by profile: VS Code takes the invitation to it away by that. */
  readonly #wanted = new Map<string, readonly string[]>();
  /** Tokens that could not be renewed. Extensions ask often, and Argus is not to be asked as often. */
  readonly #givenUp = new Set<string>();

  constructor({ sessions, watch, tokens, signIn }: Dependencies) {
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#signIn = signIn;
    this.#subscriptions = [
      this.#changed,
      watch.onDidChange((changes) => {
        this.#tell(changes);
      }),
      // The network may be back.
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#givenUp.clear();
      }),
    ];
  }

  /**
   * The sessions for an extension, which takes what it gets for good: those whose end is not near. What is over is renewed if
   * nobody has to be asked for anything. Without scopes it is VS Code itself that lists what lives.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession[]> {
    // What another window stored, and right after a start.
    await this.#tokens.reload();
    const names = candidates(scopes ?? [], account?.id);
    if (scopes !== undefined) await Promise.all(names.map((name) => this.#renew(name)));
    const now = Date.now();
    return names.flatMap((name) => {
      const token = this.#sessions.held().get(name);
      if (token === undefined || !(scopes === undefined ? token.expiresAt > now : isFresh(token, now))) return [];
      return [sessionOf(name, token, scopes)];
    });
  }

  /** Gets a token, and asks for what is missing on the way. A new one where one lives: VS Code was told to get another. */
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
    return sessionOf(profile.name, token, scopes);
  }

  /** Signs the profile out; what a new token is made with stays. @param id the profile's name */
  async removeSession(id: string): Promise<void> {
    const signedOut = await this.#tokens.signOut(id);
    if (!signedOut.ok) throw thrown(signedOut.error);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The profile to sign in with; `undefined` where there is none, so that the first one is made. */
  async #choose(scopes: readonly string[]): Promise<string | undefined> {
    const names = candidates(scopes);
    if (names.length > 1 && names.some((name) => this.#isLive(name))) {
      // What lives was offered: it is to be another one, or a new token.
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

  /** A new token in place of one that was held: somebody who signed out, or never signed in, does not want one. */
  async #renew(name: string): Promise<void> {
    const due = this.#sessions.held().get(name);
    if (due === undefined || isFresh(due) || this.#givenUp.has(due.accessToken)) return;
    const { kind } = await this.#tokens.renew(name, due.accessToken);
    if (kind === "failed" || kind === "impossible") this.#givenUp.add(due.accessToken);
  }

  #tell(changes: readonly SessionChange[]): void {
    const event = {
      added: [] as AuthenticationSession[],
      removed: [] as AuthenticationSession[],
      changed: [] as AuthenticationSession[],
    };
    for (const { profile, before, now } of changes) {
      const [was, is] = [liveToken(before), liveToken(now)];
      if (is !== undefined) event[was === undefined ? "added" : "changed"].push(this.#session(profile, is));
      else if (was !== undefined) event.removed.push(this.#session(profile, was));
    }
    if (Object.values(event).some(({ length }) => length > 0)) this.#changed.fire(event);
  }

  #session(name: string, token: TokenValue): AuthenticationSession {
    return sessionOf(name, token, this.#wanted.get(name) ?? []);
  }
}

function liveToken(seen: ObservedToken): TokenValue | undefined {
  return seen.state === "live" ? seen.token : undefined;
}

/** The profiles that can give a session with these scopes, the active one first. */
function candidates(scopes: readonly string[], account?: string): string[] {
  const active = activeProfileName();
  const names = profileNames().sort((one, other) => Number(other === active) - Number(one === active));
  const profiles = names.map(profileNamed).flatMap((profile) => (profile.ok ? [profile.value] : []));
  return profilesFor(scopes, profiles).filter((name) => account === undefined || name === account);
}

/** In UTF-16 code units: longer than any name and client ID. */
const LONGEST_LABEL = 200;

/** VS Code remembers consent by the account's label: it is for this client's tokens, and stays while they come and go. */
function labelOf(name: string): string {
  const profile = profileNamed(name);
  return plainLabel(profile.ok ? `${name} (${profile.value.clientId})` : name, LONGEST_LABEL);
}

/** @param scopes what was asked for: VS Code compares it with that; what was granted where nothing was */
function sessionOf(name: string, token: TokenValue, scopes: readonly string[] | undefined): AuthenticationSession {
  const granted = scopesOf(token.scope);
  return {
    id: name,
    accessToken: token.accessToken,
    account: { id: name, label: labelOf(name) },
    scopes: scopes ?? granted,
  };
}
