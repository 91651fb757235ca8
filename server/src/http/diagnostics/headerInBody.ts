import * as l10n from "@vscode/l10n";
import { addHeader } from "../edits/edits.ts";
import { removeHeader } from "../edits/lineEdits.ts";
import { carriesArgusToken } from "../facts/argusTokens.ts";
import { headEndForHttpYac, isHeaderInBody } from "../facts/httpYacHead.ts";
import { textLine } from "../facts/lines.ts";
import type { RequestView } from "../facts/requestView.ts";
import { isInstalled } from "../facts/senders.ts";
import { HTTP_YAC } from "../../../../common/senders.ts";
import { edit, type Finding, type RuleContext } from "./finding.ts";

/** A header for a token below a line that ends the headers for httpYac, such as a comment without a space after its `#`. */
export function headerInBody(request: RequestView, { analysis }: RuleContext): Finding[] {
  const { authorization, block, document } = request;
  if (!authorization || request.request.curl || !isInstalled(HTTP_YAC, analysis)) return [];
  const end = headEndForHttpYac(request);
  if (authorization.field.line <= end || !carriesArgusToken(analysis.held)(request)) return [];
  const line = block.line + end;
  const shown = String(line + 1);
  const text = textLine(document, line)?.text ?? "";
  const hash = { line, character: /^\s*##?(?!#)/.exec(text)?.[0].length ?? 0 };
  return [
    {
      code: "misplaced-header",
      severity: "warning",
      range: request.rangeOf(authorization.field),
      message: l10n.t("httpYac sends this line as part of the body, because line {0} ends the headers.", shown),
      fixes: () => [
        ...(hash.character > 0
          ? edit(
              l10n.t("Add a space after # in line {0}", shown),
              { range: { start: hash, end: hash }, newText: " " },
              true,
            )
          : []),
        ...(isHeaderInBody(request)
          ? [
              {
                title: l10n.t("Move it up to the headers"),
                edits: [
                  addHeader(request, request.textOf(authorization.field).trim()),
                  removeHeader(request, authorization),
                ],
              },
            ]
          : []),
      ],
    },
  ];
}
