import * as l10n from "@vscode/l10n";
import { definitionEdit, headerEdit } from "../edits/edits.ts";
import { removeAll } from "../edits/lineEdits.ts";
import { unusedVariables } from "../edits/unusedVariable.ts";
import { apiKeysIn, keyPlaceholdersIn, type WrittenKey } from "../facts/apiKeys.ts";
import type { RequestView } from "../facts/requestView.ts";
import { replaceWithReference } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

const REFERENCE = "{{$processEnv ARGUS_API_KEY}}";

/** An API key written into the file. Keys are long-lived, so anyone who can read the file can use it. */
export function apiKeyLiteral(request: RequestView, { document, uri, isTracked }: RuleContext): Finding[] {
  const { block, line } = request;
  return apiKeysIn(request).map((written): Finding => {
    const { value, valueRange: range, span } = written.header;
    return {
      code: "argus-api-key-literal",
      severity: "warning",
      range,
      message: isTracked
        ? committedKeyMessage()
        : l10n.t(
            "This file contains an API key in plain text. Send an access token instead, or take the key from the environment.",
          ),
      fixes: () => {
        // Variables that only this key uses go with it: once the key is stored, no diagnostic would point at them.
        const definitions = unusedVariables(request, value).map((definition) => definition.range);
        const removal = removeAll(document, definitions, [{ block, span }]);
        const above = definitions.filter(({ start }) => start.line < line);
        const requestLine = above.reduce((left, { start, end }) => left - (end.line - start.line + 1), line);
        return [
          storeKeyFix(uri, line),
          {
            title: l10n.t("Replace the API key with an Argus token"),
            edits: removal,
            command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, requestLine] },
          },
          ...withReference(request, written).map((fix) => ({ ...fix, isPreferred: false })),
          { title: l10n.t("Remove the header"), edits: removal },
        ];
      },
    };
  });
}

/** For an API key in a file that git tracks. */
export function committedKeyMessage(): string {
  return l10n.t(
    "Git tracks this file, and everyone with the repository can use an API key that was committed, even after you remove it. Store the key in a profile; if it was committed, revoke it in Argus under User Preferences and create a new one.",
  );
}

/** Moves the key on a line into a profile. Command arguments may be logged, so they leave the key out. */
export function storeKeyFix(uri: string, line: number): Fix {
  return {
    title: l10n.t("Store this key in a profile and remove it here"),
    isPreferred: true,
    command: { title: l10n.t("Store API Key"), command: "argus.storeKey", arguments: [uri, line] },
  };
}

/** A placeholder is not a secret, but not a key either: tools send it literally. */
export function apiKeyPlaceholder(request: RequestView): Finding[] {
  return keyPlaceholdersIn(request).map((written) => ({
    code: "api-key-placeholder",
    severity: "hint",
    range: written.header.valueRange,
    message: l10n.t("Tools send this placeholder literally. Take the API key from the environment."),
    fixes: () => withReference(request, written),
  }));
}

/** Puts the reference where the key itself is written, which may be a variable. */
function withReference(request: RequestView, { header }: WrittenKey): Fix[] {
  const definition = [...request.chain(header.value)].at(-1);
  const edit = definition ? definitionEdit(definition, REFERENCE) : headerEdit(request, header, REFERENCE);
  return edit ? replaceWithReference(REFERENCE, edit) : [];
}
