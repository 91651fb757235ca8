/** A directive in a comment: `# @name value`. */
export interface Directive {
  readonly name: string;
  readonly summary: string;
  /** Whose it is. */
  readonly source: string;
  readonly takesValue: boolean;
}

const directive = (name: string, source: string, summary: string, takesValue = false): Directive => ({
  name,
  summary,
  source,
  takesValue,
});

const DIRECTIVES: ReadonlyMap<string, Directive> = new Map(
  [
    directive(
      "argus",
      "Argus Tokens",
      "Names the Argus profile whose token is inserted: above the first request for the whole file, in a request's block for that request.",
      true,
    ),
    directive("name", "all tools", "Names the request, so that others can refer to it and to its response.", true),
    directive("title", "httpYac", "What the request is called in the outline.", true),
    directive("description", "httpYac", "Describes the request.", true),
    directive("no-redirect", "all tools", "Redirects are not followed."),
    directive("no-cookie-jar", "all tools", "Cookies are neither kept nor sent."),
    directive("no-log", "httpYac and JetBrains", "The request stays out of the history or the log."),
    directive("note", "REST Client and httpYac", "Asks before the request is sent."),
    directive("prompt", "REST Client", "Asks for the value of a variable before the request is sent.", true),
    directive("timeout", "httpYac and JetBrains", "How long an answer may take.", true),
    directive("connection-timeout", "JetBrains", "How long the connection may take.", true),
    directive("no-auto-encoding", "JetBrains", "The URL is sent as it is written."),
    directive("disabled", "httpYac", "The request is not sent."),
    directive("ref", "httpYac", "Sends the named request first, unless its response is there already.", true),
    directive("forceRef", "httpYac", "Sends the named request first, every time.", true),
    directive("import", "httpYac", "Makes the requests of another file known here.", true),
    directive("loop", "httpYac", "Sends the request repeatedly.", true),
    directive("sleep", "httpYac", "Waits so many milliseconds.", true),
    directive("jwt", "httpYac", "Shows tokens of the response decoded.", true),
    directive("tag", "httpYac", "Groups requests that are sent together.", true),
  ].map((known) => [known.name.toLowerCase(), known]),
);

export const ALL_DIRECTIVES: readonly Directive[] = [...DIRECTIVES.values()];

export function directiveNamed(name: string): Directive | undefined {
  return DIRECTIVES.get(name.toLowerCase());
}

/** A directive as it stands in a line. Columns are UTF-16 units from the line's start. */
export interface WrittenDirective {
  readonly name: string;
  /** With its `@`. */
  readonly start: number;
  readonly end: number;
  /** Where its value starts or would start; -1 where no white space or `=` follows the name. */
  readonly valueStart: number;
}

export function writtenDirective(line: string): WrittenDirective | undefined {
  const [match, before = "", name = "", between = ""] =
    /^(\s*(?:#+|\/{2,})\s*)@([\w-]*)(\s*=\s*|\s+|$)/.exec(line) ?? [];
  if (match === undefined) return undefined;
  const end = before.length + 1 + name.length;
  return { name, start: before.length, end, valueStart: between === "" ? -1 : end + between.length };
}
