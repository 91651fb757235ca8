import * as l10n from "@vscode/l10n";
import { env, type QuickInputButton, type QuickPickItem, ThemeIcon, window } from "vscode";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Reports } from "../answers/reports.ts";
import { callDocument, callTitle } from "./callDocument.ts";
import { asCurl } from "./curl.ts";
import type { Recorder } from "./recorder.ts";
import { guardPaste } from "../prompts/listPaste.ts";
import { plainText } from "../../../common/plainText.ts";

interface CallItem extends QuickPickItem {
  record: CallRecord;
}

/** Lets the person open a recent call, or copy it as a curl command. */
export async function showCalls(recorder: Recorder, reports: Reports): Promise<void> {
  const { calls } = recorder;
  if (calls.length === 0) {
    void window.showInformationMessage(plainText(l10n.t("No calls have been made in this window yet.")));
    return;
  }
  const chosen = await choose(calls);
  if (chosen === undefined) return;
  const { record, copies } = chosen;
  if (copies) {
    await env.clipboard.writeText(asCurl(record));
    window.setStatusBarMessage(`$(check) ${l10n.t("Call copied as curl")}`, 3000);
  } else {
    await reports.show(`Argus ${record.operation}`, callDocument(record));
  }
}

function choose(calls: readonly CallRecord[]): Promise<{ record: CallRecord; copies: boolean } | undefined> {
  const copy: QuickInputButton = { iconPath: new ThemeIcon("copy"), tooltip: l10n.t("Copy as curl") };
  const open: QuickInputButton = { iconPath: new ThemeIcon("go-to-file"), tooltip: l10n.t("Open") };
  const pick = window.createQuickPick<CallItem>();
  pick.title = l10n.t("Argus: Calls");
  pick.placeholder = l10n.t("Which call should be opened?");
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = calls.map((record) => ({
    ...callTitle(record),
    detail: `${record.method} ${record.url}`,
    buttons: [copy, open],
    record,
  }));
  const chosen = new Promise<{ record: CallRecord; copies: boolean } | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      resolve(item && { record: item.record, copies: false });
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      resolve({ record: item.record, copies: button === copy });
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    pick.dispose();
  });
  return guardPaste(chosen);
}
