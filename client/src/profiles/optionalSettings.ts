import * as l10n from "@vscode/l10n";
import { clientSecretStep } from "../credentials/credentialPrompts.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { generalForwardedFor } from "../settings.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { addressProblem, addressWarning, knownScopes, scopesProblem } from "./profileFields.ts";
import { hasWorkspaceSettings, type Owner, workspaceSettingsFile } from "./settingsTarget.ts";

/** Settings that most people do not change. */
export interface OptionalSettings {
  scope: string | undefined;
  forwardedFor: string | undefined;
  /** Entered just now. */
  clientSecret: string | undefined;
  owner: Owner;
}

interface OptionalSettingsContext extends OptionalSettings {
  url: string;
  clientId: string;
  /** A client secret is already stored. */
  hasSecret: boolean;
  choosesOwner: boolean;
  /** What was wrong with the scopes in the last test. */
  feedback: string | undefined;
}

/** The question for the scopes: the first one here. */
export const SCOPE_QUESTION = "scopes";

/** The value of the choice to type scopes. Scopes are never empty. */
const OTHERS = "";

/** Asks for the optional settings of a profile. */
export async function optionalSettingsSteps(
  ask: StepPrompts,
  profile: OptionalSettingsContext,
): Promise<OptionalSettings> {
  const choosesOwner = profile.choosesOwner && hasWorkspaceSettings();
  ask.expect(SCOPE_QUESTION, "clientSecret", "originIp", ...(choosesOwner ? ["owner"] : []));
  const scope = await scopeSteps(ask, profile);
  const clientSecret = await ask.box(clientSecretStep(secretPrompt(profile)));
  const forwardedFor = await originSteps(ask, profile);
  return {
    scope,
    forwardedFor,
    clientSecret: clientSecret === "" ? undefined : clientSecret,
    owner: choosesOwner ? await ownerStep(ask, profile.owner) : profile.owner,
  };
}

async function scopeSteps(ask: StepPrompts, { scope, feedback }: OptionalSettingsContext): Promise<string | undefined> {
  const known = knownScopes();
  const before = scopesOf(scope);
  const strange = before.filter((name) => !known.some((scopes) => scopes.name === name));
  const picked = await ask.pickMany({
    name: SCOPE_QUESTION,
    prompt: l10n.t("Scopes to request; pick none for the server's defaults"),
    feedback,
    choices: [
      ...known.map(({ name, gives }) => ({ label: name, detail: gives, value: name })),
      { label: l10n.t("Others…"), detail: l10n.t("You type them in the next step"), value: OTHERS },
    ],
    picked: [...before, ...(strange.length === 0 ? [] : [OTHERS])],
  });
  const typed = picked.includes(OTHERS)
    ? await ask.box({
        name: "otherScopes",
        prompt: l10n.t("Other scopes, separated by spaces"),
        value: strange.join(" "),
        problem: scopesProblem,
      })
    : "";
  const scopes = scopesOf([...picked, typed].join(" "));
  return scopes.length === 0 ? undefined : scopes.join(" ");
}

function secretPrompt({ clientId, hasSecret }: OptionalSettingsContext): string {
  return hasSecret
    ? l10n.t("Client secret of {0}, for introspection; leave it empty to keep the stored one", clientId)
    : l10n.t("Client secret of {0}, for introspection; leave it empty to be asked when it is first needed", clientId);
}

async function originSteps(
  ask: StepPrompts,
  { forwardedFor, url }: OptionalSettingsContext,
): Promise<string | undefined> {
  const isAddress = forwardedFor !== undefined && !["auto", "none"].includes(forwardedFor);
  const origin = await ask.pick({
    name: "originIp",
    prompt: l10n.t("Origin IP (X-Forwarded-For) of your calls"),
    choices: [
      {
        label: l10n.t("As for All Profiles"),
        detail: l10n.t("The setting argus.forwardedFor, which says {0}", generalForwardedFor() ?? "auto"),
        value: undefined,
      },
      {
        label: l10n.t("Automatic"),
        detail: l10n.t("What Userinfo returns (scope clientip), or the connection's own"),
        value: "auto",
      },
      { label: l10n.t("None"), detail: l10n.t("The connection's own address counts"), value: "none" },
      { label: l10n.t("An Address…"), detail: l10n.t("You type it in the next step"), value: "address" },
    ],
    active: isAddress ? "address" : forwardedFor,
  });
  if (origin !== "address") return origin;
  return ask.box({
    name: "address",
    prompt: l10n.t("Your IP address as Argus sees it, IPv4 or IPv6"),
    value: isAddress ? forwardedFor : "",
    problem: addressProblem,
    warning: (text) => addressWarning(text, url),
  });
}

function ownerStep(ask: StepPrompts, owner: Owner): Promise<Owner> {
  return ask.pick({
    name: "owner",
    prompt: l10n.t("Where the profile is saved; no secret is part of it"),
    choices: [
      { label: l10n.t("User Settings"), detail: l10n.t("For you, in every window"), value: "user" },
      {
        label: l10n.t("Workspace Settings"),
        detail: l10n.t("For this workspace and everyone who shares it, in {0}", workspaceSettingsFile()),
        value: "workspace",
      },
    ],
    active: owner,
  });
}
