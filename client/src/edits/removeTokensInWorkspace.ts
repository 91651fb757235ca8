import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  ProgressLocation,
  type TextDocument,
  type Uri,
  window,
  workspace,
  WorkspaceEdit,
} from "vscode";
import { NOT_OPEN, type RemoveTokensValue } from "../../../common/protocol/documents.ts";
import { textEdits, TRIES } from "../documents/documentEdits.ts";
import { isKnownWritable } from "../documents/writable.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { guardPaste } from "../prompts/listPaste.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { plainText } from "../../../common/plainText.ts";
import type { Worker } from "../worker/worker.ts";

/** How many files are read at once. */
const LANES = 8;

/** How many files a sentence names. */
const MOST_NAMES = 5;

/**
 * How many files are edited at once. When extensions have 60 documents open that no editor shows, VS Code closes the 10
 * that were opened first, and the text of a closed one may have changed by the time it is edited.
 */
const MOST_OPEN = 40;

/** Opening what VS Code has closed may close 10 others, but none that an earlier attempt opened. */
const ATTEMPTS = TRIES + MOST_OPEN / 10;

/** A document with tokens, and the edits that remove them. */
interface Holder extends RemoveTokensValue {
  document: TextDocument;
}

interface FileWithTokens {
  holders: Holder[];
  /** Too large, not text, or deleted meanwhile. */
  unread: Uri[];
}

/** What was done with the files that the person picked. */
interface Removal {
  tokens: number;
  files: number;
  unsaved: Uri[];
  readOnly: Uri[];
  unread: Uri[];
}

/**
 * Removes all Argus tokens, and placeholders for them, from the `.http` files in the workspace that the person picks.
 */
export async function removeTokensInWorkspace(worker: Worker): Promise<Outcome<void>> {
  const found = await search(worker);
  if (!found.ok) return found;
  const { holders, unread } = found.value;
  if (holders.length === 0) {
    const text = l10n.t("No .http file in this workspace contains an Argus token or a placeholder for one.");
    void window.showInformationMessage(plainText(`${text}${unreadSentence(unread)}`));
    return { ok: true, value: undefined };
  }
  const chosen = await choose(holders);
  if (chosen === undefined || chosen.length === 0) return failure("cancelled");
  return remove(chosen, unread, worker);
}

function search(worker: Worker): Promise<Outcome<FileWithTokens>> {
  const title = l10n.t("Argus: looking for tokens…");
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    window.withProgress(options, async (progress, cancellation) => {
      const uris = await workspace.findFiles("**/*.{http,rest}", searchExclude(), undefined, cancellation);
      return inspect(uris, worker, cancellation, () => {
        progress.report({ increment: 100 / uris.length });
      });
    }),
  );
}

/** What searches leave out too; `files.exclude` always applies. */
function searchExclude(): string | undefined {
  const patterns = workspace.getConfiguration("search").get<Record<string, unknown>>("exclude") ?? {};
  // Glob patterns cannot nest groups.
  const excluded = Object.keys(patterns).filter((pattern) => patterns[pattern] === true && !/[{},]/.test(pattern));
  return excluded.length === 0 ? undefined : `{${excluded.join(",")}}`;
}

/** Has the worker inspect files, some at a time. Each is opened for it, but not shown. */
async function inspect(
  uris: readonly Uri[],
  worker: Worker,
  cancellation?: CancellationToken,
  onEach: () => void = () => undefined,
): Promise<Outcome<FileWithTokens>> {
  const found: FileWithTokens = { holders: [], unread: [] };
  const queue = uris.values();
  let failed: Outcome<never> | undefined;
  const lane = async (): Promise<void> => {
    for (const uri of queue) {
      if (cancellation?.isCancellationRequested === true) failed ??= failure("cancelled");
      if (failed !== undefined) return;
      const answer = await inspectFile(uri, worker, cancellation);
      if (answer === "unread") found.unread.push(uri);
      else if (!answer.ok) failed ??= answer;
      else if (answer.value !== undefined) found.holders.push(answer.value);
      onEach();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failed ?? { ok: true, value: found };
}

/** @returns `undefined` for a file without tokens */
async function inspectFile(
  uri: Uri,
  worker: Worker,
  cancellation?: CancellationToken,
): Promise<Outcome<Holder | undefined> | "unread"> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const document = await opened(uri);
    if (document === undefined) return "unread";
    // The worker only knows `.http` documents.
    if (document.languageId !== "http") return { ok: true, value: undefined };
    const answer = await worker.send("argus/removeTokens", { textDocument: { uri: uri.toString() } }, cancellation);
    if (answer.ok)
      return { ok: true, value: answer.value.edits.length > 0 ? { document, ...answer.value } : undefined };
    if (answer.error.reason !== NOT_OPEN) return answer;
    // VS Code may have closed it while the worker looked.
    if (!document.isClosed) return "unread";
  }
  return "unread";
}

