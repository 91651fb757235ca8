import * as l10n from "@vscode/l10n";
import { removeHeader } from "../edits/lineEdits.ts";
import { edit } from "./finding.ts";
import type { Finding, RequestContext } from "./finding.ts";

/** `Authorization` is sent once (RFC 9110 §5.3); tools differ in which one they take. */
export function duplicateAuthorization({ document, block, headers }: RequestContext): Finding[] {
  const [, ...others] = headers.filter(({ name }) => name.toLowerCase() === "authorization");
  return others.map(({ range, span }) => ({
    code: "duplicate-authorization",
    severity: "warning",
    range,
    message: l10n.t("The request has another Authorization header above. Tools differ in which of them they send."),
    fixes: () => edit(l10n.t("Remove this Authorization header"), removeHeader(document, block, span), true),
  }));
}
