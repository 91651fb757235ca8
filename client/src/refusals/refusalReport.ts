import * as l10n from "@vscode/l10n";
import { urlWithoutSecrets } from "../../../common/urls.ts";
import { localDate } from "../credentials/keyLife.ts";
import type { ClientError } from "../failures/failure.ts";
import { reportText } from "../text/markdownText.ts";
import { dayTime } from "../../../common/clock.ts";
import { endTime } from "../text/timeLeft.ts";
import type { RefusalCause } from "./refusalCause.ts";
import type { CallOutcome, RefusalEvidence } from "./refusalEvidence.ts";

/** The cause and what to do about it; without a cause, that none was found. One or two sentences. */
export function conclusion(evidence: RefusalEvidence, cause: RefusalCause | undefined): string {
  if (cause !== undefined) return `${cause.sentence} ${cause.remedy}`;
  const { carried, userinfo, introspection, profile } = evidence;
  if (carried.kind === "unreadable")
    return l10n.t("No cause was found: only the tool that sends the request can read its token.");
  if (carried.kind === "token" && userinfo.kind === "skipped")
    return `${l10n.t("No cause was found.")} ${userinfo.why}`;
  const isAccepted = userinfo.kind === "answered" || (introspection.kind === "answered" && introspection.value.active);
  return isAccepted
    ? l10n.t(
        "No cause was found: Argus accepts this token of “{0}”. The request itself may need another permission: read the message in its answer.",
        profile.name,
      )
    : l10n.t("No cause was found. The evidence shows what was checked.");
}

/** A report in Markdown that can be pasted into a ticket. */
export function refusalReport(evidence: RefusalEvidence, cause: RefusalCause | undefined): string {
  return [
    `# ${l10n.t("Argus: Why Was This Refused?")}`,
    "",
    `**${reportText(conclusion(evidence, cause))}**`,
    "",
    `<details><summary>${l10n.t("Evidence")}</summary>`,
    "",
    ...evidenceLines(evidence).map((line) => `- ${reportText(line)}`),
    "",
    "</details>",
    "",
  ].join("\n");
}

function evidenceLines(evidence: RefusalEvidence): string[] {
  const { now, profile, request, otherHost, sentAddress } = evidence;
  return [
    l10n.t("Request: {0} {1}, line {2}", request.method, urlWithoutSecrets(request.url), request.line + 1),
    l10n.t("Checked: {0}", new Date(now).toISOString()),
    l10n.t("Profile: {0}, {1}, client {2}", profile.name, profile.origin, profile.clientId),
    otherHost === undefined
      ? l10n.t("Host: no other host than the profile's was found in the request")
      : l10n.t("Host: {0} is not a host of the profile", otherHost.host),
    carriedLine(evidence),
    ...originLines(evidence),
    ...keyLines(evidence),
    l10n.t("Introspection: {0}", introspectionWords(evidence)),
    l10n.t("Userinfo: {0}", userinfoWords(evidence)),
    sentAddress === undefined
      ? l10n.t("X-Forwarded-For: not sent, so the connection's own address counts")
      : sentAddress === null
        ? l10n.t("X-Forwarded-For: a variable that only the sending tool knows")
        : l10n.t("X-Forwarded-For: {0}", sentAddress),
    ...clockLines(evidence),
  ];
}

function carriedLine({ carried }: RefusalEvidence): string {
  switch (carried.kind) {
    case "nothing":
      return l10n.t("Token: none in the request");
    case "otherScheme":
      return l10n.t("Token: none; the scheme is {0}", carried.scheme);
    case "unreadable":
      return l10n.t("Token: a reference that cannot be read here");
    case "reference":
      return l10n.t("Token: a reference, {0}", `{{${carried.variable}}}`);
    case "token":
      return l10n.t("Token: in the request");
  }
}

function originLines({ known, now, carried }: RefusalEvidence): string[] {
  if (carried.kind !== "token" && carried.kind !== "reference") return [];
  if (known === undefined)
    return carried.kind === "token" ? [l10n.t("This token was not fetched with this extension")] : [];
  const { profile, expiresAt } = known;
  return [
    expiresAt > now
      ? l10n.t("Fetched for “{0}”, live until {1}", profile, endTime(expiresAt, now))
      : l10n.t("Fetched for “{0}”, expired at {1}", profile, dayTime(expiresAt, now)),
  ];
}

function keyLines({ key, now }: RefusalEvidence): string[] {
  if (key === undefined) return [];
  const { prefix, end, isConfirmed } = key;
  if (end === undefined) return [l10n.t("API key: {0}; its expiry date is not known", prefix)];
  if (isConfirmed === true) return [l10n.t("API key: {0}, which Argus refused as expired", prefix)];
  const date = localDate(end);
  return [
    end > now
      ? l10n.t("API key: {0}, until {1} according to what you entered", prefix, date)
      : l10n.t("API key: {0}, expired on {1} according to what you entered", prefix, date),
  ];
}

function introspectionWords({ introspection, now }: RefusalEvidence): string {
  if (introspection.kind !== "answered") return unanswered(introspection);
  const { active, reason, expiresAt, scope, clientId } = introspection.value;
  if (!active) return reason === undefined ? l10n.t("not active") : l10n.t("not active, “{0}”", reason);
  const parts = [
    l10n.t("active"),
    expiresAt === undefined ? undefined : l10n.t("until {0}", endTime(expiresAt, now)),
    scope === undefined ? undefined : l10n.t("scope {0}", scope),
    clientId === undefined ? undefined : l10n.t("client {0}", clientId),
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function userinfoWords({ userinfo }: RefusalEvidence): string {
  if (userinfo.kind !== "answered") return unanswered(userinfo);
  const { clientIp } = userinfo.value;
  return clientIp === undefined
    ? l10n.t("accepted; the address is not in the answer")
    : l10n.t("accepted; the token is bound to {0}", clientIp);
}

function unanswered(call: Exclude<CallOutcome<unknown>, { kind: "answered" }>): string {
  return call.kind === "skipped" ? l10n.t("not asked. {0}", call.why) : failed(call.error);
}

/** Most messages quote the answer with its status. */
function failed({ message, status }: ClientError): string {
  return status === undefined || message.includes(`(HTTP ${status})`) ? message : `${message} (HTTP ${status})`;
}

function clockLines({ introspection }: RefusalEvidence): string[] {
  const skew = introspection.kind === "answered" ? introspection.value.clockSkewMs : undefined;
  return skew === undefined ? [] : [l10n.t("Clock: {0} s off Argus' clock", Math.round(Math.abs(skew) / 1000))];
}
