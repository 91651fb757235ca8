import * as l10n from "@vscode/l10n";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { ClientError, Outcome } from "../failures/failure.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { type AskAgain, Back, type Choice, InputAbandoned } from "../prompts/questions.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";

/** A question whose answer may have caused a failure. */
export type Culprit = "url" | "clientId" | "credential" | "scope";

/** The failure of the last test, shown at the question that caused it. */
export interface TrialFeedback {
  now?: { at: Culprit; sentence: string };
}

export function feedbackAt({ now }: TrialFeedback, at: Culprit): string | undefined {
  return now?.at === at ? now.sentence : undefined;
}

/** The failure as a sentence at a question. At that for the credential, the hint about entering another one is left out. */
export function sentenceFor(at: Culprit | "again" | "edit", { message, hint, key }: ClientError): string {
  const text = key === undefined ? message : l10n.t("Key {0}: {1}", key, message);
  return at === "credential" || hint === undefined ? text : `${text} ${hint}`;
}

interface Trial {
  kind: CredentialKind;
  /** The step back to each question that was asked. */
  stepsBack: Readonly<Partial<Record<Culprit, Back | AskAgain>>>;
  /** The question before the test. */
  last: string;
  tryOut: () => Promise<Outcome<TokenValue>>;
  /** Opens the questions about a stored profile, if those about its URL, client and scopes are not among these. */
  edit?: () => void;
}

/**
 * Gets a token; on failure, says why and goes back to the likely cause. @returns `undefined` to save without a token
 */
export async function tokenStep(
  ask: StepPrompts,
  feedback: TrialFeedback,
  { kind, stepsBack, last, tryOut, edit }: Trial,
): Promise<TokenValue | undefined> {
  for (;;) {
    delete feedback.now;
    const tried = await tryOut();
    if (tried.ok) return tried.value;
    const { error } = tried;
    if (error.code === "cancelled") throw new Back(last);
    const next = await ask
      .pick({
        name: "failed",
        prompt: l10n.t("The test failed, and nothing is saved yet"),
        choices: remedies(error, kind, (at) => stepsBack[at] !== undefined, edit !== undefined),
        passing: true,
      })
      .catch((thrown: unknown) => {
        // A person who continues later decides again what to do about the failed call.
        throw thrown instanceof InputAbandoned ? new InputAbandoned(undefined, last) : thrown;
      });
    if (next === "save") return undefined;
    if (next === "again") continue;
    if (next === "edit") {
      edit?.();
      throw new InputAbandoned(undefined, last);
    }
    feedback.now = { at: next, sentence: sentenceFor(next, error) };
    throw stepsBack[next] ?? new Back(last);
  }
}

/**
 * The possible next steps after a failure, the most likely first.
 *
 * @param isAsked tells whether a question was asked
 * @param canEdit whether all others can be answered in *Edit Profile*
 */
function remedies(
  error: ClientError,
  kind: CredentialKind,
  isAsked: (culprit: Culprit) => boolean,
  canEdit: boolean,
): Choice<Culprit | "again" | "edit" | "save">[] {
  const corrections = {
    credential: { label: l10n.t("Correct the {0}", KIND_NAMES[kind]), value: "credential" },
    clientId: { label: l10n.t("Correct the Client ID"), value: "clientId" },
    url: { label: l10n.t("Correct the URL"), value: "url" },
    scope: { label: l10n.t("Correct the Scopes"), value: "scope" },
    edit: { label: l10n.t("Edit Profile"), value: "edit" },
    again: { label: l10n.t("Try Again"), value: "again" },
  } as const;
  const isOffered = (remedy: keyof typeof corrections): boolean =>
    remedy === "again" || (remedy === "edit" ? canEdit : isAsked(remedy));
  const likely = firstOf(error);
  const instead = likely !== "again" && canEdit ? "edit" : "again";
  const first = isOffered(likely) ? likely : instead;
  // Scopes are offered only if they are the likely cause.
  const others = Object.values(corrections).filter(
    ({ value }) => value !== first && value !== "scope" && isOffered(value),
  );
  return [
    // In a list, this is the only place that shows a full sentence.
    { ...corrections[first], detail: sentenceFor(first, error) },
    ...others,
    { label: l10n.t("Save Without Testing"), value: "save" },
  ];
}

/** The likely cause of each code; for all others, the answers are fine. */
const CULPRITS: readonly [Culprit, readonly ClientError["code"][]][] = [
  ["credential", ["unauthorized", "invalidCredential", "forbidden", "sourceFailed", "sourceChanged"]],
  ["clientId", ["rejected"]],
  ["url", ["dns", "connect", "tls", "insecureUrl", "redirected", "badResponse", "tooLarge", "notFound"]],
];

function firstOf({ code, reason }: ClientError): Culprit | "again" {
  if (reason === "scopeUnknown") return "scope";
  return CULPRITS.find(([, codes]) => codes.includes(code))?.[0] ?? "again";
}
