import * as l10n from "@vscode/l10n";
import {
  type CancellationToken,
  commands,
  type LogOutputChannel,
  ProgressLocation,
  type TextDocument,
  window,
} from "vscode";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { TokenHeader } from "../../../common/tokenHeader.ts";
import { profileNameOf, referredProfile, tokenLocationOf } from "../answers/requestFacts.ts";
import type { Reports } from "../answers/reports.ts";
import { originOf } from "../credentials/binding.ts";
import { keyIdOf, type KeyLives } from "../credentials/keyLife.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { trackLine } from "../documents/lineTracker.ts";
import { requestAt } from "../documents/requestAt.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import { report, withProfile } from "../failures/report.ts";
import { userinfoFacts } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import type { Sessions } from "../session/session.ts";
import { keepsEnvironment } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import { expireToken } from "../tokens/expireToken.ts";
import type { SignIn } from "../tokens/signIn.ts";
import { isTokenPlaceholder } from "../../../common/tokenVariables.ts";
import { profileForCheck, whyNotChecked } from "../tokens/tokenProvenance.ts";
import type { Worker } from "../worker/worker.ts";
import { causeOf, type RefusalCause, type RefusalFix } from "./refusalCause.ts";
import type { CallOutcome, Carried, IntrospectionFacts, RefusalEvidence, UserinfoFacts } from "./refusalEvidence.ts";
import { conclusion, refusalReport } from "./refusalReport.ts";

interface Dependencies {
  signIn: SignIn;
  sessions: Sessions;
  profileSecrets: ProfileSecrets;
  keyLives: KeyLives;
  worker: Worker;
  reports: Reports;
  redactor: Redactor;
  log: LogOutputChannel;
}

/** What the calls need. */
interface CheckedToken {
  profile: Profile;
  token: string | undefined;
  clientSecret: string | undefined;
  /** Why the token is not sent, in a sentence. */
  withheld: string | undefined;
}

/**
 * Finds out why the request at a line may have been refused, names one cause and its remedy, and opens the evidence as a
 * report. Fetches no token. Errors: those of `requestAt` and of the profile, `settingsDiffer`, `cancelled`.
 */
export async function explainRefusal(target: DocumentLine, parts: Dependencies): Promise<Outcome<void>> {
  const { signIn, worker, reports, log } = parts;
  const request = await requestAt(target, worker);
  if (!request.ok) return request;
  const profile = await signIn.profile(profileNameOf(request.value));
  if (!profile.ok) return profile;
  const usable = await signIn.secrets(profile.value);
  if (!usable.ok) return usable;
  const evidence = await logged(log, "explain", profile.value.name, () =>
    gather(request.value, profile.value, usable.value.secrets, parts),
  );
  if (!evidence.ok) return evidence;
  const cause = causeOf(evidence.value);
  const { known } = evidence.value;
  if (known !== undefined && cause?.isTokenOver === true) await expireToken(known, parts);
  const show = (): Promise<void> => reports.show(l10n.t("Argus refusal"), refusalReport(evidence.value, cause));
  await show();
  void offerFix(evidence.value, cause, target.document, { log, show });
  return { ok: true, value: undefined };
}

/** Checks one thing after the other, with progress that can be cancelled. */
async function gather(
  request: RequestAtValue,
  profile: Profile,
  secrets: Secrets,
  { sessions, keyLives, worker, redactor }: Dependencies,
): Promise<Outcome<RefusalEvidence>> {
  const now = Date.now();
  const carried = carriedBy(request, new TokenHeader(profile));
  const token = carried.kind === "token" ? request.authorization?.token : heldFor(carried, secrets);
  if (token !== undefined) redactor.addToken(token);
  const known = token === undefined ? undefined : sessions.known(token);
  const checked: CheckedToken = {
    profile: profileForCheck(profile, known, secrets),
    token,
    clientSecret: secrets.clientSecret,
    withheld: withheld(
      request,
      whyNotChecked(request, known, profile, secrets) !== undefined,
      known !== undefined || carried.kind === "reference",
    ),
  };
  const { name, clientId, scope } = profile;
  const key = keyIdOf(profile, secrets.credential);
  const options = {
    location: ProgressLocation.Notification,
    title: plainText(l10n.t("Argus “{0}”: finding out why the request was refused…", name)),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, cancellation): Promise<Outcome<RefusalEvidence>> => {
    progress.report({ message: l10n.t("Introspection") });
    const introspection = await introspect(checked, { worker, sessions }, cancellation);
    if (isCancelled(cancellation)) return failure("cancelled");
    progress.report({ message: l10n.t("Userinfo") });
    const userinfo = await askUser(checked, { worker, sessions }, cancellation);
    if (isCancelled(cancellation)) return failure("cancelled");
    return {
      ok: true,
      value: {
        now,
        profile: { name, origin: originOf(profile), clientId, scope },
        request: { method: request.method, url: request.url, line: request.requestLine, profile: request.profile },
        carried,
        otherHost: request.otherHost,
        known,
        key: key && { ...key, ...keyLives.of(key) },
        remote: remoteWindow(),
        sentAddress: request.forwardedFor,
        introspection,
        userinfo,
      },
    };
  });
}

/** A function, because TypeScript would assume that the property never changes. */
function isCancelled(cancellation: CancellationToken): boolean {
  return cancellation.isCancellationRequested;
}

