import * as l10n from "@vscode/l10n";
import { removeHeader, removeOption } from "../edits/lineEdits.ts";
import { edit } from "./finding.ts";
import { linesOf, textLine } from "../facts/lines.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
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
  return [...duplicates, ...userOptions(request), ...scriptHeaders(request)];
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

/** httpYac's line for headers from a script. */
const FROM_SCRIPT = /^\s*\.{3}(\S+)\s*$/;

/** A key of an object in a script. */
const KEY = /\bauthorization["'`]?(?:\s*:|\s*\])/i;

/** Headers from a script replace those that are written, wherever the line is. */
function scriptHeaders(request: RequestView): Finding[] {
  const { document, block, authorization, header } = request;
  if (!authorization || !header.isAuthorization || !hasKeyInScript(document)) return [];
  return [...linesOf(document, block)].flatMap(({ line, kind }): Finding[] => {
    const text = kind === "head" ? (textLine(document, line)?.text ?? "") : "";
    const [, name] = FROM_SCRIPT.exec(text) ?? [];
    if (name === undefined) return [];
    return [
      {
        code: "duplicate-authorization",
        severity: "information",
        range: { start: { line, character: text.search(/\S/) }, end: { line, character: text.trimEnd().length } },
        message: l10n.t(
          "httpYac sends the headers in “{0}” instead of those written here. If one of them is Authorization, it does not send this request's token.",
          name,
        ),
        fixes: () => [],
      },
    ];
  });
}

const documentsWithKey = new WeakMap<HttpDocument, boolean>();

/** Does a script of the document name the header? Every request asks, so the answer is cached. */
function hasKeyInScript(document: HttpDocument): boolean {
  let found = documentsWithKey.get(document);
  if (found === undefined) {
    found = document.text.includes("...") && document.blocks.some((block) => hasKey(document, block));
    documentsWithKey.set(document, found);
  }
  return found;
}

function hasKey(document: HttpDocument, block: Block): boolean {
  for (const { kind, cursor } of linesOf(document, block)) {
    if (kind === "script" && KEY.test(document.text.slice(cursor.first, cursor.end))) return true;
  }
  return false;
}
