import { window } from "vscode";
import { plainLabel } from "../text/plainText.ts";

/** How long it stays, in ms. */
const SHOWN = 5000;

/** Says that a command did what it is for, if that shows nowhere else. */
export function tellDone(text: string): void {
  window.setStatusBarMessage(plainLabel(text, 160), SHOWN);
}
