import type { Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { namedProfile } from "../facts/profiles.ts";
import { requestAtLine, type RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import type { EditRefusal } from "./editRefusal.ts";
import { addHeader } from "./edits.ts";

/** The edit that names a profile for the request at a position, or a refusal with the reason. */
export function nameProfile(document: HttpDocument, position: Position, profile: string): TextEdit[] | EditRefusal {
  const request = requestAtLine(document, position.line);
  if (!request) return { refused: "noRequest" };
  const edit = directiveEdit(request, profile);
  return edit === undefined ? { refused: "noDirective" } : [edit];
}

/**
 * Names a profile for one request: in its own `# @argus` line if it has one, else in a new one.
 *
 * @returns `undefined` if no line can hold a directive for this request alone, as in a command without a separator
 */
export function directiveEdit(request: RequestView, profile: string): TextEdit | undefined {
  if (/\s/.test(profile)) return undefined;
  const { block, document } = request;
  const own = block.headerProfile ?? block.profile;
  if (own && namedProfile(document, block)?.source === "request") {
    return { range: request.rangeOf(own), newText: profile };
  }
  const directive = `# @argus ${profile}`;
  if (block.isSeparated) {
    const start = { line: request.line, character: 0 };
    return { range: { start, end: start }, newText: `${directive}\n` };
  }
  // Above the first request it would apply to the whole file.
  return request.request.curl ? undefined : addHeader(request, directive);
}
