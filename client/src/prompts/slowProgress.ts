import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from "vscode";
import { plainText } from "../text/plainText.ts";

/** Most calls are over before a notification could be read, in ms. */
const SLOW = 500;

/** Runs a call; once it takes noticeably long, a notification says so and lets the person cancel it. */
export async function withSlowProgress<T>(
  title: string,
  run: (cancellation: CancellationToken) => Promise<T>,
): Promise<T> {
  const source = new CancellationTokenSource();
  const call = run(source.token);
  const timer = setTimeout(() => {
    const options = { location: ProgressLocation.Notification, title: plainText(title), cancellable: true };
    void window.withProgress(options, async (_progress, cancellation) => {
      cancellation.onCancellationRequested(() => {
        source.cancel();
      });
      await call.catch(() => undefined);
    });
  }, SLOW);
  try {
    return await call;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
