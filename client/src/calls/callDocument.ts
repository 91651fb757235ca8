import * as l10n from "@vscode/l10n";
import { parseJson, readableJson } from "../../../common/json.ts";
import type { CallRecord, CallTimings } from "../../../common/protocol/callRecord.ts";
import { reportText } from "../text/markdownText.ts";
import { clockTime } from "../../../common/clock.ts";

const phases = (): Record<keyof CallTimings, string> => ({
  dns: l10n.t("Name resolution"),
  tcp: l10n.t("Connection"),
  proxy: l10n.t("Proxy"),
  tls: "TLS",
  headers: l10n.t("Waiting for the answer"),
  body: l10n.t("Receiving the answer"),
  total: l10n.t("Total"),
});

/** The title of a call in a list. */
export function callTitle({ time, operation, profile, status, error, timings, background }: CallRecord): {
  label: string;
  description: string;
} {
  const outcome = [error, status === undefined ? undefined : `HTTP ${status}`].filter((part) => part !== undefined);
  return {
    label: `${clockTime(time)} ${operation}`,
    description: [
      profile,
      outcome.join(", "),
      `${Math.round(timings.total)} ms`,
      ...(background === true ? [l10n.t("in the background")] : []),
    ].join(" · "),
  };
}

/** A call as a report in Markdown. Records contain no secrets. */
export function callDocument(record: CallRecord): string {
  const { method, url, requestHeaders, fields = [], responseHeaders, body, timings } = record;
  const { label, description } = callTitle(record);
  return [
    `# ${reportText(`${label} · ${description}`)}`,
    "",
    reportText(`${method} ${url}`),
    "",
    l10n.t("- Time: {0}", new Date(record.time).toISOString()),
    ...(record.proxy === undefined ? [] : [l10n.t("- Proxy: {0}", reportText(record.proxy))]),
    ...(record.attempts === 1 ? [] : [l10n.t("- Attempts: {0}", record.attempts)]),
    "",
    `## ${l10n.t("Time by Phase")}`,
    "",
    ...phaseLines(timings),
    "",
    `## ${l10n.t("Sent")}`,
    "",
    ...block([
      ...requestHeaders.map(([name, value]) => `${name}: ${value}`),
      ...(fields.length === 0 ? [] : ["", ...fields.map(([name, value]) => `${name}=${value}`)]),
    ]),
    "",
    l10n.t("{0} bytes in the body. Secrets are replaced with the names of variables.", record.requestBytes),
    "",
    `## ${l10n.t("Received")}`,
    "",
    ...(responseHeaders.length === 0
      ? [l10n.t("No headers.")]
      : [l10n.t("Headers: {0}", reportText(responseHeaders.join(", ")))]),
    ...(body === undefined ? [] : ["", ...block([pretty(body)])]),
    ...(record.responseBytes === undefined ? [] : ["", l10n.t("{0} bytes in the body.", record.responseBytes)]),
    "",
  ].join("\n");
}

function phaseLines(timings: CallTimings): string[] {
  const names = phases();
  return (Object.keys(names) as (keyof CallTimings)[]).flatMap((name) => {
    const ms = timings[name];
    return ms === undefined ? [] : [`- ${names[name]}: ${ms.toFixed(1)} ms`];
  });
}

/** Uses a fence longer than any in the text, so that the text cannot end it. */
function block(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence, text, fence];
}

function pretty(body: string): string {
  const json = parseJson(body);
  return json === undefined ? body : readableJson(json);
}
