import type { DiagnosisStep } from "../../server/src/protocol.ts";

/** Whose connection was diagnosed, when and from where. None of it is a secret. */
export interface DiagnosisFacts {
  /** ms since the epoch */
  time: number;
  profile: { name: string; origin: string; clientId: string };
  /** Of `http.proxy`, without its login; `undefined` where the setting is empty. */
  proxy: string | undefined;
  verifiesCertificates: boolean;
  versions: { extension: string; editor: string; platform: string };
  /** VS Code's name of the kind of remote window, empty for a local one. */
  remote: string;
}

/** The steps of a diagnosis by the names that people read. */
export const STEP_NAMES: Readonly<Record<DiagnosisStep["name"], string>> = {
  dns: "Name resolution",
  proxy: "Proxy",
  tcp: "Connection",
  tls: "TLS",
  token: "Token",
  introspection: "Introspection",
  userinfo: "Userinfo",
};

/** A report in Markdown that can be read as it stands, and pasted into a ticket. */
export function diagnosisReport(facts: DiagnosisFacts, steps: readonly DiagnosisStep[]): string {
  const { profile, versions, proxy, remote } = facts;
  return [
    "# Argus: Connection Diagnosis",
    "",
    conclusion(steps),
    "",
    `- Time: ${new Date(facts.time).toISOString()}`,
    `- Profile: ${profile.name}, ${profile.origin}, client ${profile.clientId}`,
    `- Setting http.proxy: ${proxy ?? "none"}`,
    ...(facts.verifiesCertificates ? [] : ["- Certificates are not verified: http.proxyStrictSSL is off"]),
    `- Argus Tokens ${versions.extension}, VS Code ${versions.editor}, ${versions.platform}`,
    `- Remote window: ${remote === "" ? "no" : remote}`,
    "",
    "## Steps",
    "",
    ...steps.flatMap(stepLines),
    "",
  ].join("\n");
}

function conclusion(steps: readonly DiagnosisStep[]): string {
  const failed = steps.find(({ state }) => state === "failed");
  if (failed !== undefined) return `It fails at: ${STEP_NAMES[failed.name]}. ${oneLine(failed.verdict)}`;
  const warnings = steps.filter(({ state }) => state === "warning").length;
  if (warnings > 0) return `It works, with ${warnings === 1 ? "one warning" : `${warnings} warnings`}.`;
  return steps.some(({ state }) => state === "ok") ? "Everything that was tried works." : "Nothing was tried.";
}

function stepLines({ name, state, verdict, hint, details = [], ms }: DiagnosisStep): string[] {
  const time = state === "skipped" ? "" : ` (${Math.round(ms)} ms)`;
  return [
    `- **${state}** ${STEP_NAMES[name]}${time}: ${oneLine(verdict)}`,
    ...(hint === undefined ? [] : [`  - What to do: ${oneLine(hint)}`]),
    ...details.map((detail) => `  - ${oneLine(detail)}`),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
