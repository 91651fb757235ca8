import * as l10n from "@vscode/l10n";
import { basename } from "node:path";
import { type TextDocument, window } from "vscode";
import type { ForeignDocuments } from "../documents/foreignDocuments.ts";
import { plainText } from "../../../common/plainText.ts";

/**
 * May tokens be written into a document? Any extension can open one, run the command on it and read the token, so
 * suspicious documents are asked about once.
 */
export async function mayHoldTokens(document: TextDocument, foreign: ForeignDocuments): Promise<boolean> {
  if (!foreign.mayBeTrap(document)) return true;
  const question = l10n.t("Write a token into “{0}”?", basename(document.fileName));
  const detail = l10n.t(
    "Another extension seems to have opened this document. If you did not run this command, that extension did: Cancel. It can read the token.",
  );
  const write = l10n.t("Write Token");
  if ((await window.showWarningMessage(plainText(question), { modal: true, detail }, write)) !== write) return false;
  foreign.accept(document);
  return true;
}
