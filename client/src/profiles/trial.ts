import * as l10n from "@vscode/l10n";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { ClientError, Outcome } from "../failures/failure.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { Back, type Choice } from "../prompts/questions.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";

/** A question that can be the one at fault. */
type Culprit = "url" | "clientId" | "credential" | "scope";

/** What was wrong at the last try, to be told at the question that it is about. */
export interface TrialFeedback {
  now?: { at: Culprit; sentence: string };
}

export function feedbackAt({ now }: TrialFeedback, at: Culprit): string | undefined {
  return now?.at === at ? now.sentence : undefined;
}

/** What is told of a failure at a question. How else to enter a credential is needless where it is entered. */
export function sentenceFor(at: Culprit | "again", { message, hint }: ClientError): string {
  return at === "credential" || hint === undefined ? message : `${message} ${hint}`;
}

interface Trial {
  kind: CredentialKind;
  /** How many questions come before each of those that there are. */
  indexes: Readonly<Partial<Record<Culprit, number>>>;
  /** The credential is one question, which can be asked again alone. */
  asksAlone: boolean;
  tryOut: () => Promise<Outcome<TokenValue>>;
}

/** Gets a token; if that fails, says why and leads back to what may be wrong. @returns `undefined` to save without one */
export async function tokenStep(
  ask: StepPrompts,
  feedback: TrialFeedback,
  { kind, indexes, asksAlone, tryOut }: Trial,
): Promise<TokenValue | undefined> {
  for (;;) {
    delete feedback.now;
    const tried = await tryOut();
    if (tried.ok) return tried.value;
    const { error } = tried;
    if (error.code === "cancelled") throw new Back(ask.answered - 1);
    const next = await ask.pick({
      prompt: l10n.t("The test failed, and nothing is saved yet"),
      choices: remedies(error, kind, (at) => at === "again" || indexes[at] !== undefined),
      passing: true,
      total: ask.total(0),
    });
    if (next === "save") return undefined;
    if (next === "again") continue;
    feedback.now = { at: next, sentence: sentenceFor(next, error) };
    throw new Back(indexes[next] ?? 0, next === "credential" ? asksAlone : next !== "scope");
  }
}

/** What can be done about a failure, the most likely thing first. @param isAsked tells the questions that there are */
function remedies(
  error: ClientError,
  kind: CredentialKind,
  isAsked: (culprit: Culprit | "again") => boolean,
): Choice<Culprit | "again" | "save">[] {
  const ways = {
    credential: { label: l10n.t("Correct the {0}", KIND_NAMES[kind]), value: "credential" },
    clientId: { label: l10n.t("Correct the Client ID"), value: "clientId" },
    url: { label: l10n.t("Correct the URL"), value: "url" },
    scope: { label: l10n.t("Correct the Scopes"), value: "scope" },
    again: { label: l10n.t("Try Again"), value: "again" },
  } as const;
  const likely = firstOf(error);
  const first = isAsked(likely) ? likely : "again";
  // Other failures are never about scopes.
  const others = Object.values(ways).filter(({ value }) => value !== first && value !== "scope" && isAsked(value));
  return [
    // A list has no other place where a sentence can be read in full.
    { ...ways[first], detail: sentenceFor(first, error) },
    ...others,
    { label: l10n.t("Save Without Testing"), value: "save" },
  ];
}

/** Which question is likely at fault; nothing was entered wrongly where it is none of these. */
const CULPRITS: readonly [Culprit, readonly ClientError["code"][]][] = [
  ["credential", ["unauthorized", "invalidCredential", "forbidden"]],
  ["clientId", ["rejected"]],
  ["url", ["dns", "connect", "tls", "insecureUrl", "redirected", "badResponse", "tooLarge", "notFound"]],
];

function firstOf({ code, reason }: ClientError): Culprit | "again" {
  if (reason === "scopeUnknown") return "scope";
  return CULPRITS.find(([, codes]) => codes.includes(code))?.[0] ?? "again";
}
