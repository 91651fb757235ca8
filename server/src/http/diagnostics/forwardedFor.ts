import * as l10n from "@vscode/l10n";
import { canonicalAddress, clientAddress, isAddress, withoutPort } from "../../../../common/addresses.ts";
import { headerEdit } from "../edits/edits.ts";
import { carriesArgusToken } from "../facts/argusTokens.ts";
import { forwardedForOf, type AnalysisContext } from "../facts/analysisContext.ts";
import { removeHeader } from "../edits/lineEdits.ts";
import type { RequestView } from "../facts/requestView.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding } from "./finding.ts";

/** An `X-Forwarded-For` that Argus cannot read, or that is not the address the profile's tokens are bound to. */
export function invalidForwardedFor(request: RequestView, { analysis }: RuleContext): Finding[] {
  const mine = request.headersNamed("X-Forwarded-For");
  if (mine.length === 0 || !isForArgus(request, analysis)) return [];
  const expected = forwardedForOf(analysis, request.chosenProfile?.name);
  return mine.flatMap((header): Finding[] => {
    const { value, valueRange, range, span } = header;
    const written = request.expand(value);
    // Only the tool that sends the request knows the value of a variable the file does not define.
    if (written === undefined) return [];
    const message = problemOf(written, expected);
    if (message === undefined) return [];
    return [
      {
        code: "invalid-forwarded-for",
        severity: "warning",
        range: value === "" ? range : valueRange,
        message,
        fixes: () => [
          ...(expected === undefined
            ? []
            : edit(l10n.t("Change to the profile's {0}", expected), headerEdit(request, header, expected), true)),
          ...edit(l10n.t("Remove the X-Forwarded-For header"), removeHeader(request, span)),
        ],
      },
    ];
  });
}

/** Other services read this header in their own ways, so only requests that involve Argus count. */
function isForArgus(request: RequestView, analysis: AnalysisContext): boolean {
  return /argus/i.test(request.document.text) || carriesArgusToken(analysis.held)(request);
}

function problemOf(written: string, expected: string | undefined): string | undefined {
  const nodes = written.split(",").map((node) => node.trim());
  if (!nodes.every(isNode)) {
    return l10n.t("X-Forwarded-For must contain an IP address, such as 192.0.2.1 or 2001:db8::1.");
  }
  const client = clientAddress(written);
  // A proxy's name for a client means something only to that proxy.
  if (expected === undefined || !isAddress(client)) return undefined;
  if (canonicalAddress(client) === canonicalAddress(expected)) return undefined;
  return l10n.t("The profile's address is {0}, so Argus may reject its token from another address.", expected);
}

/** An address with or without a port, or an obfuscated name, which contains a letter. @see RFC 7239 §6 */
function isNode(text: string): boolean {
  return isAddress(withoutPort(text)) || (/^[\w.-]+(?::\d+)?$/.test(text) && /[a-z_]/i.test(text));
}
