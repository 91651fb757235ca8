import * as l10n from "@vscode/l10n";
import { CancellationError } from "vscode";
import type { ArgusTokensError } from "../../../api/argus-tokens.d.ts";
import type { ClientError } from "../failures/failure.ts";

/** A failure for other extensions: with a stable code, a sentence that may be shown, and no secret. */
class TokenError extends Error implements ArgusTokensError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The error to throw for a failure; VS Code's own error if the person cancelled. */
export function thrown({ code, message, hint }: ClientError): Error {
  if (code === "cancelled") return Object.assign(new CancellationError(), { code });
  return new TokenError(code, hint === undefined ? message : `${message} ${hint}`);
}

/** The person did not allow it. */
export function denied(profile: string): Error {
  return new TokenError("denied", l10n.t("Access to the Argus token of “{0}” was denied.", profile));
}

/** No profile matches. */
export function noProfile(scopes: readonly string[]): Error {
  const text =
    scopes.length === 0
      ? l10n.t("There is no Argus profile yet. Add one with “Argus: Add Profile”.")
      : l10n.t(
          "No Argus profile has the scopes {0}. Add them to one in argus.profiles, or ask for profile:name.",
          scopes.join(" "),
        );
  return new TokenError("unknownProfile", text);
}
