import * as l10n from "@vscode/l10n";
import { shortOption } from "../edits/edits.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Finding } from "./finding.ts";

/** curl treats `-H` and `--header` alike, but REST Client ignores `--header` in a command that also has `-H`. */
export function mixedHeaderOptions(request: RequestView): Finding[] {
  const long = request.headers.filter(({ span }) => shortOption(request, span).length > 0);
  return long.map(({ span }) => ({
    code: "mixed-header-options",
    severity: "warning",
    range: request.rangeOf(span.longOption ?? span.field),
    message: l10n.t("This command also has -H, so REST Client does not send headers written with --header."),
    fixes: () => [
      {
        title: l10n.t("Write all headers of this command with -H"),
        edits: long.flatMap((header) => shortOption(request, header.span)),
        isPreferred: true,
      },
    ],
  }));
}
