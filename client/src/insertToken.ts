import { Range, type TextDocument, TextEdit, workspace, WorkspaceEdit } from "vscode";
import type { AuthorizeValue } from "../../server/src/protocol.ts";
import { failure, type Outcome } from "./failure.ts";
import { trackLine } from "./lineTracker.ts";
import { insertStyle } from "./settings.ts";
import type { Tokens } from "./tokens.ts";
import type { Worker } from "./worker.ts";

/** How often edits are asked for again when somebody types in between. */
const TRIES = 3;

/** Where in a document, with a zero-based line. */
export interface Place {
  document: TextDocument;
  line: number;
}

/** Writes a fresh token into the request at a place, wherever typing has moved it to meanwhile. */
export async function insertToken({ document, line }: Place, tokens: Tokens, worker: Worker): Promise<Outcome<void>> {
  const tracked = trackLine(document, line);
  try {
    const position = { line, character: 0 };
    const request = await worker.send("argus/requestAt", { textDocument: { uri: document.uri.toString() }, position });
    if (!request.ok) return request;
    if (request.value === null) return failure("noRequest");
    const obtained = await tokens.obtain(request.value.profile);
    if (!obtained.ok) return obtained;
    return await authorize(document, obtained.value.token.accessToken, worker, () => tracked.line);
  } finally {
    tracked.dispose();
  }
}

/** Writes a fresh token of the active profile into every request of a document that carries an Argus token. */
export async function refreshTokens(document: TextDocument, tokens: Tokens, worker: Worker): Promise<Outcome<void>> {
  const obtained = await tokens.obtain();
  if (!obtained.ok) return obtained;
  return authorize(document, obtained.value.token.accessToken, worker, "all");
}

async function authorize(
  document: TextDocument,
  accessToken: string,
  worker: Worker,
  where: "all" | (() => number | undefined),
): Promise<Outcome<void>> {
  const textDocument = { uri: document.uri.toString() };
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const line = where === "all" ? undefined : where();
    if (document.isClosed || (where !== "all" && line === undefined)) break;
    const answer = await worker.send("argus/authorize", {
      textDocument,
      accessToken,
      style: insertStyle(),
      ...(line === undefined ? {} : { position: { line, character: 0 } }),
    });
    if (!answer.ok) return answer;
    if (await apply(document, answer.value)) return { ok: true, value: undefined };
  }
  return failure("documentChanged");
}

/** One undo step, and only on the version that the edits are for. */
async function apply(document: TextDocument, { version, edits }: AuthorizeValue): Promise<boolean> {
  if (document.version !== version || document.isClosed) return false;
  if (edits.length === 0) return true;
  const edit = new WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(({ range: { start, end }, newText }) =>
      TextEdit.replace(new Range(start.line, start.character, end.line, end.character), newText),
    ),
  );
  return workspace.applyEdit(edit);
}
