import type { DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { HttpDocument } from "../parse/model.ts";
import { requestsOf } from "../facts/requestView.ts";

const METHOD_SYMBOL: typeof SymbolKind.Method = 6;

/** The longest name or detail in the outline, in UTF-16 units. */
const LONGEST = 200;

/** One symbol per request, named after its title, its `@name` or `METHOD path`. */
export function documentSymbols(document: HttpDocument): DocumentSymbol[] {
  return requestsOf(document).map(({ range, end, lineRange, method, url, title, name }) => ({
    name: (title ?? name ?? `${method} ${pathOf(url)}`).slice(0, LONGEST),
    detail: `${method} ${url}`.slice(0, LONGEST),
    kind: METHOD_SYMBOL,
    range: { start: range.start, end },
    selectionRange: lineRange,
  }));
}

/** The URL without its origin (`https://host` or `{{base}}`) and query; the whole URL if nothing else is left. */
function pathOf(url: string): string {
  const [path = ""] = url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/[^/?]*|\{\{[^{}]*\}\})/i, "").split("?", 1);
  return path === "" ? url : path;
}
