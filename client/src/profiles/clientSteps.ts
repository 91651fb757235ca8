import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import type { FindClientValue } from "../../../common/protocol/requests.ts";
import type { Outcome } from "../failures/failure.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { Back } from "../prompts/questions.ts";
import { plainText } from "../../../common/plainText.ts";
import { clientIdProblem, clientIdWarning, isUuid } from "./profileFields.ts";
import { feedbackAt, sentenceFor, type TrialFeedback } from "./trial.ts";

/** The question for a client, and the lookup of its ID. */
export const CLIENT_QUESTIONS = ["client", "clientId"] as const;

/** Asks for a client's ID or short name. */
export function clientStep(ask: StepPrompts, value: string, feedback: TrialFeedback): Promise<string> {
  return ask.box({
    name: "client",
    prompt: l10n.t("Client ID of the application that the token is for, or its short name"),
    value,
    placeholder: "00000000-0000-0000-0000-000000000000",
    feedback: feedbackAt(feedback, "clientId"),
    problem: clientIdProblem,
    warning: clientIdWarning,
  });
}

/**
 * The ID of the entered client. Anything but a UUID is looked up as a short name first.
 *
 * @param lookUp asks Argus
 */
export function resolvedClient(
  ask: StepPrompts,
  entered: string,
  lookUp: (shortName: string) => Promise<Outcome<FindClientValue>>,
  feedback: TrialFeedback,
): Promise<string> {
  if (isUuid(entered)) return Promise.resolve(entered);
  return ask.other("clientId", async () => {
    for (;;) {
      const found = await lookUp(entered);
      if (found.ok) {
        const { clientId } = found.value;
        void window.showInformationMessage(plainText(l10n.t("The client “{0}” has the ID {1}.", entered, clientId)));
        return clientId;
      }
      if (found.error.code === "cancelled") return undefined;
      const next = await ask.pick({
        name: "noClient",
        prompt: l10n.t("Argus did not give an ID for “{0}”", entered),
        choices: [
          {
            label: l10n.t("Correct the Client ID"),
            detail: sentenceFor("clientId", found.error),
            value: "correct",
          },
          { label: l10n.t("Use “{0}” as the Client ID", entered), value: "use" },
          { label: l10n.t("Try Again"), value: "again" },
        ] as const,
        passing: true,
      });
      if (next === "use") return entered;
      if (next === "again") continue;
      feedback.now = { at: "clientId", sentence: sentenceFor("clientId", found.error) };
      throw new Back("client");
    }
  });
}
