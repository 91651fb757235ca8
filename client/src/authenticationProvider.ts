import * as l10n from "@vscode/l10n";
import {
  type AuthenticationProvider,
  type AuthenticationProviderSessionOptions,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationSession,
  type Disposable,
  EventEmitter,
} from "vscode";
import type { TokenValue } from "../../server/src/protocol.ts";
import { scopesOf } from "./profileFields.ts";
import type { Sessions } from "./session.ts";
import { activeProfileName, profileNamed, profileNames } from "./settings.ts";
import type { Tokens } from "./tokens.ts";

/** Begins the scope that names a profile, which is what tells Argus accounts apart: `profile:name`. */
const PROFILE = "profile:";

/**
 * Argus among VS Code's accounts: one account a profile, its session the live token. Other extensions ask for it with
 * `vscode.authentication.getSession("argus", scopes)`, and VS Code asks the person for consent. Scopes choose the profile:
 * none the active one, `profile:name` that one, others the first one whose `scope` holds them all.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#AuthenticationProvider
 */
export class ArgusAuthentication implements AuthenticationProvider, Disposable {
  readonly #changed = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly #sessions: Sessions;
  readonly #tokens: Tokens;
  readonly #subscriptions: { dispose(): unknown }[];
  /** What others were told of, by profile name. */
  #told = new Map<string, AuthenticationSession>();

  constructor(sessions: Sessions, tokens: Tokens) {
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#subscriptions = [
      this.#changed,
      sessions.onDidChange(() => {
        this.#tell();
      }),
    ];
  }

  /** Those that live; nobody is asked for anything. Where scopes are not given those of all, as the Accounts menu lists them. */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession[]> {
    // What another window stored, and right after a start.
    await this.#tokens.reload();
    const name = scopes === undefined ? account?.id : (account?.id ?? profileFor(scopes));
    const names = scopes === undefined && name === undefined ? profileNames() : [name];
    return names.flatMap((each) => (each === undefined ? [] : (this.#live(each, scopes ?? []) ?? [])));
  }

  /** Gets a token, and asks for what is missing on the way. */
  async createSession(
    scopes: readonly string[],
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession> {
    const name = account?.id ?? profileFor(scopes);
    if (name === undefined && scopes.length > 0) {
      throw new Error(
        l10n.t(
          "No Argus profile has the scopes {0}: add them to one in argus.profiles, or ask for profile:name.",
          scopes.join(" "),
        ),
      );
    }
    const obtained = await this.#tokens.obtain(name);
    if (!obtained.ok) throw new Error(obtained.error.message);
    return sessionOf(obtained.value.profile.name, obtained.value.token, scopes);
  }

  /** Signs the profile out. @param id the profile's name */
  async removeSession(id: string): Promise<void> {
    const signedOut = await this.#tokens.signOut(id);
    if (!signedOut.ok) throw new Error(signedOut.error.message);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #live(name: string, scopes: readonly string[]): AuthenticationSession | undefined {
    // Also while another one is fetched.
    const token = this.#sessions.held().get(name);
    return token !== undefined && token.expiresAt > Date.now() ? sessionOf(name, token, scopes) : undefined;
  }

  #tell(): void {
    const now = new Map<string, AuthenticationSession>();
    for (const name of this.#sessions.held().keys()) {
      const session = this.#live(name, []);
      if (session !== undefined) now.set(name, session);
    }
    const added = [...now.values()].filter(({ id }) => !this.#told.has(id));
    const removed = [...this.#told.values()].filter(({ id }) => !now.has(id));
    const changed = [...now.values()].filter(({ id, accessToken }) => {
      const before = this.#told.get(id);
      return before !== undefined && before.accessToken !== accessToken;
    });
    this.#told = now;
    if (added.length + removed.length + changed.length > 0) this.#changed.fire({ added, removed, changed });
  }
}

function sessionOf(name: string, { accessToken }: TokenValue, scopes: readonly string[]): AuthenticationSession {
  return { id: name, accessToken, account: { id: name, label: name }, scopes };
}

/** The profile that scopes ask for; the active one before others. */
function profileFor(scopes: readonly string[]): string | undefined {
  if (scopes.length === 0) return activeProfileName();
  const named = scopes.find((scope) => scope.startsWith(PROFILE))?.slice(PROFILE.length);
  if (named !== undefined) return profileNames().includes(named) ? named : undefined;
  return ownFirst().find((name) => {
    const profile = profileNamed(name);
    const granted = profile.ok ? scopesOf(profile.value.scope) : [];
    return scopes.every((scope) => granted.includes(scope));
  });
}

function ownFirst(): string[] {
  const active = activeProfileName();
  return [...new Set([...(active === undefined ? [] : [active]), ...profileNames()])];
}
