import type { Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { namedProfile } from "../facts/profiles.ts";
import { requestAtLine, type RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import type { Refusal } from "./refusals.ts";
import { addHeader } from "./edits.ts";

/** The edit that has the request at a position name its profile; a refusal says why there is none. */
export function nameProfile(document: HttpDocument, position: Position, profile: string): TextEdit[] | Refusal {
  const request = requestAtLine(document, position.line);
  if (!request) return { refused: "noRequest" };
  const edit = directiveEdit(request, profile);
  return edit === undefined ? { refused: "noDirective" } : [edit];
}

/**
 * Has a request name a profile for itself: in its own `# @argus` line, where it has one, else in a new one.
 *
 * @returns `undefined` where no line can hold a directive for this request alone, as in a command without a separator
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
  // Above the first request it would be the file's.
  return request.request.curl ? undefined : addHeader(request, directive);
}
