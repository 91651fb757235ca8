import * as vscode from "vscode";
import { provide, provideLinks } from "../provide.mjs";

export function activate({ subscriptions }) {
  subscriptions.push(...provide(vscode, "REST Client", "rest-client.request"), provideLinks(vscode, "REST Client"));
}
