import * as l10n from "@vscode/l10n";
import { calledUrl } from "../../../common/urls.ts";
import type { Outcome } from "../failures/failure.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import type { Choice } from "../prompts/questions.ts";
import type { SessionState } from "../session/session.ts";
import { activeProfileName, profileNamed, profileNames } from "../settings.ts";
import { dayTime, exactTime } from "../../../common/clock.ts";
import { checkCurrent } from "./currentProfile.ts";
import { inOrder } from "./profileOrder.ts";
import { ownerOf, setActiveProfile, workspaceSettingsFile } from "./settingsTarget.ts";

/** The session state of each profile. */
interface SessionStates {
  state(name: string): SessionState;
}

/** Asks for the active profile. @param first is listed first. Errors: `profileChanged`, `settingFailed`. */
export async function selectProfile(held: SessionStates, first?: string): Promise<Outcome<void>> {
  const done: Outcome<void> = { ok: true, value: undefined };
  const names = profileNames();
  const shown = new Map(names.map((name) => [name, { profile: profileNamed(name), owner: ownerOf(name) }]));
  const name = await pickProfile(names, held, { first });
  const chosen = name === undefined ? undefined : shown.get(name);
  if (name === undefined || chosen === undefined) return done;
  const current = chosen.profile.ok ? checkCurrent(chosen.profile.value) : done;
  return current.ok ? setActiveProfile(name, chosen.owner) : current;
}

interface PickOptions {
  title?: string;
  prompt?: string;
  /** Listed first; default: the active profile. */
  first?: string | undefined;
}

/** Asks for one of several profiles and shows how they differ; `undefined` if the person chose none. */
export async function pickProfile(
  names: readonly string[],
  held: SessionStates,
  { title = l10n.t("Argus: Profiles"), prompt = l10n.t("Which profile?"), first }: PickOptions = {},
): Promise<string | undefined> {
  const active = activeProfileName();
  return askSteps(title, (ask) =>
    ask.pick({
      name: "profile",
      prompt,
      choices: inOrder(names, first ?? active, (name) => held.state(name)).map((name) =>
        choiceOf(name, name === active, held.state(name)),
      ),
      active,
    }),
  );
}

/** What distinguishes profiles comes first, because a narrow window cuts both lines off at their end. */
function choiceOf(name: string, isActive: boolean, state: SessionState): Choice<string> {
  const profile = profileNamed(name);
  const known = profile.ok ? profile.value : undefined;
  const owner = ownerOf(name) === "user" ? l10n.t("user settings") : workspaceSettingsFile();
  const lineOf = (...facts: (string | undefined)[]): string => facts.filter((fact) => fact !== undefined).join(" · ");
  return {
    label: name,
    description: lineOf(
      known && calledUrl(known.url).replace(/^https?:\/\//, ""),
      stateText(state),
      isActive ? l10n.t("active profile") : undefined,
    ),
    detail: profile.ok ? lineOf(known?.clientId, owner, known?.scope) : profile.error.message,
    value: name,
  };
}

function stateText(state: SessionState): string {
  switch (state.kind) {
    case "live":
      return state.token.isEndAssumed === true
        ? l10n.t("token until about {0}", dayTime(state.token.expiresAt, Date.now()))
        : l10n.t("token until {0}", exactTime(state.token.expiresAt, Date.now()));
    case "expired":
      return state.token.isEndAssumed === true
        ? l10n.t("token probably expired at about {0}", dayTime(state.token.expiresAt, Date.now()))
        : l10n.t("token expired at {0}", exactTime(state.token.expiresAt, Date.now()));
    case "fetching":
      return l10n.t("getting a token…");
    case "none":
      return l10n.t("no token");
  }
}
