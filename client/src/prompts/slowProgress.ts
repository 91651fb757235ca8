import * as l10n from "@vscode/l10n";
import { type CancellationToken, CancellationTokenSource, type Progress, ProgressLocation, window } from "vscode";
import { isRetryProgress } from "../../../common/protocol/progress.ts";
import { plainText } from "../../../common/plainText.ts";
import { ignored } from "../../../common/ignored.ts";

/** In ms: most calls finish before anyone could read a notification. */
const SLOW = 500;

/**
 * Runs a call; if it takes noticeably long, a notification says so and lets the person cancel it.
 *
 * @param run receives a callback for partial results, which say that the call is waiting for another try
 */
export async function withSlowProgress<T>(
  title: string,
  run: (cancellation: CancellationToken, onPartial: (result: unknown) => void) => Promise<T>,
): Promise<T> {
  const source = new CancellationTokenSource();
  let shown: Progress<{ message?: string }> | undefined;
  let message: string | undefined;
  const call = run(source.token, (result) => {
    if (!isRetryProgress(result)) return;
    message = retryMessage(result.waitMs);
    shown?.report({ message });
  });
  const timer = setTimeout(() => {
    const options = { location: ProgressLocation.Notification, title: plainText(title), cancellable: true };
    void window.withProgress(options, async (progress, cancellation) => {
      shown = progress;
      if (message !== undefined) progress.report({ message });
      cancellation.onCancellationRequested(() => {
        source.cancel();
      });
      await call.catch(ignored("the caller handles it"));
    });
  }, SLOW);
  try {
    return await call;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

function retryMessage(waitMs: number): string {
  return l10n.t("The server is busy. Trying again in {0} s…", Math.max(1, Math.round(waitMs / 1000)));
}
