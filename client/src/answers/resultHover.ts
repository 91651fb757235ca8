import * as l10n from "@vscode/l10n";
import { MarkdownString } from "vscode";
import { markdownText } from "../text/markdownText.ts";

/** The question to Argus about a token. */
export type ResultKind = "introspect" | "userinfo";

export function resultTitle(kind: ResultKind): string {
  return kind === "introspect" ? l10n.t("Argus introspection") : l10n.t("Argus userinfo");
}

/** The content of an answer's hover. */
export interface HoverContent {
  kind: ResultKind;
  /** The text after the line, in full. */
  heading: string;
  /** If the answer is outdated: what it was. */
  then?: string | undefined;
  json: string;
  /** The id for commands. */
  id: number;
  /** If the request carries no token, or one that is not active: the arguments for inserting one. */
  insert?: [uri: string, line: number] | undefined;
}

/** The whole answer with its actions. */
export function resultHover({ kind, heading, then, json, id, insert }: HoverContent): MarkdownString {
  const hover = new MarkdownString();
  const link = (title: string, command: string, help: string, args?: unknown[]): string => {
    const query = args === undefined ? "" : `?${encodeURIComponent(JSON.stringify(args))}`;
    return `[${title}](command:${command}${query} "${help}")`;
  };
  hover.isTrusted = {
    enabledCommands: [
      "argus.showResult",
      "argus.copyResult",
      "argus.clearResult",
      "argus.clearResults",
      "argus.insertToken",
    ],
  };
  const links = [
    ...(insert === undefined
      ? []
      : [link(l10n.t("Insert Token"), "argus.insertToken", l10n.t("Insert the token into this request"), insert)]),
    link(l10n.t("Open as JSON"), "argus.showResult", l10n.t("Open in a read-only editor"), [id]),
    link(l10n.t("Copy"), "argus.copyResult", l10n.t("Copy the JSON"), [id]),
    link(l10n.t("Close"), "argus.clearResult", l10n.t("Close this answer"), [id]),
    link(l10n.t("Clear all"), "argus.clearResults", l10n.t("Clear the answers in this file")),
  ];
  const title = `**${resultTitle(kind)}**: ${markdownText(heading)}`;
  // At the top, so that it is visible without scrolling.
  const earlier = then === undefined ? "" : `${markdownText(l10n.t("The answer then: {0}", then))}\n\n`;
  return hover.appendMarkdown(`${title}\n\n${earlier}${links.join(" · ")}\n`).appendCodeblock(json, "json");
}
