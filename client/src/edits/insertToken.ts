import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import { type EditsValue, type InsertStyle, OTHER_SCHEME } from "../../../common/protocol/documents.ts";
import { applyEdits, TRIES } from "../documents/documentEdits.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { requestAt } from "../documents/requestAt.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import { activeProfileName } from "../settings.ts";
import type { Tokens } from "../tokens/tokens.ts";
import type { Worker } from "../worker/worker.ts";

/** Writes a fresh token into the request at a place, wherever typing has moved it to meanwhile. */
export async function insertToken(
  place: DocumentLine,
  tokens: Tokens,
  worker: Worker,
  style: InsertStyle,
): Promise<Outcome<void>> {
  const request = await requestAt(place, worker);
  if (!request.ok) return request;
  const { profile } = request.value;
  const obtained = await tokens.obtain(profile);
  if (!obtained.ok) return obtained;
  const written = await write(place, profile, obtained.value.token.accessToken, style, worker);
  return about(obtained.value.profile.name, written);
}

/** @param profile that the request named when the token was asked for */
async function write(
  place: DocumentLine,
  profile: string | undefined,
  accessToken: string,
  style: InsertStyle,
  worker: Worker,
): Promise<Outcome<void>> {
  const { document } = place;
  let replaceOtherScheme = false;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const now = await requestAt(place, worker);
    if (!now.ok) return now.error.code === "requestChanged" ? failure("documentChanged") : now;
    // A directive was typed meanwhile: the token is that of the profile from before.
    if (now.value.profile !== profile) break;
    const answer = await worker.send("argus/authorize", {
      textDocument: { uri: document.uri.toString() },
      position: { line: now.value.requestLine, character: 0 },
      accessToken,
      style,
      replaceOtherScheme,
      removeUnusedVariable: true,
    });
    if (!answer.ok && answer.error.reason === OTHER_SCHEME) {
      if (!(await wantsReplacement())) return failure("cancelled");
      replaceOtherScheme = true;
      continue;
    }
    if (!answer.ok) return answer;
    if (await applyEdits(document, [answer.value])) return { ok: true, value: undefined };
  }
  return failure("documentChanged");
}

/** Credentials of another scheme are nobody's to overwrite unasked. */
async function wantsReplacement(): Promise<boolean> {
  const question = l10n.t("Replace the request's Authorization by an Argus token?");
  const detail = l10n.t("The request authorizes with another scheme than Bearer. One undo brings it back.");
  const replace = l10n.t("Replace");
  return (await window.showWarningMessage(question, { modal: true, detail }, replace)) === replace;
}

/**
 * Writes fresh tokens into all requests of a document that carry one, each of the request's own profile, and each the way
 * that it is written: nobody who asks for fresh tokens wants the file written otherwise.
 */
export async function refreshTokens(
  { document }: DocumentLine,
  tokens: Tokens,
  worker: Worker,
): Promise<Outcome<void>> {
  const textDocument = { uri: document.uri.toString() };
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const carried = await worker.send("argus/tokenProfiles", { textDocument });
    if (!carried.ok) return carried;
    const { profiles } = carried.value;
    if (profiles.length === 0) return failure("nothingToRefresh");
    const answers: EditsValue[] = [];
    for (const profile of profiles) {
      const obtained = await tokens.obtain(profile ?? activeProfileName());
      if (!obtained.ok) return obtained;
      const { accessToken } = obtained.value.token;
      const answer = await worker.send("argus/authorize", { textDocument, accessToken, profile });
      if (!answer.ok) return answer;
      answers.push(answer.value);
    }
    if (await applyEdits(document, answers)) return { ok: true, value: undefined };
  }
  return failure("documentChanged");
}
