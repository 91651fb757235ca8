import * as l10n from "@vscode/l10n";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import { KIND_NAMES } from "../text/credentialKinds.ts";

/** Names a stored credential without its secret. */
export function credentialName(stored: StoredCredential): string {
  return isSource(stored) ? l10n.t("{0} “{1}”", KIND_NAMES[stored.kind], stored.source) : KIND_NAMES[stored.kind];
}
