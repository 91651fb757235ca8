import { LineCursor } from "../parse/cursor.ts";
import type { RequestView } from "./requestView.ts";

/**
 * What httpYac reads on the lines below a request line: comments (`#` only with white space after it), headers, headers from
 * a variable (`...name`), and parts of the URL: `?name=value`, `&{{variables}}`, `/path`.
 */
const READ = /^(?:#\s|\/\/|[!#$%&'*+.^_`|~\w-]+\s*:|\.{3}\S+\s*$|[?&](?:[^(=?&)]+=|\{\{.*\}\}\s*$)|\/[^*]*$)/;

/**
 * The line at which a request's headers end for httpYac, counted from the start of its block. That may be a comment such as
 * `#&y=2` or a line that is still being typed; the lines below it become the body.
 */
export function headEndForHttpYac({ document, block, request }: RequestView): number {
  const { line, bodyLine } = request;
  const cursor = new LineCursor(document.text, block.offset + line.start - line.column, line.line);
  do cursor.next();
  while (cursor.line < bodyLine && READ.test(document.text.slice(cursor.first, cursor.end)));
  return Math.min(cursor.line, bodyLine);
}

/** Is the header for a token in what httpYac sends as the body, although there is a place above it that all tools read? */
export function isHeaderInBody(request: RequestView): boolean {
  const { authorization } = request;
  if (!authorization || request.request.curl) return false;
  const end = headEndForHttpYac(request);
  return authorization.field.line > end && (request.request.urlParts.at(-1)?.line ?? 0) < end;
}
