import * as l10n from "@vscode/l10n";
import { hasScopeCharacters, scopesOf } from "../../../common/scopes.ts";

export type Scope = { ok: true; scope: string | undefined } | { ok: false; problem: string };

/**
 * A profile's scope as it is sent: single spaces, no duplicates, in order; `undefined` if it is empty.
 *
 * @see RFC 6749 §3.3
 */
export function normalScope(text: string | undefined): Scope {
  const tokens = scopesOf(text);
  const wrong = tokens.find((token) => !hasScopeCharacters(token));
  if (wrong !== undefined) {
    const problem = /[",;\\]/.test(wrong)
      ? l10n.t("its scope has quotes, commas or backslashes; separate its names with spaces")
      : l10n.t("its scope may only have ASCII letters, digits and punctuation; separate its names with spaces");
    return { ok: false, problem };
  }
  return { ok: true, scope: tokens.length === 0 ? undefined : tokens.join(" ") };
}
