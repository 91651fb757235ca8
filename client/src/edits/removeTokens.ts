import { editDocument } from "../documents/documentEdits.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { Worker } from "../worker/worker.ts";

/** Removes all Argus tokens, and placeholders for them, from a document. */
export async function removeTokens({ document }: DocumentLine, worker: Worker): Promise<Outcome<unknown>> {
  const textDocument = { uri: document.uri.toString() };
  const request = async () => {
    const answer = await worker.send("argus/removeTokens", { textDocument });
    if (!answer.ok) return answer;
    return answer.value.edits.length === 0 ? failure("nothingToRemove") : { ok: true as const, value: [answer.value] };
  };
  return editDocument(document, request, "requestChanged");
}
