import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import { PUBLIC_API, PUBLIC_METADATA } from "../../../common/endpoints.ts";
import { conjunction } from "../../../common/list.ts";
import { calledUrl } from "../../../common/urls.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { DiscoverValue } from "../../../common/protocol/requests.ts";
import { bindingOf, changesBetween, originOf } from "../credentials/binding.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import { tellDone } from "../failures/doneMessage.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { written } from "../failures/written.ts";
import { askSteps, type StepPrompts } from "../prompts/multiStepInput.ts";
import { Back } from "../prompts/questions.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { checkedProfile } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { Worker } from "../worker/worker.ts";
import { checkCurrent, checkEntered, credentialMoved } from "./currentProfile.ts";
import { type EndpointChange, endpointChanges } from "./endpointChanges.ts";
import { cleanUrl, urlProblem } from "./profileFields.ts";
import { ownerOf, saveEndpoints } from "./settingsTarget.ts";
import { feedbackAt, sentenceFor, type TrialFeedback } from "./trial.ts";

interface Dependencies {
  profileSecrets: ProfileSecrets;
  worker: Worker;
  warningNotifier: WarningNotifier;
}

/** Asks a server for its endpoints, and writes them to the profile if the person agrees. */
export async function discoverEndpoints(
  profile: Profile,
  { profileSecrets, worker, warningNotifier }: Dependencies,
): Promise<Outcome<void>> {
  const owner = ownerOf(profile.name);
  const found = await askServer(profile, worker);
  if (!found.ok) return about(profile.name, found);
  const { endpoints, source, warnings } = found.value;
  warningNotifier.warn(warnings);
  const changes = endpointChanges(profile, endpoints);
  const { secrets, moved, changes: unconfirmed } = await profileSecrets.read(profile);
  const { allowedOrigins = [] } = secrets;
  const strangers = [...new Set(changes.map(({ origin }) => origin))].filter(
    (origin) => origin !== originOf(profile) && !allowedOrigins.includes(origin),
  );
  // An endpoint in the settings is not used while its origin lacks consent.
  const differing = changes.filter(({ from, to, origin }) => from !== to || strangers.includes(origin));
  if (differing.length === 0) {
    void window.showInformationMessage(
      plainText(l10n.t("Nothing to change: the endpoints of “{0}” match {1}.", profile.name, source)),
    );
    return { ok: true, value: undefined };
  }
  if (!(await agrees(profile, differing, source))) return failure("cancelled");
  // Consent is stored with secrets and would replace those that were entered for another origin.
  if (strangers.length > 0 && moved !== undefined) return credentialMoved(profile.name);
  if (strangers.length > 0 && !(await consents(profile, strangers))) return failure("cancelled");
  const current = checkCurrent(profile);
  if (!current.ok) return current;
  const changed = Object.fromEntries(differing.map(({ name, value }) => [name, value]));
  const settings = { ...profile, endpoints: { ...profile.endpoints, ...changed } };
  const asked = checkedProfile(profile.name, settings);
  if (!asked.ok) return asked;
  const saved = await written(() => saveEndpoints(profile.name, changed, owner), { ok: true, value: undefined }, owner);
  if (!saved.ok) return saved;
  // Consent is stored with the secrets, out of reach of any settings file.
  const allowed = { allowedOrigins: [...allowedOrigins, ...strangers] };
  const places = [strangers.length > 0 && (await profileSecrets.enter(asked.value, allowed))];
  // The person agreed to these endpoints only.
  const seen = changesBetween(bindingOf(profile), bindingOf(asked.value));
  places.push(unconfirmed === undefined && (await profileSecrets.confirm(asked.value, seen)));
  if (places.includes("window")) warningNotifier.warnOfWindow(profile.name);
  const result = strangers.length > 0 ? checkEntered(asked.value) : checkCurrent(asked.value);
  if (result.ok) tellDone(l10n.t("The endpoints of “{0}” were changed.", profile.name));
  return result;
}

/** Asks the server that the person chooses. A URL that does not work leads back to its question. */
async function askServer(profile: Profile, worker: Worker): Promise<Outcome<DiscoverValue>> {
  const feedback: TrialFeedback = {};
  const answer = await askSteps(l10n.t("Argus: Discover Endpoints of {0}", profile.name), async (ask) => {
    const { url, question } = await askUrl(ask, profile, feedbackAt(feedback, "url"));
    delete feedback.now;
    const found = await withSlowProgress(l10n.t("Argus: asking {0}…", calledUrl(url)), (cancellation) =>
      worker.send("argus/discover", { profile, url }, cancellation),
    );
    // The profile's own URL is corrected in the profile.
    if (found.ok || question === undefined) return found;
    if (found.error.code !== "cancelled") feedback.now = { at: "url", sentence: sentenceFor("url", found.error) };
    throw new Back(question);
  });
  return answer ?? failure("cancelled");
}

/**
 * The public API publishes its metadata on a different server from its endpoints.
 *
 * @returns the URL, and the question for another one; `undefined` for the profile's own
 */
async function askUrl(
  ask: StepPrompts,
  profile: Profile,
  feedback: string | undefined,
): Promise<{ url: string; question: string | undefined }> {
  const isPublic = originOf(profile) === PUBLIC_API;
  const own = { label: calledUrl(profile.url), detail: l10n.t("The server of the profile"), value: profile.url };
  const portal = {
    label: PUBLIC_METADATA,
    detail: l10n.t("Lists the endpoints of the public API"),
    value: PUBLIC_METADATA,
  };
  const url = await ask.pick({
    name: "server",
    prompt: l10n.t("Which server should be asked for its endpoints?"),
    feedback,
    choices: [
      ...(isPublic ? [portal, own] : [own]),
      { label: l10n.t("Another URL…"), detail: l10n.t("An issuer, or the URL of its metadata"), value: "" },
    ],
  });
  if (url !== "") return { url, question: url === profile.url ? undefined : "server" };
  const other = await ask.box({
    name: "url",
    prompt: l10n.t("URL of the server to query"),
    value: profile.url,
    feedback,
    clean: cleanUrl,
    problem: urlProblem,
  });
  return { url: other, question: "url" };
}

async function agrees({ name }: Profile, changes: readonly EndpointChange[], source: string): Promise<boolean> {
  const lines = changes.map((change) => `${change.name}: ${change.from}\n→ ${change.to}`);
  const detail = plainText([l10n.t("{0} says:", source), ...lines].join("\n\n"));
  const button = l10n.t("Change Endpoints");
  const text = l10n.t("Change the endpoints of “{0}”?", name);
  return (await window.showInformationMessage(plainText(text), { modal: true, detail }, button)) === button;
}

async function consents({ name }: Profile, origins: readonly string[]): Promise<boolean> {
  const button = l10n.t("Allow");
  const text = l10n.t("Credentials of “{0}” would be sent to {1}.", name, conjunction(origins));
  const detail = l10n.t(
    "This is a different origin from the profile's URL. Allow it only if you know that it belongs to your Argus. “Argus: Forget Credentials” withdraws this permission.",
  );
  return (await window.showWarningMessage(plainText(text), { modal: true, detail }, button)) === button;
}
