import * as l10n from "@vscode/l10n";
import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { removeAll } from "../edits/lineEdits.ts";
import { splitCredentials } from "../facts/authorization.ts";
import type { OutsideVariables } from "../facts/outsideVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { targetOf } from "../facts/target.ts";
import { isThisMachine } from "../facts/thisMachine.ts";
import { soleVariable } from "../facts/variables.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

/** Schemes that prove knowledge of a secret without sending it. */
const HIDING_SCHEMES = new Set(["digest", "hawk", "hmac", "ntlm", "negotiate", "aws", "aws4-hmac-sha256", "signature"]);

/** Credentials that cross the network in plain text. */
export function insecureAuthorization(request: RequestView, { analysis }: RuleContext): Finding[] {
  if (!sendsCredentials(request) || !isInsecure(request, analysis.outside)) return [];
  return [
    {
      code: "insecure-authorization",
      severity: "warning",
      range: request.rangeOf(request.request.url),
      message: l10n.t(
        "Credentials are sent to another machine over http:, so anyone on the network path can read them. Use https:.",
      ),
      fixes: () => [
        ...edit(l10n.t("Use https:"), secureEdit(request), true),
        ...request.credentialNames.flatMap((name) => removal(request, name)),
      ],
    },
  ];
}

/** Removes every header of a name: any that is left would be sent. */
function removal(request: RequestView, name: string): Fix[] {
  const placed = request.headersNamed(name).map(({ span }) => ({ block: request.block, span }));
  if (placed.length === 0) return [];
  return [{ title: l10n.t("Remove the {0} header", name), edits: removeAll(request.document, [], placed) }];
}

function sendsCredentials(request: RequestView): boolean {
  if (request.request.curl?.sendsPassword === true) return true;
  return request.credentialNames.some((name) => {
    // The first one counts.
    const value = request.headersNamed(name)[0]?.value ?? "";
    return value !== "" && !HIDING_SCHEMES.has(splitCredentials(value).scheme.toLowerCase());
  });
}

function isInsecure(request: RequestView, outside: OutsideVariables | undefined): boolean {
  const target = targetOf(request, outside);
  // Without a scheme, curl uses http:, while other tools do not send the request at all.
  if (target === undefined || !(target.hasScheme || request.request.curl)) return false;
  const { protocol, hostname } = target.url;
  return (protocol === "http:" || protocol === "ws:") && !isThisMachine(hostname);
}

/** Adds the `s`, or the scheme if curl's is implied: in the URL, or in the variable that contains it. */
function secureEdit(request: RequestView): TextEdit | undefined {
  const nameIn = (text: string): string | undefined => soleVariable(/^\{\{[^{}]*\}\}/.exec(text)?.[0] ?? "");
  const { url } = request.request;
  const first = { value: request.textOf(url), valueRange: request.rangeOf(url) };
  for (const { value, valueRange } of [first, ...request.chain(first.value, nameIn)]) {
    const { start } = valueRange;
    const scheme = /^(?:http|ws)(?=:\/\/|$)/i.exec(value)?.[0];
    if (scheme !== undefined) {
      const end = { line: start.line, character: start.character + scheme.length };
      return { range: { start: end, end }, newText: "s" };
    }
    if (request.request.curl && /^[\w.-]+(?:[:/?#]|$)/.test(value)) {
      return { range: { start, end: start }, newText: "https://" };
    }
  }
  return undefined;
}
