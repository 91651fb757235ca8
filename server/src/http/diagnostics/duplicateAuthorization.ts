import * as l10n from "@vscode/l10n";
import { removeHeader, removeOption } from "../edits/lineEdits.ts";
import { edit } from "./finding.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Finding } from "./finding.ts";

/** A header with credentials may be sent only once (RFC 9110 §5.3); tools differ in which of several they send. */
export function duplicateAuthorization(request: RequestView): Finding[] {
  const duplicates = request.credentialNames.flatMap((name) => {
    const [, ...others] = request.headersNamed(name);
    return others.map(({ range, span }): Finding => ({
      code: "duplicate-authorization",
      severity: "warning",
      range,
      message: l10n.t("The request has another {0} header above. Tools differ in which of them they send.", name),
      fixes: () => edit(l10n.t("Remove this {0} header", name), removeHeader(request, span), true),
    }));
  });
  return [...duplicates, ...userOptions(request)];
}

/** curl sends an explicit header instead of `-u`; REST Client does the opposite. */
function userOptions(request: RequestView): Finding[] {
  const { curl } = request.request;
  if (!curl || !request.authorization) return [];
  return curl.userOptions.map((option) => ({
    code: "duplicate-authorization",
    severity: "warning",
    range: request.rangeOf(option),
    message: l10n.t("REST Client sends this user name and password instead of the Authorization header."),
    fixes: () => edit(l10n.t("Remove this option"), removeOption(request, option), true),
  }));
}
