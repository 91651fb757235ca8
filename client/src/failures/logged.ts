import type { LogOutputChannel } from "vscode";
import type { Outcome } from "./failure.ts";

/** Makes a call and logs its operation, profile, outcome with HTTP status, and duration, but no content. */
export async function logged<T>(
  log: LogOutputChannel,
  operation: string,
  profile: string,
  call: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const start = performance.now();
  const outcome = await call();
  const ms = Math.round(performance.now() - start);
  log.info(`${operation} ${profile}: ${outcome.ok ? "ok" : described(outcome.error)} in ${ms} ms`);
  return outcome;
}

function described({ code, status }: { code: string; status?: number }): string {
  return status === undefined ? code : `${code} (HTTP ${status})`;
}
