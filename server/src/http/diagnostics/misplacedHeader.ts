import * as l10n from "@vscode/l10n";
import { addHeader } from "../edits/edits.ts";
import { removeLines } from "../edits/lineEdits.ts";
import { linesOf } from "../facts/lines.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Finding } from "./finding.ts";

const FIELD = /^[ \t]*([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(\S?)/;

/** In UTF-16 units; longer lines are data. */
const LONGEST = 4096;

/** A header with credentials below the blank line that ends the headers: it is sent as part of the body, or not at all. */
export function misplacedHeader(request: RequestView): Finding[] {
  const { document, block } = request;
  if (request.request.curl || !request.request.acceptsHeader) return [];
  if (request.header.isAuthorization && request.authorization) return [];
  const missing = request.credentialNames.filter((name) => request.headersNamed(name).length === 0);
  if (missing.length === 0) return [];
  let hasStarted = false;
  for (const { line, kind, blank, cursor } of linesOf(document, block)) {
    if (kind !== "body") continue;
    if (blank && !hasStarted) continue;
    const text = document.text.slice(cursor.start, Math.min(cursor.end, cursor.start + LONGEST));
    // Only header lines may come before it: any other line means that this is a body.
    const [match, name = "", value] = FIELD.exec(text) ?? [];
    if (blank || match === undefined) return [];
    hasStarted = true;
    const isMissing = missing.some((one) => one.toLowerCase() === name.toLowerCase());
    if (!isMissing || value === "" || hasMessageBody(request)) continue;
    const range = { start: { line, character: 0 }, end: { line, character: cursor.end - cursor.start } };
    return [
      {
        code: "misplaced-header",
        severity: "warning",
        range,
        message: l10n.t("This line is part of the body, because a blank line ends the headers."),
        fixes: () => [
          {
            title: l10n.t("Move it up to the headers"),
            edits: [addHeader(request, text.trim()), removeLines(document, range)],
            isPreferred: true,
          },
        ],
      },
    ];
  }
  return [];
}

/** A body that contains messages contains their headers too. */
function hasMessageBody(request: RequestView): boolean {
  return request
    .headersNamed("Content-Type")
    .some(({ value }) => /^\s*(?:multipart|message|application\/http)/i.test(value));
}
