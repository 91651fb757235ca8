import * as l10n from "@vscode/l10n";
import type { Range } from "../../../common/protocol/documents.ts";
import type { Finding } from "../http/diagnostics/finding.ts";
import { type AnalysisContext, tokenLookup } from "../http/facts/analysisContext.ts";
import { isPlaceholder } from "../http/facts/placeholderText.ts";
import { type EnvironmentVariable, readEnvironmentFile } from "./environmentFile.ts";

/** `user/key/secret`, the form of Argus' API keys: the first two parts are short and hexadecimal. */
const KEY_SHAPE = /^[\da-f]{1,12}\/[\da-f]{1,12}\/[^\s/]{6,}$/i;

/** A name that identifies an API key. */
const KEY_NAME = /argus.?(?:api.?)?key/i;
const SECRET_NAME = /key|auth|secret|token|argus/i;

const PRIVATE_FILE = /(?:\.private\.env\.json|\.env\.json\.user)$/;

export interface EnvironmentDocument {
  readonly uri: string;
  readonly text: string;
  /** Converts UTF-16 offsets to a range of the document. */
  rangeOf(offset: number, length: number): Range;
}

/**
 * API keys in an environment file that is shared, and known tokens in one that git tracks. Messages quote no values.
 */
export function environmentFindings(document: EnvironmentDocument, analysis: AnalysisContext): Finding[] {
  const { uri, text } = document;
  const isTracked = analysis.tracked?.has(uri) ?? false;
  const isPrivate = PRIVATE_FILE.test(uri) && !isTracked;
  const known = tokenLookup(analysis);
  return readEnvironmentFile(text).flatMap((variable): Finding[] => {
    const range = document.rangeOf(variable.offset, variable.length);
    if (isApiKey(variable)) return isPrivate ? [] : [keyFinding(range, isTracked)];
    const token = isTracked ? known(variable.value.replace(/^bearer\s+/i, "")) : undefined;
    return token === undefined ? [] : [tokenFinding(range, token.profile)];
  });
}

function isApiKey({ name, value }: EnvironmentVariable): boolean {
  if (isPlaceholder(value)) return false;
  const last = name.split(".").at(-1) ?? name;
  return (KEY_NAME.test(last) && value.length >= 6) || (KEY_SHAPE.test(value) && SECRET_NAME.test(last));
}

function keyFinding(range: Range, isTracked: boolean): Finding {
  return {
    code: "argus-api-key-literal",
    severity: "warning",
    range,
    message: isTracked
      ? l10n.t(
          "Git tracks this file with an API key in it. Once it is committed, everyone with the repository can use the key, even after you remove it: revoke it.",
        )
      : l10n.t(
          "This file contains an API key in plain text, and such files are usually committed. Store the key in a profile, or move it to http-client.private.env.json and have git ignore that file.",
        ),
    fixes: () => [
      {
        title: l10n.t("Store an API key in a profile…"),
        command: { title: l10n.t("Enter Credential"), command: "argus.setCredential" },
      },
    ],
  };
}

function tokenFinding(range: Range, profile: string): Finding {
  return {
    code: "token-in-tracked-file",
    severity: "warning",
    range,
    message: l10n.t(
      "Git tracks this file with a token of the Argus profile “{0}” in it. A commit keeps the token and the user's name in it.",
      profile,
    ),
    fixes: () => [],
  };
}
