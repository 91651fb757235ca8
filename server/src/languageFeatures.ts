import { environmentFileKind } from "../../common/environmentFiles.ts";
import { escapeMarkdown } from "../../common/markdown.ts";
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Hover,
  MarkupKind,
  type ServerCapabilities,
  type TextDocuments,
} from "vscode-languageserver";
import { CODE_ACTION_KINDS, type CodeActionOptions, codeActions, quickFixes } from "./http/features/codeActions.ts";
import { completionsAt } from "./http/features/completions.ts";
import { findingsIn } from "./http/diagnostics/diagnose.ts";
import { environmentFindings } from "./variables/environmentFindings.ts";
import type { AnalysisContext } from "./http/facts/analysisContext.ts";
import type { Finding } from "./http/diagnostics/finding.ts";
import { documentLinks } from "./http/features/documentLinks.ts";
import { documentSymbols } from "./http/features/documentSymbols.ts";
import { foldingRanges } from "./http/features/foldingRanges.ts";
import { hoverAt, type HoverText } from "./http/features/hover.ts";
import { LowPriorityQueue } from "./lowPriorityQueue.ts";
import { providesFeature, type SharedFeature } from "./coexistence.ts";
import type { HttpDocument } from "./http/parse/model.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { WorkerState } from "./workerState.ts";

export const LANGUAGE_CAPABILITIES: ServerCapabilities = {
  codeLensProvider: { resolveProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  hoverProvider: true,
  completionProvider: { triggerCharacters: ["@", "{", ":", " "] },
  codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS },
  diagnosticProvider: { identifier: "argus", interFileDependencies: false, workspaceDiagnostics: false },
};

/**
 * Registers the LSP features except code lenses, which have two protocols.
 *
 * @param documentation finds the explanation of a diagnostic's code
 */
export function registerLanguageFeatures(
  connection: Connection,
  documents: TextDocuments<OpenDocument>,
  state: WorkerState,
  documentation: (code: string) => string | undefined,
): void {
  const queue = new LowPriorityQueue();
  const isOffered = (feature: SharedFeature, model: HttpDocument): boolean =>
    providesFeature(state.settings, feature, model);
  const toDiagnostic = (finding: Finding): Diagnostic => describe(finding, documentation(finding.code));

  /** Answers for an open `.http` document, and `null` for any other. */
  function forDocument<P extends { textDocument: { uri: string } }, R>(
    answer: (document: OpenDocument, params: P) => R,
  ) {
    return (params: P): R | null => {
      const document = documents.get(params.textDocument.uri);
      return document === undefined || environmentFileKind(document.uri) !== undefined
        ? null
        : answer(document, params);
    };
  }

  /** For slow features that people look at after lenses and hovers. */
  function lowPriority<P, R>(answer: (params: P) => R) {
    return (params: P, token: CancellationToken): Promise<R> => queue.run(() => answer(params), token);
  }

  connection.onDocumentSymbol(
    lowPriority(forDocument(({ model }) => (isOffered("documentSymbol", model) ? documentSymbols(model) : []))),
  );
  connection.onFoldingRanges(
    lowPriority(forDocument(({ model }) => (isOffered("foldingRange", model) ? foldingRanges(model) : null))),
  );
  connection.onDocumentLinks(
    lowPriority(forDocument(({ model, uri }) => (isOffered("documentLink", model) ? documentLinks(model, uri) : []))),
  );
  connection.onHover(
    forDocument(({ model, uri }, { position }) =>
      toHover(hoverAt(model, position, state.analysisOf(uri)), state.rendersMarkdown),
    ),
  );
  connection.onCompletion(
    forDocument(({ model, uri }, { position }) =>
      completionsAt(model, uri, position, state.analysisOf(uri), isOffered("completion", model)),
    ),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) => {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const { version } = document;
    const options: CodeActionOptions = {
      uri,
      range,
      only,
      toDiagnostic,
      toWorkspaceEdit: (edits) =>
        state.versionsEdits
          ? { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] }
          : { changes: { [uri]: [...edits] } },
    };
    const analysis = state.analysisOf(uri);
    return environmentFileKind(uri) === undefined
      ? codeActions(document.model, analysis, options)
      : quickFixes(environmentFindings(document, analysis), options);
  });
  connection.languages.diagnostics.on(
    lowPriority(({ textDocument, previousResultId }): DocumentDiagnosticReport => {
      const document = documents.get(textDocument.uri);
      if (document === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const { uri, id, version } = document;
      const now = state.analysisOf(uri);
      // Timers stop while a machine sleeps, so the number of expired tokens shows that time has passed.
      const expired = now.held.tokens.filter(({ expiresAt }) => expiresAt <= now.now).length;
      const resultId = [id, version, state.revision, expired].join(".");
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      return {
        kind: DocumentDiagnosticReportKind.Full,
        resultId,
        items: findingsOf(document, now).map(toDiagnostic),
      };
    }),
  );
}

/** The diagnostics of a document in LSP form. */
export function diagnosticsOf(
  document: OpenDocument,
  state: WorkerState,
  documentation: (code: string) => string | undefined,
): Diagnostic[] {
  return findingsOf(document, state.analysisOf(document.uri)).map((finding) =>
    describe(finding, documentation(finding.code)),
  );
}

function findingsOf(document: OpenDocument, analysis: AnalysisContext): Finding[] {
  if (environmentFileKind(document.uri) !== undefined) return environmentFindings(document, analysis);
  return findingsIn(document.model, document.uri, analysis);
}

const SEVERITIES = {
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

function describe({ code, severity, range, message }: Finding, href: string | undefined): Diagnostic {
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: "argus",
    message,
  };
}

function toHover(text: HoverText | undefined, isMarkdown: boolean): Hover | null {
  if (text === undefined) return null;
  const value = text.paragraphs.map((paragraph) => (isMarkdown ? escapeMarkdown(paragraph) : paragraph)).join("\n\n");
  return { range: text.range, contents: { kind: isMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText, value } };
}
