import { env, type QuickInputButton, type QuickPickItem, ThemeIcon, window } from "vscode";
import type { CallRecord } from "../../server/src/protocol.ts";
import { callDocument, callTitle } from "./callDocument.ts";
import { asCurl } from "./curl.ts";
import type { Recorder } from "./recorder.ts";
import type { ResultDocuments } from "./resultDocuments.ts";

const COPY: QuickInputButton = { iconPath: new ThemeIcon("copy"), tooltip: "Copy as curl" };
const OPEN: QuickInputButton = { iconPath: new ThemeIcon("go-to-file"), tooltip: "Open" };

interface CallItem extends QuickPickItem {
  record: CallRecord;
}

/** Lets a person look at the last calls, or take one along as a curl command. */
export async function showCalls(recorder: Recorder, documents: ResultDocuments): Promise<void> {
  const { calls } = recorder;
  if (calls.length === 0) {
    void window.showInformationMessage("No call was made in this window yet.");
    return;
  }
  const chosen = await choose(calls);
  if (chosen === undefined) return;
  const { record, button } = chosen;
  if (button === COPY) {
    await env.clipboard.writeText(asCurl(record));
    window.setStatusBarMessage("$(check) Call copied as curl", 3000);
  } else {
    await documents.showReport(`Argus ${record.operation}`, callDocument(record));
  }
}

function choose(calls: readonly CallRecord[]): Promise<{ record: CallRecord; button: QuickInputButton } | undefined> {
  const pick = window.createQuickPick<CallItem>();
  pick.title = "Argus: Calls";
  pick.placeholder = "Which call should be opened?";
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = calls.map((record) => ({
    ...callTitle(record),
    detail: `${record.method} ${record.url}`,
    buttons: [COPY, OPEN],
    record,
  }));
  return new Promise<{ record: CallRecord; button: QuickInputButton } | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      resolve(item && { record: item.record, button: OPEN });
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      resolve({ record: item.record, button });
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    pick.dispose();
  });
}
