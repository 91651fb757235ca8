import * as l10n from "@vscode/l10n";
import { urlWithoutSecrets } from "../../../common/urls.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { tellDone } from "../failures/doneMessage.ts";
import type { Worker } from "../worker/worker.ts";
import type { DocumentLine } from "./documentLine.ts";
import { requestAt } from "./requestAt.ts";

/**
 * On a `###` line, a command applies to the request below, while REST Client does nothing there. Tells the person which
 * request that is.
 * @returns the request's name
 */
export async function tellRequestBelow(
  target: DocumentLine,
  { worker, redactor }: { worker: Worker; redactor: Pick<Redactor, "redact"> },
): Promise<string | undefined> {
  const { document, line } = target;
  if (line === undefined || line >= document.lineCount || !document.lineAt(line).text.startsWith("###")) return;
  const request = await requestAt(target, worker);
  if (!request.ok) return;
  const { method, url, requestLine } = request.value;
  const name = l10n.t("{0} {1} (line {2})", method, redactor.redact(urlWithoutSecrets(url)), requestLine + 1);
  tellDone(l10n.t("From a ### line, this is for the request below: {0}", name));
  return name;
}
