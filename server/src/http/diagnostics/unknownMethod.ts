import * as l10n from "@vscode/l10n";
import type { RequestView } from "../facts/requestView.ts";
import { METHODS } from "../parse/requestLine.ts";
import { edit } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { editDistance, nearest } from "./nearest.ts";

/** A misspelled method. Other words in capitals are custom methods and are left alone. */
export function unknownMethod(request: RequestView): Finding[] {
  const { method: span } = request.request;
  if (!span || METHODS.has(request.method)) return [];
  const [method] = nearest(request.method, [...METHODS]);
  if (method === undefined || !isMistyped(request.method, method)) return [];
  const range = request.rangeOf(span);
  return [
    {
      code: "unknown-method",
      severity: "warning",
      range,
      message: l10n.t("{0} is not an HTTP method. Did you mean {1}?", request.textOf(span), method),
      fixes: () => edit(l10n.t("Change to {0}", method), { range, newText: method }, true),
    },
  ];
}

/** One letter is wrong, missing or extra, or two are swapped. */
function isMistyped(word: string, method: string): boolean {
  const distance = editDistance(word, method);
  return distance === 1 || (distance === 2 && sorted(word) === sorted(method));
}

function sorted(word: string): string {
  return Array.from(word).sort().join("");
}
