import * as l10n from "@vscode/l10n";
import { AUTHORIZATION } from "../../../../common/tokenHeader.ts";
import { authorizationEdits } from "../edits/edits.ts";
import { removeHeader } from "../edits/lineEdits.ts";
import { credentialsOf, mayBeToken, tokenIn } from "../facts/authorization.ts";
import type { RequestView } from "../facts/requestView.ts";
import { referredProfile } from "../facts/sentTokens.ts";
import { soleVariable } from "../facts/variables.ts";
import type { Finding, RuleContext } from "./finding.ts";

/**
 * The profile's own token in `Authorization`, although its settings name another header: it was written before they
 * did.
 */
export function otherHeader(request: RequestView, context: RuleContext): Finding[] {
  const { header, authorization, chosenProfile: profile } = request;
  if (header.isAuthorization || profile === undefined) return [];
  return request.headersNamed(AUTHORIZATION).flatMap(({ span, valueRange }): Finding[] => {
    const written = credentialsOf(request, span);
    if (!mayBeToken(request, written)) return [];
    const token = context.known(tokenIn(request, span) ?? "");
    const owner = token?.profile ?? referredProfile(request, context.analysis.settings, soleVariable(written.rest));
    if (owner !== profile.name) return [];
    const removal = removeHeader(request, span);
    return [
      {
        code: "misplaced-header",
        severity: "warning",
        range: valueRange,
        message: l10n.t("This token of the Argus profile “{0}” belongs in the header {1}.", owner, header.name),
        fixes: () =>
          authorization
            ? [{ title: l10n.t("Remove the token"), edits: [removal] }]
            : [
                {
                  title: l10n.t("Move it to the header {0}", header.name),
                  edits: [...authorizationEdits(request, header.valueWith(written.rest)), removal],
                  isPreferred: true,
                },
              ],
      },
    ];
  });
}
