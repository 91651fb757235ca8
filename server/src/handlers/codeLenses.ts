/**
 * Code lenses in both protocols: LSP's own, for any editor, and `argus/codeLenses`, which sends our client only the
 * positions and states and leaves the rest to `client/src/worker/codeLenses.ts`. `common/protocol/codeLenses.ts` decides
 * which lenses there are.
 */
import type { Connection, TextDocuments } from "vscode-languageserver";
import { codeLensesParamsSchema, lensStateParamsSchema, packLenses } from "../../../common/protocol/codeLenses.ts";
import { lensMode } from "../coexistence.ts";
import { codeLenses, lensPositions, lensStateAt, resolveCodeLens } from "../http/features/codeLenses.ts";
import type { OpenDocument } from "../openDocument.ts";
import type { WorkerState } from "../workerState.ts";
import { openDocuments } from "./documents.ts";
import { checked, type Handlers } from "./handler.ts";

/** @param before called before lenses are made */
export function codeLensHandlers(
  documents: TextDocuments<OpenDocument>,
  state: WorkerState,
  before: () => void,
): Handlers<"argus/codeLenses" | "argus/lensState"> {
  const open = openDocuments(documents);
  return {
    "argus/codeLenses": checked(
      codeLensesParamsSchema,
      open(({ model, uri }, { shown = [] }) => {
        before();
        const mode = lensMode(state.settings);
        const isShown = (line: number): boolean => shown.some(([first, last]) => first <= line && line <= last);
        const positions = mode === "off" ? [] : lensPositions(model, uri, state.analysisOf(uri), isShown);
        return { ok: true, value: { mode, ...packLenses(positions) } };
      }),
    ),
    "argus/lensState": checked(
      lensStateParamsSchema,
      open(({ model, uri }, { line }) => ({
        ok: true,
        value: lensStateAt(model, line, state.analysisOf(uri)) ?? null,
      })),
    ),
  };
}

/** @param before called before lenses are made */
export function registerCodeLenses(
  connection: Connection,
  documents: TextDocuments<OpenDocument>,
  state: WorkerState,
  before: () => void,
): void {
  connection.onCodeLens(({ textDocument }) => {
    before();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const { model, uri, id } = document;
    return codeLenses(model, uri, id, lensMode(state.settings), state.analysisOf(uri));
  });
  connection.onCodeLensResolve((lens) =>
    resolveCodeLens(
      lens,
      (uri) => state.analysisOf(uri),
      (id) => documents.all().find((document) => document.id === id),
    ),
  );
}
