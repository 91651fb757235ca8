/**
 * What the extension `argus-tokens.argus-tokens` gives to other extensions. Copy this file into yours.
 *
 * ```ts
 * const argus = extensions.getExtension<ArgusTokensApi>("argus-tokens.argus-tokens");
 * const token = await (await argus?.activate())?.getToken();
 * ```
 *
 * Prefer `vscode.authentication.getSession("argus", scopes, { createIfNone: true })`: there the person allows each extension by
 * its name, and VS Code remembers it. It also works from a web or UI extension host; these exports do not leave the
 * extension host that they are made in.
 */
import type { Event } from "vscode";

export interface ArgusTokensApi {
  /** Goes up when something here changes in a way that breaks callers. */
  readonly version: 1;

  /**
   * An access token with some life left: the held one, else a new one, for which the person is asked for what is missing. Ask
   * before each use, since tokens live for minutes.
   *
   * The first call in a window asks the person, by profile: VS Code does not tell which extension calls.
   *
   * @param profile the name of a profile in `argus.profiles`; without it, the active one
   * @throws {@link ArgusTokensError}
   */
  getToken(profile?: string): Promise<string>;

  /** A profile has another token, or its token came to its end or was given up. */
  readonly onDidChangeSession: Event<ArgusSessionChange>;
}

/** What there is of a profile's token now; never the token itself. */
export interface ArgusSessionChange {
  readonly profile: string;
  readonly state: "live" | "expired" | "none";
  /** When the token ends or ended, in ms since the epoch; absent where there is none. */
  readonly expiresAt?: number;
}

/** Its message may be shown to people; it holds no secret. */
export interface ArgusTokensError extends Error {
  /**
   * `denied`: the person said no. `cancelled`: the person gave up on a question. `unknownProfile`, `invalidProfile`,
   * `invalidCredential`, `credentialMoved`: the profile or its credential is to be corrected. `unauthorized`, `forbidden`,
   * `rateLimited`, `rejected`: Argus refused. `dns`, `connect`, `tls`, `proxy`, `timeout`, `unavailable`: it was not
   * reached. More may come.
   */
  readonly code: string;
}
