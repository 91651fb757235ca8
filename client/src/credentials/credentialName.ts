import * as l10n from "@vscode/l10n";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import { KIND_NAMES } from "../text/credentialKinds.ts";
import { keyPrefix } from "./keyLife.ts";

/** Names a stored credential without its secret: an API key by its public part, if it has one. */
export function credentialName(stored: StoredCredential): string {
  const kind = KIND_NAMES[stored.kind];
  if (isSource(stored)) return l10n.t("{0} “{1}”", kind, stored.source);
  const prefix = stored.kind === "apiKey" ? keyPrefix(stored.apiKey) : undefined;
  return prefix === undefined ? kind : `${kind} ${prefix}`;
}