function carriedBy(request: RequestAtValue, header: TokenHeader): Carried {
  const { authorization } = request;
  const nothing: Carried = { kind: "nothing", header: header.isAuthorization ? undefined : header.name };
  if (authorization === undefined || authorization.token === "") return nothing;
  const { variable = "", scheme } = authorization;
  const location = tokenLocationOf(request);
  if (location === "unreadable" && isTokenPlaceholder(variable)) return reference(variable, undefined);
  switch (location) {
    case "session":
      return nothing;
    case "request":
      return { kind: "token", foreign: authorization.foreign };
    case "reference":
      return reference(variable, referredProfile(request));
    case "unreadable":
      return header.takesScheme(scheme) ? { kind: "unreadable" } : { kind: "otherScheme", scheme };
  }
}

function reference(variable: string, owner: string | undefined): Carried {
  return { kind: "reference", variable, isOn: !variable.startsWith("$processEnv") || keepsEnvironment(), owner };
}

/** The token that a reference means now. */
function heldFor(carried: Carried, { token }: Secrets): string | undefined {
  return carried.kind === "reference" && carried.owner !== undefined ? token?.accessToken : undefined;
}

/** A token goes only to the addresses that it was issued for; an unknown one only if the request goes to the profile's hosts. */
function withheld({ otherHost }: RequestAtValue, isElsewhere: boolean, isOurs: boolean): string | undefined {
  if (isElsewhere) return l10n.t("The token belongs to another address, so it was not sent to the profile's.");
  if (!isOurs && otherHost !== undefined)
    return l10n.t(
      "The token was not fetched with this extension and the request goes to another host, so it was not sent.",
    );
  return undefined;
}

async function introspect(
  { profile, token, clientSecret, withheld: why }: CheckedToken,
  { worker, sessions }: Pick<Dependencies, "worker" | "sessions">,
  cancellation: CancellationToken,
): Promise<CallOutcome<IntrospectionFacts>> {
  if (token === undefined) return skipped(l10n.t("There is no token to check."));
  if (why !== undefined) return skipped(why);
  if (clientSecret === undefined) return skipped(l10n.t("No client secret is stored."));
  const params = { profile, token, ...(clientSecret === "" ? {} : { clientSecret }) };
  const answer = await worker.send("argus/introspect", params, cancellation);
  if (!answer.ok) return { kind: "failed", error: answer.error };
  const { active, reason, expiresAt, scope, username, clockSkewMs, claims } = answer.value;
  if (active && username !== undefined) sessions.learn(token, { username });
  const { client_id: clientId } = claims;
  const value = { active, reason, expiresAt, scope, clockSkewMs };
  return { kind: "answered", value: { ...value, clientId: typeof clientId === "string" ? clientId : undefined } };
}

async function askUser(
  { profile, token, withheld: why }: CheckedToken,
  { worker, sessions }: Pick<Dependencies, "worker" | "sessions">,
  cancellation: CancellationToken,
): Promise<CallOutcome<UserinfoFacts>> {
  if (token === undefined) return skipped(l10n.t("There is no token to send."));
  if (why !== undefined) return skipped(why);
  const answer = await worker.send("argus/userinfo", { profile, token }, cancellation);
  if (!answer.ok) return { kind: "failed", error: answer.error };
  sessions.learn(token, userinfoFacts(answer.value.claims));
  const { client_ip: clientIp } = answer.value.claims;
  return { kind: "answered", value: { clientIp: typeof clientIp === "string" ? clientIp : undefined } };
}

function skipped(why: string): { kind: "skipped"; why: string } {
  return { kind: "skipped", why };
}

/** Says the conclusion, with a button for its remedy. */
async function offerFix(
  evidence: RefusalEvidence,
  cause: RefusalCause | undefined,
  document: TextDocument,
  { log, show }: { log: LogOutputChannel; show: () => Promise<void> },
): Promise<void> {
  const tracked = trackLine(document, evidence.request.line);
  const action = cause?.fix === undefined ? undefined : actionFor(cause.fix, evidence);
  // A notification without a button shows a single line.
  const button = action?.title ?? l10n.t("Show Report");
  const text = withProfile({ profile: evidence.profile.name }, conclusion(evidence, cause));
  const chosen = await window.showInformationMessage(plainText(text), button);
  const line = document.isClosed ? undefined : tracked.line;
  tracked.dispose();
  if (chosen === undefined) return;
  // An action is for this request, not for another one that may be on its line by now.
  if (action === undefined) await show();
  else if (line === undefined) report(failure("requestChanged").error, log);
  else await action.run(document.uri.toString(), line);
}

function actionFor(
  fix: RefusalFix,
  { profile, carried, otherHost, remote }: RefusalEvidence,
): { title: string; run: (uri: string, line: number) => Thenable<unknown> } {
  const { executeCommand } = commands;
  // A reference stays one.
  const style = carried.kind === "reference" ? ["environment"] : [];
  switch (fix) {
    case "insertToken":
      return {
        title: l10n.t("Insert Token"),
        run: (uri, line) => executeCommand("argus.insertToken", uri, line, ...style),
      };
    case "getToken":
      return { title: l10n.t("Get Token"), run: () => executeCommand("argus.getToken", profile.name) };
    case "enterKey":
      return {
        title: l10n.t("Enter New Key"),
        run: () => executeCommand("argus.setCredential", profile.name, "apiKey"),
      };
    case "addHost":
      return {
        title: l10n.t("Add Host"),
        run: () => executeCommand("argus.addHost", profile.name, otherHost?.host),
      };
    case "openEnvironmentSetting":
      return {
        title: l10n.t("Open Setting"),
        run: () =>
          remote === ""
            ? executeCommand("workbench.action.openSettings", "argus.environmentVariables")
            : executeCommand("workbench.action.openRemoteSettings", { query: "argus.environmentVariables" }),
      };
    case "diagnose":
      return { title: l10n.t("Diagnose"), run: () => executeCommand("argus.diagnose", profile.name) };
  }
}
