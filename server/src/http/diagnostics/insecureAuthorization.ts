import * as l10n from "@vscode/l10n";
import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { isLoopback } from "../../../../common/urls.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, Span } from "../parse/model.ts";
import { removeAll } from "../edits/lineEdits.ts";
import { requestOf, valueOf } from "../facts/request.ts";
import { definitionAt, expand, soleVariable } from "../facts/variables.ts";
import { edit } from "./finding.ts";
import type { Finding, RequestContext } from "./finding.ts";

/** Scheme and authority of a URL, where a variable may hold each or both. */
const ORIGIN = /^(?:(?:[a-z][a-z0-9+.-]*|\{\{[^{}]*\}\}):\/\/)?(?:\{\{[^{}]*\}\}|[^/?#{\\])*/i;
/** It need not be known. */
const VARIABLE_PORT = /:\{\{[^{}]*\}\}$/;

/** How far a scheme is looked for through variables that hold variables. */
const MOST_HOPS = 16;

/** Credentials that go over the network as plain text. */
export function insecureAuthorization(context: RequestContext): Finding[] {
  const { block } = context;
  const { authorization } = block.request;
  if (!sendsCredentials(context) || !isInsecure(context)) return [];
  return [
    {
      code: "insecure-authorization",
      severity: "warning",
      range: rangeOf(block, block.request.url),
      message: l10n.t(
        "Authorization is sent over http: to another machine, where everybody on the way can read it. Use https:.",
      ),
      fixes: () => [
        ...edit(l10n.t("Use https:"), secureEdit(context), true),
        ...(authorization ? [{ title: l10n.t("Remove the Authorization header"), edits: removal(context) }] : []),
      ],
    },
  ];
}

/** All of them: one that is left would be sent. */
function removal({ document, block, headers }: RequestContext): TextEdit[] {
  const written = headers.filter(({ name }) => /^authorization$/i.test(name));
  const placed = written.map(({ span }) => ({ block, span }));
  return removeAll(document, [], placed);
}

function sendsCredentials({ document, block }: RequestContext): boolean {
  const { authorization, curl } = block.request;
  return authorization ? valueOf(document, block, authorization.value) !== "" : curl?.sendsPassword === true;
}

function isInsecure({ document, block, variables, headers, line }: RequestContext): boolean {
  const url = requestOf(document, block)?.url ?? "";
  const written = url.startsWith("/") ? relativeOrigin(headers.find(({ name }) => /^host$/i.test(name))?.value) : url;
  const [origin = ""] = ORIGIN.exec(written) ?? [];
  const address = expand(document, variables, origin.replace(VARIABLE_PORT, ""), line);
  if (address === undefined) return false;
  // curl takes http: where no scheme stands.
  const href = block.request.curl && !address.includes("://") ? `http://${address}` : address;
  if (!URL.canParse(href)) return false;
  const { protocol, hostname } = new URL(href);
  return (protocol === "http:" || protocol === "ws:") && hostname !== "" && !staysHere(hostname);
}

/** A path with a `Host` goes over `http:` unless the port says otherwise. */
function relativeOrigin(host: string | undefined): string {
  return host === undefined || /:(?:443|8443)\s*$/.test(host) ? "" : `http://${host}`;
}

/** Names under `localhost` too, which the tools that send resolve so. Ours are stricter: a stored credential is at stake. */
function staysHere(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "");
  return isLoopback(host) || host.endsWith(".localhost");
}

/** Adds the `s` where the scheme stands, or the scheme that curl leaves out: in the URL, or in the variable that holds it. */
function secureEdit({ document, variables, block, line }: RequestContext): TextEdit | undefined {
  let place: { block: Block; span: Span } = { block, span: block.request.url };
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const text = textOf(document, place.block, place.span);
    const scheme = /^(?:http|ws)(?=:\/\/|$)/i.exec(text)?.[0];
    const { start } = rangeOf(place.block, place.span);
    if (scheme !== undefined) {
      const end = { line: start.line, character: start.character + scheme.length };
      return { range: { start: end, end }, newText: "s" };
    }
    if (block.request.curl && /^[\w.-]+(?:[:/?#]|$)/.test(text))
      return { range: { start, end: start }, newText: "https://" };
    const name = soleVariable(/^\{\{[^{}]*\}\}/.exec(text)?.[0] ?? "");
    const definition = name === undefined ? undefined : definitionAt(variables, name, line);
    if (!definition) return undefined;
    place = { block: definition.block, span: definition.variable.value };
  }
  return undefined;
}
