import * as l10n from "@vscode/l10n";
import type { DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import { reportText } from "../text/markdownText.ts";

/** The profile, time and place of a diagnosis. Contains no secret. */
export interface DiagnosisFacts {
  /** ms since the epoch */
  time: number;
  profile: { name: string; origin: string; clientId: string };
  /** The name of the credential; `undefined` if there is none. */
  credential: string | undefined;
  /** From `http.proxy`, without its login; `undefined` if the setting is empty. */
  proxy: string | undefined;
  verifiesCertificates: boolean;
  /** Where secrets are kept, if that needs mentioning. */
  storage: string | undefined;
  versions: { extension: string; editor: string; platform: string };
  /** VS Code's name for the kind of remote window, empty for a local one. */
  remote: string;
}

/** The titles of a diagnosis' steps. */
export const stepNames = (): Record<DiagnosisStep["name"], string> => ({
  dns: l10n.t("Name resolution"),
  proxy: l10n.t("Proxy"),
  tcp: l10n.t("Connection"),
  tls: "TLS",
  token: l10n.t("Token"),
  introspection: l10n.t("Introspection"),
  userinfo: l10n.t("Userinfo"),
});

/** A report in Markdown that can be pasted into a ticket. */
export function diagnosisReport(facts: DiagnosisFacts, steps: readonly DiagnosisStep[]): string {
  const { profile, versions, proxy, remote, storage } = facts;
  return [
    `# ${l10n.t("Argus: Connection Diagnosis")}`,
    "",
    conclusion(steps),
    "",
    l10n.t("- Time: {0}", new Date(facts.time).toISOString()),
    l10n.t(
      "- Profile: {0}, {1}, client {2}",
      reportText(profile.name),
      reportText(profile.origin),
      reportText(profile.clientId),
    ),
    l10n.t("- Credential: {0}", facts.credential === undefined ? l10n.t("none") : reportText(facts.credential)),
    l10n.t("- Setting http.proxy: {0}", proxy === undefined ? l10n.t("none") : reportText(proxy)),
    ...(facts.verifiesCertificates ? [] : [l10n.t("- Certificates are not verified: http.proxyStrictSSL is off")]),
    ...(storage === undefined ? [] : [`- ${reportText(storage)}`]),
    `- ${reportText(`Argus Tokens ${versions.extension}, VS Code ${versions.editor}, ${versions.platform}`)}`,
    l10n.t("- Remote window: {0}", remote === "" ? l10n.t("no") : reportText(remote)),
    "",
    `## ${l10n.t("Steps")}`,
    "",
    ...steps.flatMap(stepLines),
    "",
  ].join("\n");
}

const stateNames = (): Record<DiagnosisStep["state"], string> => ({
  ok: l10n.t("ok"),
  warning: l10n.t("warning"),
  failed: l10n.t("failed"),
  skipped: l10n.t("skipped"),
});

function conclusion(steps: readonly DiagnosisStep[]): string {
  const failed = steps.find(({ state }) => state === "failed");
  if (failed !== undefined) return l10n.t("Failed at: {0}. {1}", stepNames()[failed.name], reportText(failed.verdict));
  const warnings = steps.filter(({ state }) => state === "warning").length;
  if (warnings === 1) return l10n.t("It works, with one warning.");
  if (warnings > 1) return l10n.t("It works, with {0} warnings.", warnings);
  return steps.some(({ state }) => state === "ok")
    ? l10n.t("Everything that was checked works.")
    : l10n.t("Nothing was checked.");
}

function stepLines({ name, state, verdict, hint, details = [], ms }: DiagnosisStep): string[] {
  const time = state === "skipped" ? "" : ` (${Math.round(ms)} ms)`;
  return [
    `- **${stateNames()[state]}** ${stepNames()[name]}${time}: ${reportText(verdict)}`,
    ...(hint === undefined ? [] : [`  - ${l10n.t("What to do: {0}", reportText(hint))}`]),
    ...details.map((detail) => `  - ${reportText(detail)}`),
  ];
}
