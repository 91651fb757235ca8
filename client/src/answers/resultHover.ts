import * as l10n from "@vscode/l10n";
import { MarkdownString } from "vscode";
import { markdownText } from "../text/markdownText.ts";

/** What Argus was asked about a token. */
export type ResultKind = "introspect" | "userinfo";

/** What an answer is called. */
export function resultTitle(kind: ResultKind): string {
  return kind === "introspect" ? l10n.t("Argus introspection") : l10n.t("Argus userinfo");
}

/** All of an answer, with what can be done with it. @param id the number that the commands know it by */
export function resultHover(kind: ResultKind, summary: string, json: string, id: number): MarkdownString {
  const hover = new MarkdownString();
  const link = (title: string, command: string, help: string, args?: unknown[]): string => {
    const query = args === undefined ? "" : `?${encodeURIComponent(JSON.stringify(args))}`;
    return `[${title}](command:${command}${query} "${help}")`;
  };
  hover.isTrusted = {
    enabledCommands: ["argus.showResult", "argus.copyResult", "argus.clearResult", "argus.clearResults"],
  };
  const links = [
    link(l10n.t("Open as JSON"), "argus.showResult", l10n.t("Open in a read-only editor"), [id]),
    link(l10n.t("Copy"), "argus.copyResult", l10n.t("Copy the JSON"), [id]),
    link(l10n.t("Close"), "argus.clearResult", l10n.t("Take away this answer"), [id]),
    link(l10n.t("Clear all"), "argus.clearResults", l10n.t("Clear the answers in this file")),
  ];
  // Above what may have to be scrolled.
  return hover
    .appendMarkdown(`**${resultTitle(kind)}**: ${markdownText(summary)}\n\n${links.join(" · ")}\n`)
    .appendCodeblock(json, "json");
}
