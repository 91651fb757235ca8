import * as l10n from "@vscode/l10n";
import { type LogOutputChannel, window } from "vscode";
import { report } from "../failures/report.ts";
import { writtenSetting } from "../failures/written.ts";
import { keepSecretsInSession } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { StorageHealth } from "./storageHealth.ts";

/** Warns once if VS Code does not keep secrets, and offers to stop using its storage. */
export async function warnOfLoss(health: StorageHealth, log: LogOutputChannel): Promise<void> {
  const warning = await health.takeWarning();
  if (warning === undefined) return;
  const keep = l10n.t("Keep in Memory Only");
  if ((await window.showWarningMessage(plainText(warning), keep)) !== keep) return;
  const kept = await writtenSetting("argus.secretStorage", keepSecretsInSession);
  if (!kept.ok) report(kept.error, log);
}
