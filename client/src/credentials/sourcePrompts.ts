import * as l10n from "@vscode/l10n";
import { commands, env, window } from "vscode";
import type { CredentialSource } from "../../../common/credentialSources.ts";
import type { Outcome } from "../failures/failure.ts";
import { sourceFailure } from "../failures/sourceFailure.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { type Choice, InputAbandoned } from "../prompts/questions.ts";
import { credentialSources } from "../settings.ts";
import { KIND_NAMES } from "../text/credentialKinds.ts";
import { plainText } from "../../../common/plainText.ts";
import { commandProblem } from "./commandOutput.ts";

/** The question for a source of credentials. */
export const SOURCE_QUESTION = "source";

/**
 * Asks for one of the commands or variables in the settings, and whether it may be used. Errors: `sourceFailed`.
 *
 * @param why shown before the question, as a sentence
 */
export async function sourceSteps(
  ask: StepPrompts,
  kind: CredentialSource["kind"],
  origin: string,
  why: string | undefined,
): Promise<Outcome<CredentialSource>> {
  const sources = credentialSources().filter((source) => source.kind === kind);
  const question =
    kind === "command"
      ? l10n.t("Which command prints the secret for {0}?", origin)
      : l10n.t("Which variable has the secret for {0}?", origin);
  const settings: Choice<undefined> = {
    label: l10n.t("Open Setting…"),
    detail: l10n.t("argus.credentialSources names commands and variables"),
    value: undefined,
  };
  const source = await ask.pick<CredentialSource | undefined>({
    name: SOURCE_QUESTION,
    prompt: why === undefined ? question : `${why} ${question}`,
    choices: [...sources.map((value) => ({ label: value.source, detail: describeSource(value), value })), settings],
  });
  if (source === undefined) {
    await commands.executeCommand("workbench.action.openSettings", "argus.credentialSources");
    throw new InputAbandoned(undefined, SOURCE_QUESTION);
  }
  const problem = source.kind === "command" ? commandProblem(source.command)?.problem : undefined;
  if (problem === "relative" || problem === "needsShell") return sourceFailure(problem, source.source);
  // A variable needs no question of its own.
  const isAllowed = source.kind === "environment" || (await confirmSource(source, origin));
  return isAllowed ? { ok: true, value: source } : sourceFailure("refused", source.source);
}

/** What the person allowed in this window: a step back, or choosing it again, does not ask again. */
const allowed = new Set<string>();

/** Asks whether a source may be used from now on, and shows exactly what it is. */
export async function confirmSource(source: CredentialSource, origin: string): Promise<boolean> {
  const id = JSON.stringify([source, origin]);
  if (!allowed.has(id) && (await asksToAllow(source, origin))) allowed.add(id);
  return allowed.has(id);
}

async function asksToAllow(source: CredentialSource, origin: string): Promise<boolean> {
  const isCommand = source.kind === "command";
  const text = isCommand
    ? l10n.t("Run this command whenever a token of {0} is needed?", origin)
    : l10n.t("Read this variable whenever a token of {0} is needed?", origin);
  const what = isCommand
    ? l10n.t("The first line that it prints is sent to {0} as: {1}.", origin, KIND_NAMES[source.gives])
    : l10n.t("Its value is sent to {0} as: {1}.", origin, KIND_NAMES[source.gives]);
  const where = env.remoteName === undefined ? undefined : l10n.t("It is on this window's remote machine.");
  const again = l10n.t("You are asked again only if it changes.");
  const detail = [describeSource(source), [what, where, again].filter((part) => part !== undefined).join(" ")];
  const allow = l10n.t("Allow");
  const options = { modal: true, detail: plainText(detail.join("\n\n")) };
  return (await window.showWarningMessage(plainText(text), options, allow)) === allow;
}

/** The whole command, with quotes where an argument would not be recognizable without them; or the variable's name. */
export function describeSource(source: CredentialSource): string {
  if (source.kind === "environment") return source.variable;
  return source.command.map((part) => (/^[\w@%+=:,./\\-]+$/.test(part) ? part : JSON.stringify(part))).join(" ");
}
