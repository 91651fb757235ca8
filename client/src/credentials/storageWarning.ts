import * as l10n from "@vscode/l10n";
import { Disposable, type LogOutputChannel, window } from "vscode";
import { report } from "../failures/report.ts";
import { saveSetting } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { ProfileSecrets } from "./profileSecrets.ts";
import type { StorageHealth } from "./storageHealth.ts";

/** Warns as soon as it matters that VS Code does not keep secrets: where some were stored, or when one is. */
export function watchForLoss(
  health: StorageHealth,
  secrets: Pick<ProfileSecrets, "names" | "onDidChange">,
  log: LogOutputChannel,
): Disposable {
  return Disposable.from(
    health.onDidChange(() => {
      if (secrets.names().length > 0) void warnOfLoss(health, log);
    }),
    // A reload may have lost the names, too.
    secrets.onDidChange(() => void warnOfLoss(health, log)),
  );
}

/** Warns once, and offers to stop using VS Code's storage. */
export async function warnOfLoss(health: StorageHealth, log: LogOutputChannel): Promise<void> {
  const warning = await health.takeWarning();
  if (warning === undefined) return;
  const keep = l10n.t("Keep in Memory Only");
  if ((await window.showWarningMessage(plainText(warning), keep)) !== keep) return;
  const retry = async (): Promise<void> => {
    const kept = await saveSetting("secretStorage", "session");
    if (!kept.ok) report(kept.error, log, { retry });
  };
  await retry();
}
