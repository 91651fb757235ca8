/**
 * Which requests a variable of the file reaches. REST Client has one value for a file, wherever it is defined. httpYac
 * first runs the regions that have neither a request nor a name, then the region of the request, from its top to its
 * request line.
 */
import { readComment, skipBlockComment } from "../parse/comments.ts";
import { LineCursor } from "../parse/cursor.ts";
import { BlockDraft } from "../parse/draft.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { readVariable, skipScript } from "../parse/preamble.ts";
import { endOfLine } from "../parse/text.ts";
import type { RequestView } from "./requestView.ts";
import type { Definition } from "./variables.ts";

/** The longest line to search for metadata, in UTF-16 units. */
const LONGEST = 256;

/** A comment's metadata, such as `@name`, as httpYac reads it. */
const METADATA = /^\s*(?:#+|\/{2,})\s*@([\w-]+)/;

/**
 * Is a variable that is defined in this block known to every request of the file, in every tool?
 * @param filled variables that are going to have a value
 */
export function isSharedBlock(document: HttpDocument, block: Block, filled: readonly string[]): boolean {
  if (block.request || block.title || block.name) return false;
  return hasPlainLines(document, block, block.line + block.lineCount, filled, ["name", "disabled"]);
}

/** Does every tool know at least one of a variable's definitions when it sends any of the requests? */
export function reachAll(definitions: readonly Definition[], requests: Iterable<RequestView>): boolean {
  const first = new Map<Block, Definition>();
  for (const definition of definitions) if (!first.has(definition.block)) first.set(definition.block, definition);
  for (const { document, block, name } of first.values()) if (isSharedBlock(document, block, [name])) return true;
  for (const request of requests) {
    const { document, block, line } = request;
    const own = first.get(block);
    if (!own || own.line > line) return false;
    // In httpYac, the lines above a request without a separator belong to the previous request.
    if (!startsRegion(document, block) || !hasPlainLines(document, block, line, [own.name])) return false;
  }
  return true;
}

/** Does a region of httpYac start with the block? */
export function startsRegion({ blocks }: HttpDocument, block: Block): boolean {
  return block.isSeparated || block === blocks[0];
}

/**
 * Is there nothing between a block's start and a line but what belongs to the request below? httpYac reads any other
 * line as a request of its own, even an empty `@name =`.
 * @param filled variables that are going to have a value
 * @param excluded metadata that may not be there either
 */
export function hasPlainLines(
  document: HttpDocument,
  block: Block,
  end: number,
  filled: readonly string[],
  excluded: readonly string[] = [],
): boolean {
  const cursor = new LineCursor(document.text, block.offset, block.line);
  cursor.beginBlock();
  if (block.isSeparated) cursor.next();
  for (; !cursor.done && cursor.line < end; cursor.next()) {
    if (cursor.blank || isDefinition(cursor, filled)) continue;
    if (skipBlockComment(cursor) || isOwnScript(cursor)) {
      if (cursor.atBlockEnd()) return false; // an unclosed one is neither a comment nor a script
      continue;
    }
    if (!readComment(cursor) || excluded.includes(metadataOf(cursor))) return false;
  }
  return true;
}

/** The name of a comment's metadata; empty if there is none. */
export function metadataOf({ text, start, end }: LineCursor): string {
  return METADATA.exec(text.slice(start, Math.min(end, start + LONGEST)))?.[1] ?? "";
}

function isDefinition(cursor: LineCursor, filled: readonly string[]): boolean {
  const draft = new BlockDraft();
  if (!readVariable(cursor, draft)) return false;
  const [variable] = draft.variables;
  if (!variable) return false;
  const { name, value } = variable;
  return (
    value.start < value.end ||
    filled.includes(cursor.text.slice(cursor.blockOffset + name.start, cursor.blockOffset + name.end))
  );
}

/** httpYac takes a `<` without a space, as in `<@ file` and `<> file`, for the body of a region. */
function isOwnScript(cursor: LineCursor): boolean {
  const mark = cursor.text.slice(cursor.first, Math.min(cursor.first + 2, endOfLine(cursor.text, cursor.first)));
  return /^(?:\{\{|<\s)/.test(mark) && skipScript(cursor);
}
