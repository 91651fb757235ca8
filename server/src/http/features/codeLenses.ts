import type { CodeLens } from "vscode-languageserver";
import {
  lensCommand,
  type LensKind,
  lensKinds,
  type LensMode,
  type LensPosition,
  MOST_COMPLETE,
} from "../../../../common/protocol/codeLenses.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { RequestView } from "../facts/requestView.ts";
import { rangeOf } from "../parse/model.ts";
import type { Block, HttpDocument, RequestBlock } from "../parse/model.ts";

/** Lenses are identified by their index in this list until they are resolved. */
const KINDS: readonly LensKind[] = ["insert", "replace", "introspect", "userinfo", "menu"];

/** One position per request that takes an `Authorization` header: lenses are shown above its request line. */
export function lensPositions(document: HttpDocument, uri: string): LensPosition[] {
  const records = blocksWithResponses(document, uri);
  return document.blocks.filter(takesHeader).map((block) => {
    const { start, end } = rangeOf(block, block.request.line);
    return {
      line: start.line,
      start: start.character,
      end: end.character,
      hasAuthorization: new RequestView(document, block).authorization !== null,
      hasResponse: records.has(block),
    };
  });
}

/**
 * The lenses in LSP form.
 * @param uri of the document, for the arguments `[uri, line]` of commands
 * @param id of the document; unresolved lenses repeat it, so it is short
 */
export function codeLenses(document: HttpDocument, uri: string, id: number, mode: LensMode): CodeLens[] {
  if (mode === "off") return [];
  const positions = lensPositions(document, uri);
  const isComplete = positions.length <= MOST_COMPLETE;
  return positions.flatMap((position): CodeLens[] => {
    const { line, start, end } = position;
    const range = { start: { line, character: start }, end: { line, character: end } };
    return lensKinds(position, mode).map((kind) =>
      isComplete
        ? { range, command: lensCommand(kind, uri, line) }
        : { range, data: id * KINDS.length + KINDS.indexOf(kind) },
    );
  });
}

function takesHeader(block: Block): block is RequestBlock {
  return block.request?.acceptsHeader === true;
}

/**
 * Completes a lens that was sent without its command; any other is returned unchanged.
 * @param uriOf finds the document's URI by its id; `undefined` if it is closed
 */
export function resolveCodeLens(lens: CodeLens, uriOf: (id: number) => string | undefined): CodeLens {
  const data: unknown = lens.data;
  if (lens.command !== undefined || !Number.isSafeInteger(data)) return lens;
  const kind = KINDS[Number(data) % KINDS.length];
  const uri = uriOf(Math.floor(Number(data) / KINDS.length));
  if (kind === undefined || uri === undefined) return lens;
  return { range: lens.range, command: lensCommand(kind, uri, lens.range.start.line) };
}
