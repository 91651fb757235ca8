import type { CodeLens } from "vscode-languageserver";
import {
  lensCommand,
  type LensKind,
  lensKinds,
  type LensMode,
  type LensPosition,
  MOST_COMPLETE,
} from "../../../../common/protocol/codeLenses.ts";
import type { LensState } from "../../../../common/protocol/lensState.ts";
import { type AnalysisContext, tokenLookup } from "../facts/analysisContext.ts";
import { lensState } from "../facts/lensState.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { requestAtLine, RequestView } from "../facts/requestView.ts";
import { rangeOf } from "../parse/model.ts";
import type { Block, HttpDocument, RequestBlock } from "../parse/model.ts";

/** Lenses are identified by their index in this list until they are resolved. */
const KINDS: readonly LensKind[] = ["state", "introspect", "userinfo", "menu"];

/**
 * One position per request that takes a header: lenses are shown above its request line.
 *
 * @param isShown whether a line is visible; a large document gets states for visible requests only
 */
export function lensPositions(
  document: HttpDocument,
  uri: string,
  analysis: AnalysisContext,
  isShown: (line: number) => boolean = () => false,
): LensPosition[] {
  const records = blocksWithResponses(document, uri);
  const known = tokenLookup(analysis);
  const settings = profileSettings(analysis);
  const blocks = document.blocks.filter(takesHeader);
  const isSmall = blocks.length <= MOST_COMPLETE;
  return blocks.map((block) => {
    const { start, end } = rangeOf(block, block.request.line);
    return {
      line: start.line,
      start: start.character,
      end: end.character,
      hasResponse: records.has(block),
      ...((isSmall || isShown(start.line)) && {
        state: lensState(new RequestView(document, block, settings), analysis, known),
      }),
    };
  });
}

/** The state of the request at a lens; `undefined` if it no longer exists. */
export function lensStateAt(document: HttpDocument, line: number, analysis: AnalysisContext): LensState | undefined {
  const request = requestAtLine(document, line, profileSettings(analysis));
  return request && lensState(request, analysis, tokenLookup(analysis));
}

/**
 * The lenses in LSP's own form, without icons, which only VS Code draws.
 * @param uri of the document, for the commands' arguments `[uri, line]`
 * @param id of the document, for lenses that have to be resolved: they repeat it, so it is short
 */
export function codeLenses(
  document: HttpDocument,
  uri: string,
  id: number,
  mode: LensMode,
  analysis: AnalysisContext,
): CodeLens[] {
  if (mode === "off") return [];
  const { now } = analysis;
  return lensPositions(document, uri, analysis).flatMap((position): CodeLens[] => {
    const { line, start, end, state } = position;
    const range = { start: { line, character: start }, end: { line, character: end } };
    return lensKinds(position, mode).map((kind) =>
      state
        ? { range, command: lensCommand({ kind, uri, line, state, now, hasIcons: false }) }
        : { range, data: id * KINDS.length + KINDS.indexOf(kind) },
    );
  });
}

function takesHeader(block: Block): block is RequestBlock {
  return block.request?.acceptsHeader === true;
}

/**
 * Adds the command to a lens that was sent without one; returns any other lens unchanged.
 * @param documentOf finds a document by its id; `undefined` if it is no longer open
 */
export function resolveCodeLens(
  lens: CodeLens,
  analysisOf: (uri: string) => AnalysisContext,
  documentOf: (id: number) => { uri: string; model: HttpDocument } | undefined,
): CodeLens {
  const data: unknown = lens.data;
  if (lens.command !== undefined || !Number.isSafeInteger(data)) return lens;
  const kind = KINDS[Number(data) % KINDS.length];
  const document = documentOf(Math.floor(Number(data) / KINDS.length));
  if (kind === undefined || document === undefined) return lens;
  const { uri, model } = document;
  const { line } = lens.range.start;
  const analysis = analysisOf(uri);
  const state = lensStateAt(model, line, analysis) ?? { kind: "none" };
  return {
    range: lens.range,
    command: lensCommand({ kind, uri, line, state, now: analysis.now, hasIcons: false }),
  };
}
