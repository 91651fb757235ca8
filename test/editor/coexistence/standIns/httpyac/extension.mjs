import * as vscode from "vscode";
import { provide } from "../provide.mjs";

export function activate({ subscriptions }) {
  subscriptions.push(...provide(vscode, "httpYac", "httpyac.send"));
}
