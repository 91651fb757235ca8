import { window } from "vscode";
import { plainLabel } from "../../../common/plainText.ts";

/** How long it stays, in ms. */
const SHOWN = 5000;

/** Confirms that a command worked, if nothing else shows it. */
export function tellDone(text: string): void {
  window.setStatusBarMessage(plainLabel(text, 160), SHOWN);
}
