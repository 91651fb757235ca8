import * as l10n from "@vscode/l10n";
import { headerValueEdit } from "../edits/edits.ts";
import { removeHeader } from "../edits/lineEdits.ts";
import { expand } from "../facts/variables.ts";
import { edit } from "./finding.ts";
import type { Finding, RequestContext } from "./finding.ts";

/** An API key that stands in the file. It lives for long: whoever reads the file can use it. */
export function apiKeyLiteral({ document, uri, variables, block, headers, line }: RequestContext): Finding[] {
  const keys = headers.filter(({ name, value }) => name.toLowerCase() === "argus-api-key" && value !== "");
  return keys.flatMap(({ value, valueRange: range, span }): Finding[] => {
    if (expand(document, variables, value, line) === undefined) return [];
    const removal = removeHeader(document, block, span);
    const reference = headerValueEdit(document, block, span.value, "{{$processEnv ARGUS_API_KEY}}");
    return [
      {
        code: "argus-api-key-literal",
        severity: "warning",
        range,
        message: l10n.t(
          "This API key stands in the file as plain text. Send an access token, or take the key from the environment.",
        ),
        fixes: () => [
          {
            title: l10n.t("Replace the API key by an Argus token"),
            edits: [removal],
            command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, line] },
          },
          ...edit(l10n.t("Take the API key from the environment variable ARGUS_API_KEY"), reference, true),
          ...edit(l10n.t("Remove the header"), removal),
        ],
      },
    ];
  });
}
