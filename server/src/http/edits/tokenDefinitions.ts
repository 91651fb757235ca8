/**
 * Gives the lines `@argusToken = …` a region of their own. All tools read a definition there, or in the region of the
 * file's only request; see `sharedVariables.ts`.
 */
import type { Position, Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { lineAt, lineBreakOf } from "../facts/lineLookup.ts";
import { type RequestView, requestsOf } from "../facts/requestView.ts";
import { hasPlainLines, isSharedBlock, metadataOf, reachAll, startsRegion } from "../facts/sharedVariables.ts";
import type { Definition } from "../facts/variables.ts";
import { readComment } from "../parse/comments.ts";
import { LineCursor } from "../parse/cursor.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { BOM } from "../parse/text.ts";
import { definitionEdit } from "./edits.ts";
import type { HeaderInBlock } from "./lineEdits.ts";

const SEPARATOR = "###";

/**
 * Edits that write tokens, and what has moved, which is to be removed together with everything else that is removed.
 */
export interface TokenEdits {
  readonly edits: readonly TextEdit[];
  readonly moved: readonly Definition[];
  readonly movedHeaders: readonly HeaderInBlock[];
}

/** Variables by their names, each with the requests that refer to it. */
export type VariableUsers = ReadonlyMap<string, readonly RequestView[]>;

/**
 * Gives variables a value, wherever they are defined: tools differ in which definition counts. A variable that some
 * tool would not find for one of its users moves to where all find it.
 */
export function variableEdits(
  document: HttpDocument,
  users: VariableUsers,
  value: string,
): Pick<TokenEdits, "edits" | "moved"> {
  const added = new Map<string, string>();
  const moved: Definition[] = [];
  const changed: TextEdit[] = [];
  for (const [name, requests] of users) {
    const [user] = requests;
    const definitions = user?.variables.definitionsOf(name) ?? [];
    // Keeps a scheme in the value, for requests that rely on it.
    const parts = definitions.map((definition) => user?.header.split(definition.value));
    const around = parts.find((found) => found && found.before + found.after !== "");
    const written = `${around?.before ?? ""}${value}${around?.after ?? ""}`;
    const isKnown = reachAll(definitions, requests);
    if (!isKnown) added.set(name, `@${name} = ${written}`);
    for (const definition of definitions) {
      const stays = isKnown || isSupport(document, definition);
      const edit = stays ? definitionEdit(definition, written) : null;
      if (edit) changed.push(edit);
      if (!stays) moved.push(definition);
    }
  }
  return { edits: added.size === 0 ? changed : [insertDefinitions(document, added), ...changed], moved };
}

/**
 * Do other lines need this one where it is? Among the headers, the line below could otherwise continue the line above.
 * Without a separator above, it can be what makes a directive or a name above it part of the request.
 */
function isSupport(document: HttpDocument, { block, variable }: Definition): boolean {
  if (block.request === null) return false;
  const hasMetadata = block.profile !== null || block.name !== null;
  return variable.name.line > block.request.line.line || (hasMetadata && !startsRegion(document, block));
}

/**
 * The lines to remove with definitions: their own and, of a region that {@link variableEdits} made for them, the
 * separator and the blank line, once nothing else is in it.
 */
export function linesOf(document: HttpDocument, definitions: readonly Definition[]): Range[] {
  const ranges = definitions.map(({ range }) => range);
  const byBlock = new Map<Block, Set<number>>();
  for (const { block, line } of definitions) {
    const lines = byBlock.get(block);
    if (lines) lines.add(line);
    else byBlock.set(block, new Set([line]));
  }
  for (const [block, lines] of byBlock) {
    const marks = lines.size < block.variables.length ? undefined : ownRegionMarks(document, block, lines);
    if (marks) ranges.push(marks);
  }
  return ranges;
}

/** The blank line and separator of a region that contains only token variables. */
function ownRegionMarks(document: HttpDocument, block: Block, lines: ReadonlySet<number>): Range | undefined {
  if (block.request) return undefined;
  // They are in the order of the text.
  const [top = 0] = lines;
  const below = ([...lines].at(-1) ?? 0) + 1;
  const next = document.blocks[1];
  if (block === document.blocks[0] && !block.isSeparated && next) {
    const isOwn = below === next.line - 1 && isBareSeparator(document, next) && isEmpty(document, below);
    return isOwn && hasCommentsOnly(document, block, lines) ? wholeLines(below, next.line) : undefined;
  }
  const isLast = block === document.blocks.at(-1) && isBareSeparator(document, block);
  const first = block.line + 2;
  const isOwn = isLast && isEmpty(document, block.line + 1) && top === first;
  const isAlone = lines.size === below - first && block.line + block.lineCount <= below + 1 && isEmpty(document, below);
  return isOwn && isAlone ? wholeLines(block.line, block.line + 1) : undefined;
}

/** Adds definitions where every tool finds them for every request. */
function insertDefinitions(document: HttpDocument, definitions: ReadonlyMap<string, string>): TextEdit {
  const lineBreak = lineBreakOf(document);
  const lines = [...definitions.values()].map((line) => line + lineBreak).join("");
  const region = `${lines}${lineBreak}${SEPARATOR}${lineBreak}`;
  const names = [...definitions.keys()];
  const [first, second] = document.blocks;
  const top = { line: 0, character: document.text.charCodeAt(0) === BOM ? 1 : 0 };
  if (!first || first.isSeparated) return insert(top, lines);
  if (isSharedBlock(document, first, names)) {
    // Blank lines above a separator would look like a region of ours.
    const isBlank = second !== undefined && isBareSeparator(document, second) && hasBlankLinesOnly(document, first);
    return isBlank ? insert({ line: second.line, character: 0 }, lines) : insert(top, lines);
  }
  const requests = requestsOf(document);
  const [only] = requests;
  if (requests.length === 1 && only?.block === first && hasPlainLines(document, first, only.line, names)) {
    return insert(top, lines);
  }
  // The first request's directive applies to the file only if there is no separator above it.
  if (!first.profile) return insert(top, region);
  const directive = first.line + first.profile.line;
  if (hasCommentsOnly(document, first, new Set(), directive))
    return insert({ line: directive + 1, character: 0 }, region);
  return append(document, `${SEPARATOR}${lineBreak}${lineBreak}${lines}`);
}

/** Adds lines at the end of the document. */
function append(document: HttpDocument, lines: string): TextEdit {
  const line = document.lineCount - 1;
  const last = lineAt(document, line) ?? { start: 0, end: 0 };
  if (last.start === last.end) return insert({ line, character: 0 }, lines);
  const lineBreak = lineBreakOf(document);
  return insert({ line, character: last.end - last.start }, lineBreak + lines.slice(0, -lineBreak.length));
}

/** Is a block's separator nothing but `###`? */
function isBareSeparator({ text }: HttpDocument, { isSeparated, offset }: Block): boolean {
  return isSeparated && /^###(?:\r|\n|$)/.test(text.slice(offset, offset + SEPARATOR.length + 1));
}

function isEmpty(document: HttpDocument, line: number): boolean {
  const found = lineAt(document, line);
  return !found || found.start === found.end;
}

function hasBlankLinesOnly({ text }: HttpDocument, { offset, length }: Block): boolean {
  return text.slice(offset, offset + length).trim() === "";
}

/**
 * Does a block contain only comments, none of which tools read as metadata of a request?
 * @param ignored lines that do not count
 * @param last line to look at
 */
function hasCommentsOnly(
  document: HttpDocument,
  block: Block,
  ignored: ReadonlySet<number>,
  last = block.line + block.lineCount - 1,
): boolean {
  const cursor = new LineCursor(document.text, block.offset, block.line);
  for (; !cursor.done && cursor.line <= last; cursor.next()) {
    if (cursor.blank || ignored.has(cursor.line)) continue;
    if (!readComment(cursor) || !["", "argus"].includes(metadataOf(cursor).toLowerCase())) return false;
  }
  return true;
}

function wholeLines(first: number, last: number): Range {
  return { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
}

function insert(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}
