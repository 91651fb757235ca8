import { applyEdits, TRIES } from "../documents/documentEdits.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { Worker } from "../worker/worker.ts";

/** Removes all Argus tokens, and placeholders for them, from a document. */
export async function removeTokens({ document }: DocumentLine, worker: Worker): Promise<Outcome<void>> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await worker.send("argus/removeTokens", { textDocument: { uri: document.uri.toString() } });
    if (!answer.ok) return answer;
    if (answer.value.edits.length === 0) return failure("nothingToRemove");
    const edited = await applyEdits(document, [answer.value]);
    if (edited === "applied") return { ok: true, value: undefined };
    if (edited === "readOnly") return failure("readOnly");
  }
  return failure("requestChanged");
}
