import type { CodeAction, CodeActionKind, Diagnostic, WorkspaceEdit } from "vscode-languageserver";
import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { findingsIn } from "../diagnostics/diagnose.ts";
import type { Finding, Fix } from "../diagnostics/finding.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { hasRequest } from "../parse/model.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { RequestView } from "../facts/requestView.ts";
import { lastAtOrBefore } from "../facts/lineLookup.ts";
import { fileActions, requestActions } from "./requestActions.ts";

const QUICK_FIX: typeof CodeActionKind.QuickFix = "quickfix";
const REWRITE: typeof CodeActionKind.RefactorRewrite = "refactor.rewrite";
const SOURCE: typeof CodeActionKind.Source = "source";

export const CODE_ACTION_KINDS = [QUICK_FIX, REWRITE, SOURCE];

export interface CodeActionOptions {
  readonly uri: string;
  readonly range: Range;
  /** The requested kinds and their subkinds; all if absent. */
  readonly only?: readonly string[] | undefined;
  readonly toDiagnostic: (finding: Finding) => Diagnostic;
  /** Ties edits to the version of the document they were made for. */
  readonly toWorkspaceEdit: (edits: readonly TextEdit[]) => WorkspaceEdit;
}

/** Fixes for the findings in a range, and actions for its request and for the file. */
export function codeActions(
  document: HttpDocument,
  analysis: AnalysisContext,
  options: CodeActionOptions,
): CodeAction[] {
  const { uri, range } = options;
  const actions: CodeAction[] = [];
  const add = (kind: CodeActionKind, fixes: readonly Fix[]): void => {
    for (const fix of fixes) actions.push(toAction(kind, fix, options));
  };
  const isWanted = (kind: CodeActionKind): boolean => isKindWanted(kind, options);

  const blocks = blocksIn(document, range);
  actions.push(...quickFixes(findingsIn(document, uri, analysis, blocks), options));
  const [block] = blocks;
  if (
    block &&
    hasRequest(block) &&
    isWanted(REWRITE) &&
    range.start.line < block.line + block.request.bodyLine &&
    !blocksWithResponses(document, uri).has(block)
  ) {
    add(REWRITE, requestActions(new RequestView(document, block, profileSettings(analysis)), uri, analysis));
  }
  if (isWanted(SOURCE)) add(SOURCE, fileActions(document, uri, range.start.line, analysis));
  return actions;
}

/** The fixes for the findings that a range touches. */
export function quickFixes(findings: readonly Finding[], options: CodeActionOptions): CodeAction[] {
  if (!isKindWanted(QUICK_FIX, options)) return [];
  return findings
    .filter((finding) => touches(finding.range, options.range))
    .flatMap((finding) =>
      finding.fixes().map((fix) => toAction(QUICK_FIX, fix, options, options.toDiagnostic(finding))),
    );
}

function isKindWanted(kind: CodeActionKind, { only }: CodeActionOptions): boolean {
  return only?.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`)) ?? true;
}

function toAction(kind: CodeActionKind, fix: Fix, options: CodeActionOptions, diagnostic?: Diagnostic): CodeAction {
  const { title, edits, command, isPreferred } = fix;
  return {
    title,
    kind,
    ...(diagnostic && { diagnostics: [diagnostic] }),
    ...(isPreferred === true && { isPreferred }),
    ...(edits && { edit: options.toWorkspaceEdit(edits) }),
    ...(command && { command }),
  };
}

function blocksIn({ blocks }: HttpDocument, { start, end }: Range): readonly Block[] {
  return blocks.slice(lastAtOrBefore(blocks, start.line), lastAtOrBefore(blocks, end.line) + 1);
}

function touches(a: Range, b: Range): boolean {
  return !isAfter(a.start, b.end) && !isAfter(b.start, a.end);
}

function isAfter(a: Range["start"], b: Range["start"]): boolean {
  return a.line > b.line || (a.line === b.line && a.character > b.character);
}
