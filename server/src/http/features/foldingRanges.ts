import type { FoldingRange } from "vscode-languageserver";
import { linesOf } from "../facts/lines.ts";
import type { LineKind } from "../facts/lines.ts";
import type { Block, HttpDocument } from "../parse/model.ts";

interface FoldingCandidate {
  readonly kind: LineKind;
  readonly startLine: number;
  endLine: number;
}

/** Folds each whole request, its head, its body, and scripts. */
export function foldingRanges(document: HttpDocument): FoldingRange[] {
  return document.blocks.flatMap((block) => rangesOf(document, block));
}

function rangesOf(document: HttpDocument, block: Block): FoldingRange[] {
  const parts: FoldingCandidate[] = [];
  for (const { line, kind, blank } of linesOf(document, block)) {
    if (blank) continue;
    const last = parts.at(-1);
    if (last?.kind === kind) last.endLine = line;
    else parts.push({ kind, startLine: line, endLine: line });
  }
  const whole = { startLine: parts[0]?.startLine ?? 0, endLine: parts.at(-1)?.endLine ?? 0 };
  const inner = parts.filter(({ kind, startLine, endLine }) => kind !== "preamble" && endLine > startLine);
  const ranges: FoldingRange[] = inner
    // A request with a single part would fold twice.
    .filter((part) => !block.request || part.startLine !== whole.startLine || part.endLine !== whole.endLine)
    .map(({ startLine, endLine }) => ({ startLine, endLine }));
  if (block.request && whole.endLine > whole.startLine) ranges.unshift({ ...whole, kind: "region" });
  return ranges;
}
