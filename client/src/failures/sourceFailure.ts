import * as l10n from "@vscode/l10n";
import type { Help } from "../../../common/protocol/errors.ts";
import type { ClientError } from "./failure.ts";

/** Why a command returned no text. */
export type CommandFailure =
  "relative" | "needsShell" | "notFound" | "notExecutable" | "notStarted" | "exited" | "killed" | "slow" | "tooLong";

/** Why a source of `argus.credentialSources` provided no credential. */
export type SourceProblem = CommandFailure | "empty" | "unusable" | "unset" | "missing" | "refused" | "untrusted";

interface Failure {
  message: string;
  hint?: string;
  help: readonly Help[];
}

/** `source` is its name in the setting; `detail` a program, a variable, a number or a code. Never what was printed. */
const FAILURES: Readonly<Record<SourceProblem, (source: string, detail: string) => Failure>> = {
  relative: (source) => ({
    message: l10n.t("The command “{0}” was not run: its program must be an absolute path.", source),
    hint: l10n.t("Correct it in the setting argus.credentialSources: /usr/bin/pass, not pass."),
    help: ["credentialSources"],
  }),
  needsShell: (source) => ({
    message: l10n.t("The command “{0}” was not run: .cmd and .bat files need a shell, and none is used.", source),
    hint: l10n.t("Name a program (.exe) in the setting argus.credentialSources."),
    help: ["credentialSources"],
  }),
  notFound: (source, program) => ({
    message: l10n.t("The command “{0}” could not run: there is no {1} where the extension runs.", source, program),
    hint: l10n.t("Correct it in the setting argus.credentialSources. In a remote window it runs on that machine."),
    help: ["credentialSources"],
  }),
  notExecutable: (source, program) => ({
    message: l10n.t("The command “{0}” could not run: {1} is not a program that you may execute.", source, program),
    hint: l10n.t("Correct it in the setting argus.credentialSources, or the file's permissions."),
    help: ["credentialSources"],
  }),
  notStarted: (source, code) => ({
    message: l10n.t("The command “{0}” could not be started ({1}).", source, code),
    hint: l10n.t("Correct it in the setting argus.credentialSources."),
    help: ["credentialSources"],
  }),
  exited: (source, code) => ({
    message: l10n.t("The command “{0}” failed with exit code {1}.", source, code),
    hint: l10n.t("Run it in a terminal to see why. You may have to unlock your secret manager."),
    help: ["retry", "credentialSources"],
  }),
  killed: (source, signal) => ({
    message: l10n.t("The command “{0}” was ended by {1}.", source, signal),
    hint: l10n.t("Try again."),
    help: ["retry", "credentialSources"],
  }),
  slow: (source) => ({
    message: l10n.t("The command “{0}” did not finish in time and was ended.", source),
    hint: l10n.t("It may be waiting for you to unlock your secret manager: do so, and try again."),
    help: ["retry", "credentialSources"],
  }),
  tooLong: (source) => ({
    message: l10n.t("The command “{0}” printed too much for a credential, and was stopped.", source),
    hint: l10n.t("Make it print only the secret."),
    help: ["credentialSources"],
  }),
  empty: (source) => ({
    message: l10n.t("The command “{0}” printed nothing on its first line.", source),
    hint: l10n.t("Make it print the secret there."),
    help: ["retry", "credentialSources"],
  }),
  unusable: (source, problem) => ({
    message: l10n.t("What “{0}” provided is not a credential: it {1}.", source, problem),
    hint: l10n.t("Correct it in your secret manager, or in the setting argus.credentialSources."),
    help: ["retry", "credentialSources"],
  }),
  unset: (source, variable) => ({
    message: l10n.t("The variable {1} of “{0}” is not set, or empty, where the extension runs.", source, variable),
    hint: l10n.t("Set it before VS Code starts. In a remote window, set it on the remote machine."),
    help: ["credentialSources"],
  }),
  missing: (source) => ({
    message: l10n.t("Your user settings have no valid “{0}” in argus.credentialSources any more.", source),
    hint: l10n.t("Add it there, or enter another credential."),
    help: ["enterCredential", "credentialSources"],
  }),
  refused: (source) => ({
    message: l10n.t("“{0}” was not used, because you did not allow it.", source),
    help: ["enterCredential"],
  }),
  untrusted: (source) => ({
    message: l10n.t("The command “{0}” was not run, because you do not trust this folder.", source),
    hint: l10n.t("Trust the folder, or use a window without it."),
    help: ["retry"],
  }),
};

export function sourceFailure(problem: SourceProblem, source: string, detail = ""): { ok: false; error: ClientError } {
  return { ok: false, error: { code: "sourceFailed", reason: problem, ...FAILURES[problem](source, detail) } };
}
