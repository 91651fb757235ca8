/** A directive in a comment: `# @name value`. */
import * as l10n from "@vscode/l10n";
export interface Directive {
  readonly name: string;
  readonly summary: string;
  /** The tool that defines it. */
  readonly source: string;
  readonly takesValue: boolean;
}

const directive = (name: string, source: string, summary: string, takesValue = false): Directive => ({
  name,
  summary,
  source,
  takesValue,
});

/** The {@link Directive.source} of our own directives. */
export const ARGUS = "Argus Tokens";

/** All known directives. A function, because the language of the texts is unknown while modules load. */
export function allDirectives(): Directive[] {
  const allTools = l10n.t("all tools");
  return [
    directive(
      "argus",
      ARGUS,
      l10n.t(
        "Names the Argus profile whose token is inserted: above the first request for the whole file, in a request's block for that request.",
      ),
      true,
    ),
    directive("name", allTools, l10n.t("Names the request, so that others can refer to it and to its response."), true),
    directive("title", "httpYac", l10n.t("The request's name in the outline."), true),
    directive("description", "httpYac", l10n.t("Describes the request."), true),
    directive("no-redirect", allTools, l10n.t("Redirects are not followed.")),
    directive("no-cookie-jar", allTools, l10n.t("Cookies are neither kept nor sent.")),
    directive("no-log", l10n.t("httpYac and JetBrains"), l10n.t("Keeps the request out of the history or log.")),
    directive("note", l10n.t("REST Client and httpYac"), l10n.t("Asks before the request is sent.")),
    directive("prompt", "REST Client", l10n.t("Asks for the value of a variable before the request is sent."), true),
    directive("timeout", l10n.t("httpYac and JetBrains"), l10n.t("How long an answer may take."), true),
    directive("connection-timeout", "JetBrains", l10n.t("How long the connection may take."), true),
    directive("no-auto-encoding", "JetBrains", l10n.t("Sends the URL without encoding it.")),
    directive("disabled", "httpYac", l10n.t("The request is not sent.")),
    directive("ref", "httpYac", l10n.t("Sends the named request first, unless it already has a response."), true),
    directive("forceRef", "httpYac", l10n.t("Sends the named request first, every time."), true),
    directive("import", "httpYac", l10n.t("Makes the requests of another file available here."), true),
    directive("loop", "httpYac", l10n.t("Sends the request repeatedly."), true),
    directive("sleep", "httpYac", l10n.t("Waits for this many milliseconds."), true),
    directive("jwt", "httpYac", l10n.t("Decodes tokens in the response."), true),
    directive("tag", "httpYac", l10n.t("Groups requests that are sent together."), true),
  ];
}

export function directiveNamed(name: string): Directive | undefined {
  const lower = name.toLowerCase();
  return allDirectives().find((known) => known.name.toLowerCase() === lower);
}

/** A directive in a line. Columns are UTF-16 units from the start of the line. */
export interface WrittenDirective {
  readonly name: string;
  /** Includes the `@`. */
  readonly start: number;
  readonly end: number;
  /** Where its value starts or would start; -1 if no white space, `=` or `:` follows the name. */
  readonly valueStart: number;
}

export function writtenDirective(line: string): WrittenDirective | undefined {
  const [match, before = "", name = "", between = ""] =
    /^(\s*(?:#+|\/{2,})\s*)@([\w-]*)(\s*[=:]\s*|\s+|$)/.exec(line) ?? [];
  if (match === undefined) return undefined;
  const end = before.length + 1 + name.length;
  return { name, start: before.length, end, valueStart: between === "" ? -1 : end + between.length };
}
