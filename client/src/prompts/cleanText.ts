import * as l10n from "@vscode/l10n";
import { withoutTrailing } from "../../../common/withoutTrailing.ts";
import type { CleanText } from "./questions.ts";

/** Removes only line breaks at the end of a secret: surrounding spaces may be part of it. */
export function withoutLineBreak(typed: string, what: string): CleanText {
  const text = withoutTrailing(typed, /[\r\n]/);
  return text === typed ? { text } : { text, note: l10n.t("The line break at the end of the {0} was removed.", what) };
}
