import * as l10n from "@vscode/l10n";
import { shortOption } from "../edits/edits.ts";
import { rangeOf } from "../parse/model.ts";
import type { Finding, RequestContext } from "./finding.ts";

/** curl reads `-H` and `--header` alike; REST Client reads only the `-H` of a command that has both. */
export function mixedHeaderOptions({ block, headers }: RequestContext): Finding[] {
  const long = headers.filter(({ span }) => shortOption(block, span).length > 0);
  return long.map(({ span }) => ({
    code: "mixed-header-options",
    severity: "warning",
    range: rangeOf(block, span.longOption ?? span.field),
    message: l10n.t("This command also has -H, so REST Client does not send headers written with --header."),
    fixes: () => [
      {
        title: l10n.t("Write all headers of this command with -H"),
        edits: long.flatMap((header) => shortOption(block, header.span)),
        isPreferred: true,
      },
    ],
  }));
}
