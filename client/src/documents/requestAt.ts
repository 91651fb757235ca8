import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { Worker } from "../worker/worker.ts";
import type { DocumentLine } from "./documentLine.ts";

/** The request at a line in its current state. Errors: `requestChanged`, `noRequest`. */
export async function requestAt({ document, line }: DocumentLine, worker: Worker): Promise<Outcome<RequestAtValue>> {
  if (line === undefined) return failure("requestChanged");
  const position = { line, character: 0 };
  const answer = await worker.send("argus/requestAt", { textDocument: { uri: document.uri.toString() }, position });
  if (!answer.ok) return answer;
  return answer.value === null ? failure("noRequest") : { ok: true, value: answer.value };
}
