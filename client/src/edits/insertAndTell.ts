import { commands } from "vscode";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { requestAt } from "../documents/requestAt.ts";
import type { Outcome } from "../failures/failure.ts";
import { ignored } from "../../../common/ignored.ts";
import { keepsEnvironment } from "../settings.ts";
import { type InsertDependencies, insertToken, sayUnchanged } from "./insertToken.ts";
import type { KeepFresh } from "./keepFresh.ts";

interface Dependencies extends InsertDependencies {
  environmentOffer: { make: (variable?: string, isNeeded?: boolean) => void };
  keepFresh: KeepFresh;
}

/** Inserts a token, says so if the text does not change, and offers to keep tokens fresh. */
export async function insertAndTell(
  target: DocumentLine,
  dependencies: Dependencies,
  style: InsertStyle,
): Promise<Outcome<void>> {
  const { environmentOffer, keepFresh, worker } = dependencies;
  const inserted = await insertToken(target, dependencies, style);
  if (!inserted.ok) return inserted;
  const { document, line } = target;
  if (style === "environment" && !keepsEnvironment()) {
    const request = await requestAt(target, worker);
    // Even if the reference was already there.
    environmentOffer.make(
      request.ok ? request.value.authorization?.variable?.replace(/^\$processEnv\s+/, "") : undefined,
      !inserted.value.isChanged,
    );
  } else {
    if (!inserted.value.isChanged) sayUnchanged(inserted.value, style);
    keepFresh
      .offer(() => commands.executeCommand("argus.keepFresh", document.uri.toString(), line))
      .catch(ignored("asked at the next insertion"));
  }
  return { ok: true, value: undefined };
}
