/**
 * What the extension `argus-tokens.argus-tokens` gives to other extensions. Copy this file into yours.
 *
 * ```ts
 * const argus = extensions.getExtension<ArgusTokensApi>("argus-tokens.argus-tokens");
 * const token = await (await argus?.activate())?.getToken();
 * ```
 *
 * Prefer `vscode.authentication.getSession("argus", scopes, { createIfNone: true })`: there the person allows each
 * extension by its name, and VS Code remembers it. It also works from a web or UI extension host; these exports never
 * cross to another extension host.
 */
import type { Event } from "vscode";

export interface ArgusTokensApi {
  /** Increases with every breaking change. */
  readonly version: 1;

  /**
   * A live access token: the current one, or a new one if that is about to expire. The person is asked for anything
   * that is missing. Call this before each use, because tokens live for minutes.
   *
   * The first call for each profile in a window asks the person for consent: VS Code does not say which extension is
   * calling.
   *
   * @param profile the name of a profile in `argus.profiles`; without it, the active one
   * @throws {@link ArgusTokensError}
   */
  getToken(profile?: string): Promise<string>;

  /** Fires when a profile gets another token, and when its token expires or is signed out. */
  readonly onDidChangeSession: Event<ArgusSessionChange>;
}

/** The state of a profile's token; never the token itself. */
export interface ArgusSessionChange {
  readonly profile: string;
  readonly state: "live" | "expired" | "none";
  /** When the token expires or expired, in ms since the epoch; absent if there is none. */
  readonly expiresAt?: number;
}

/** Its message may be shown to people; it holds no secret. */
export interface ArgusTokensError extends Error {
  /**
   * `denied`: the person said no. `cancelled`: the person dismissed a question. `unknownProfile`, `invalidProfile`,
   * `invalidCredential`, `credentialMoved`: the profile or its credential needs correcting. `unauthorized`,
   * `forbidden`, `rateLimited`, `rejected`: Argus refused. `dns`, `connect`, `tls`, `proxy`, `timeout`, `unavailable`:
   * Argus could not be reached. More codes may be added.
   */
  readonly code: string;
}
