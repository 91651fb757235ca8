import * as l10n from "@vscode/l10n";
import { isIP } from "node:net";
import { withoutBrackets } from "../../../common/addresses.ts";
import { LOG_CLOUD_CLIENT, PUBLIC_API } from "../../../common/endpoints.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { DEFAULT_PROFILE } from "../settings.ts";
import { cleanUrl, urlProblem } from "./profileFields.ts";

/** The answers about which Argus a profile is for. */
export interface Argus {
  url: string;
  /** The client ID, if the choice decides it. */
  clientId?: string;
  /** A name for the profile. */
  name: string;
  /** The question that decided the URL. */
  question: "argus" | "url";
}

type Preset = "api" | "logCloud" | "other";

/**
 * Asks which Argus a new profile is for.
 *
 * @param feedback what was wrong with the URL in the last test
 * @param secretFor the masked question to fill in with a credential that is pasted here
 */
export async function argusSteps(
  ask: StepPrompts,
  feedback: string | undefined,
  secretFor: string | undefined,
): Promise<Argus> {
  const { host } = new URL(PUBLIC_API);
  const preset = await ask.pick<Preset>({
    name: "argus",
    prompt: l10n.t("Which Argus?"),
    feedback,
    choices: [
      { label: "Argus API", description: host, value: "api" },
      {
        label: "Argus Log Cloud",
        description: host,
        detail: l10n.t("Its client ID is filled in. The API key needs the role ALC-ACCESS"),
        value: "logCloud",
      },
      { label: l10n.t("Another URL…"), detail: l10n.t("A test system, a gateway or a sandbox"), value: "other" },
    ],
    secretFor,
  });
  if (preset === "api") return { url: PUBLIC_API, name: DEFAULT_PROFILE, question: "argus" };
  if (preset === "logCloud") {
    ask.skip("client");
    return { url: PUBLIC_API, clientId: LOG_CLOUD_CLIENT, name: "alc", question: "argus" };
  }
  const url = await urlStep(ask, "", feedback);
  return { url, name: nameFor(url), question: "url" };
}

/** @param value the initial text */
export function urlStep(ask: StepPrompts, value: string, feedback: string | undefined): Promise<string> {
  return ask.box({
    name: "url",
    prompt: l10n.t("URL of the Argus API"),
    value,
    placeholder: PUBLIC_API,
    feedback,
    clean: cleanUrl,
    problem: urlProblem,
  });
}

/** The first part of a host's name, such as `argus-dev` of `argus-dev.example.com`. */
function nameFor(url: string): string {
  const { hostname } = new URL(url);
  return isIP(withoutBrackets(hostname)) === 0 ? (hostname.split(".")[0] ?? hostname) : "local";
}

/** An unused name. The first profile is called `default`, unless it is for a known client. */
export function freeName(argus: Argus, known: readonly string[]): string {
  const base = known.length === 0 && argus.clientId === undefined ? DEFAULT_PROFILE : argus.name;
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!known.includes(name)) return name;
  }
}