async function opened(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** The list to confirm, with everything picked at first. */
async function choose(holders: readonly Holder[]): Promise<Uri[] | undefined> {
  const items = holders
    .map(({ document: { uri }, count }) => ({
      label: plainText(workspace.asRelativePath(uri)),
      description: count === 1 ? l10n.t("1 token") : l10n.t("{0} tokens", count),
      picked: true,
      uri,
    }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const shown = window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: l10n.t("Argus: Remove Tokens from Workspace"),
    placeHolder: l10n.t("From which files? Those without unsaved changes are saved."),
  });
  const picked = await guardPaste(shown);
  return picked?.map(({ uri }) => uri);
}

/**
 * Edits files, as many at once as VS Code keeps open. Those without unsaved changes are saved, because a token left on
 * disk is not removed. The person has to save the others.
 */
function remove(uris: readonly Uri[], unread: readonly Uri[], worker: Worker): Promise<Outcome<void>> {
  return withSlowProgress(l10n.t("Argus: removing tokens…"), async (cancellation) => {
    const removal: Removal = { tokens: 0, files: 0, unsaved: [], readOnly: [], unread: [...unread] };
    let outcome: Outcome<void> = { ok: true, value: undefined };
    for (let from = 0; from < uris.length && outcome.ok; from += MOST_OPEN)
      outcome = await removeFrom(uris.slice(from, from + MOST_OPEN), removal, worker, cancellation);
    const { tokens, files, unsaved, readOnly } = removal;
    if (outcome.ok && files + readOnly.length === 0) return failure("nothingToRemove");
    if (files + readOnly.length > 0) {
      const removed = files === 0 ? "" : removedSentence(tokens, files);
      const left = `${unsavedSentence(unsaved)}${readOnlySentence(readOnly)}${unreadSentence(removal.unread)}`;
      void window.showInformationMessage(plainText(`${removed}${left}`.trim()));
    }
    return outcome;
  });
}

/** Edits some files in one step. @param removal what was done so far */
async function removeFrom(
  uris: readonly Uri[],
  removal: Removal,
  worker: Worker,
  cancellation: CancellationToken,
): Promise<Outcome<void>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await inspect(uris, worker, cancellation);
    if (!found.ok) return found;
    const writable = await Promise.all(found.value.holders.map(({ document }) => isKnownWritable(document)));
    const holders = found.value.holders.filter((_, index) => writable[index]);
    if (holders.some(({ document, version }) => document.isClosed || document.version !== version)) continue;
    const edit = new WorkspaceEdit();
    for (const { document, edits } of holders) edit.set(document.uri, textEdits(edits));
    const unsaved = urisOf(holders.filter(({ document }) => document.isDirty));
    if (holders.length > 0 && !(await workspace.applyEdit(edit))) continue;
    for (const uri of urisOf(holders)) {
      if (!unsaved.includes(uri) && !(await saved(uri))) unsaved.push(uri);
    }
    removal.tokens += holders.reduce((sum, { count }) => sum + count, 0);
    removal.files += holders.length;
    removal.unsaved.push(...unsaved);
    removal.readOnly.push(...urisOf(found.value.holders.filter((_, index) => !writable[index])));
    removal.unread.push(...found.value.unread);
    return { ok: true, value: undefined };
  }
  return failure("requestChanged");
}

function urisOf(holders: readonly Holder[]): Uri[] {
  return holders.map(({ document: { uri } }) => uri);
}

async function saved(uri: Uri): Promise<boolean> {
  try {
    return (await (await opened(uri))?.save()) === true;
  } catch {
    return false;
  }
}

function removedSentence(tokens: number, files: number): string {
  if (tokens === 1) return l10n.t("Removed 1 token from 1 file.");
  return files === 1
    ? l10n.t("Removed {0} tokens from 1 file.", tokens)
    : l10n.t("Removed {0} tokens from {1} files.", tokens, files);
}

function unsavedSentence(uris: readonly Uri[]): string {
  if (uris.length === 0) return "";
  return ` ${l10n.t("Not saved because they had other changes or could not be written: {0}.", listed(uris))}`;
}

function readOnlySentence(uris: readonly Uri[]): string {
  return uris.length === 0 ? "" : ` ${l10n.t("Not changed because they are read-only: {0}.", listed(uris))}`;
}

function unreadSentence(uris: readonly Uri[]): string {
  return uris.length === 0 ? "" : ` ${l10n.t("Could not be read: {0}.", listed(uris))}`;
}

function listed(uris: readonly Uri[]): string {
  const names = uris.slice(0, MOST_NAMES).map((uri) => workspace.asRelativePath(uri));
  return [...names, ...(uris.length > MOST_NAMES ? ["…"] : [])].join(", ");
}
