import type { CallRecord, CallTimings } from "../../server/src/protocol.ts";
import { clockTime } from "./timeLeft.ts";

const PHASES: Readonly<Record<keyof CallTimings, string>> = {
  dns: "Name resolution",
  tcp: "Connection",
  proxy: "Proxy",
  tls: "TLS",
  headers: "Until the answer's headers",
  body: "Until its end",
  total: "All",
};

/** What a call is told apart by in a list. */
export function callTitle({ time, operation, profile, status, error, timings }: CallRecord): {
  label: string;
  description: string;
} {
  const outcome = [error, status === undefined ? undefined : `HTTP ${status}`].filter((part) => part !== undefined);
  return {
    label: `${clockTime(time)} ${operation}`,
    description: [profile, outcome.join(", "), `${Math.round(timings.total)} ms`].join(" · "),
  };
}

/** A call in Markdown that can be read as it stands. The record has no secrets. */
export function callDocument(record: CallRecord): string {
  const { method, url, requestHeaders, fields = [], responseHeaders, body, timings } = record;
  const { label, description } = callTitle(record);
  return [
    `# ${label} · ${description}`,
    "",
    `${method} ${url}`,
    "",
    `- Time: ${new Date(record.time).toISOString()}`,
    ...(record.proxy === undefined ? [] : [`- Proxy: ${record.proxy}`]),
    ...(record.attempts === 1 ? [] : [`- Attempts: ${record.attempts}`]),
    "",
    "## Time by Phase",
    "",
    ...phaseLines(timings),
    "",
    "## Sent",
    "",
    ...block([
      ...requestHeaders.map(([name, value]) => `${name}: ${value}`),
      ...(fields.length === 0 ? [] : ["", ...fields.map(([name, value]) => `${name}=${value}`)]),
    ]),
    "",
    `${record.requestBytes} bytes in the body. Secrets are shown by the names of variables.`,
    "",
    "## Received",
    "",
    ...(responseHeaders.length === 0 ? ["No headers."] : [`Headers: ${responseHeaders.join(", ")}`]),
    ...(body === undefined ? [] : ["", ...block([pretty(body)])]),
    ...(record.responseBytes === undefined ? [] : ["", `${record.responseBytes} bytes in the body.`]),
    "",
  ].join("\n");
}

function phaseLines(timings: CallTimings): string[] {
  const names = Object.keys(PHASES) as (keyof CallTimings)[];
  return names.flatMap((name) => {
    const ms = timings[name];
    return ms === undefined ? [] : [`- ${PHASES[name]}: ${ms.toFixed(1)} ms`];
  });
}

/** A fence longer than any in the text, so that the text cannot end it. */
function block(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence, text, fence];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body) as unknown, undefined, 2);
  } catch {
    return body;
  }
}
