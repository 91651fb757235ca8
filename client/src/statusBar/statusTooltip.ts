import * as l10n from "@vscode/l10n";
import { MarkdownString } from "vscode";
import type { ProfileAtValue } from "../../../common/protocol/documents.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { ClientError, Outcome } from "../failures/failure.ts";
import type { KnownToken } from "../session/provenance.ts";
import type { SessionState } from "../session/session.ts";
import { markdownText } from "../text/markdownText.ts";
import { dayTime, exactTime } from "../../../common/clock.ts";
import { parsedUrl } from "../../../common/urls.ts";
import type { RefreshState } from "../tokens/autoRefresh.ts";
import { verifiesCertificates } from "../worker/networkSettings.ts";
import { correction } from "./statusAppearance.ts";

/** The facts about a profile that the status bar shows. */
export interface TooltipFacts {
  profile: string;
  /** Why this profile applies. */
  source: ProfileAtValue["source"];
  /** Its settings, if they can be used. */
  settings: Outcome<Profile>;
  state: SessionState;
  known: KnownToken | undefined;
  refresh: RefreshState;
  /** The name of its credential, if there is one. */
  credential: string | undefined;
  /** Where secrets are kept, if that needs mentioning. */
  storage: string | undefined;
}

/** One sentence per line. The first one is the state, which is also the label for screen readers. */
export function tooltipLines(facts: TooltipFacts | undefined): string[] {
  const warning = verifiesCertificates()
    ? []
    : [l10n.t("Certificates are not verified: {0} is off.", "http.proxyStrictSSL")];
  if (facts === undefined) return [l10n.t("No profile yet."), ...warning];
  const { profile, settings, state, known, refresh } = facts;
  const host = settings.ok ? parsedUrl(settings.value.url)?.host : undefined;
  const token = "token" in state ? state.token : undefined;
  return [
    !settings.ok && state.kind === "none" ? settings.error.message : stateText(profile, state),
    sourceText(facts.source),
    host && l10n.t("Host: {0}.", host),
    token && l10n.t("Fetched: {0}.", exactTime(token.issuedAt, Date.now())),
    token?.isEndAssumed &&
      l10n.t(
        "No server said how long it lives: {0} s are assumed (assumedLifetime).",
        Math.round((token.expiresAt - token.issuedAt) / 1000),
      ),
    token && known?.username && l10n.t("User: {0}.", known.username),
    token && known?.scope && l10n.t("Scope: {0}.", known.scope),
    token && known?.clientIp && l10n.t("Bound to the IP address {0}.", known.clientIp),
    facts.credential && l10n.t("Credential: {0}.", facts.credential),
    refreshText(refresh),
    facts.storage,
    ...warning,
  ].filter((line): line is string => typeof line === "string" && line !== "");
}

/**
 * The same with links. Names are escaped, so none of them becomes a link.
 *
 * @param copyProof proves to the Copy Token command that this link runs it
 */
export function tooltip(lines: readonly string[], facts: TooltipFacts | undefined, copyProof: string): MarkdownString {
  const markdown = new MarkdownString();
  // If this were a list of commands, VS Code would treat every update as a new tooltip and close the open one each
  // second.
  markdown.isTrusted = true;
  for (const line of lines) markdown.appendMarkdown(`${markdownText(line)}\n\n`);
  const link = ([title, command, named]: Link): string => {
    const args = command === "argus.copyToken" ? [facts?.profile, copyProof] : [facts?.profile];
    return `[${title}](command:${command}${named === true ? `?${encoded(args)}` : ""})`;
  };
  const links = [...linksFor(facts), [l10n.t("All Actions"), "argus.showActions"] as const];
  return markdown.appendMarkdown(links.map(link).join(" · "));
}

/** @see tooltip: `named` commands get the profile */
type Link = readonly [title: string, command: string, named?: boolean];

/** Links that are useful in the current state. */
function linksFor(facts: TooltipFacts | undefined): Link[] {
  if (facts === undefined) return [[l10n.t("Add Profile"), "argus.addProfile"]];
  const get: Link = [l10n.t("Get Token"), "argus.getToken", true];
  const select: Link = [l10n.t("Select Profile"), "argus.selectProfile"];
  switch (facts.state.kind) {
    case "none":
      return [facts.settings.ok ? get : correctionLink(facts.settings.error), select];
    case "fetching":
      return [select];
    case "live":
    case "expired":
      return [
        get,
        [l10n.t("Copy Token"), "argus.copyToken", true],
        select,
        [l10n.t("Sign Out"), "argus.signOut", true],
      ];
  }
}

function correctionLink(error: ClientError): Link {
  const command = correction(error);
  return [command === "argus.addProfile" ? l10n.t("Add Profile") : l10n.t("Edit Profile"), command, true];
}

/** A parenthesis would end the target of a link. */
function encoded(args: unknown[]): string {
  return encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
}

function stateText(profile: string, state: SessionState): string {
  switch (state.kind) {
    case "none":
      return l10n.t("{0}: no token.", profile);
    case "fetching":
      return l10n.t("{0}: getting a token…", profile);
    case "live":
      return state.token.isEndAssumed === true
        ? l10n.t("{0}: token live until about {1}.", profile, dayTime(state.token.expiresAt, Date.now()))
        : l10n.t("{0}: token live until {1}.", profile, exactTime(state.token.expiresAt, Date.now()));
    case "expired":
      return state.token.isEndAssumed === true
        ? l10n.t(
            "{0}: the token has probably expired, at about {1}.",
            profile,
            dayTime(state.token.expiresAt, Date.now()),
          )
        : l10n.t("{0}: the token expired at {1}.", profile, exactTime(state.token.expiresAt, Date.now()));
  }
}

/** Why it is not the active profile. */
function sourceText(source: TooltipFacts["source"]): string | undefined {
  switch (source) {
    case "request":
      return l10n.t("Named by the request at the cursor.");
    case "file":
      return l10n.t("Named by the file.");
    case "host":
      return l10n.t("Chosen by the host of the request at the cursor.");
    case "active":
      return undefined;
  }
}

function refreshText(state: RefreshState): string {
  switch (state.kind) {
    case "off":
      return l10n.t("Auto-refresh is off.");
    case "scheduled":
      return state.failures > 0
        ? l10n.t("The last renewal failed. The next attempt is at {0}.", exactTime(state.at, Date.now()))
        : l10n.t("Auto-refresh at {0}.", exactTime(state.at, Date.now()));
    case "paused":
      return state.why === "failed" ? l10n.t("Auto-refresh has stopped.") : l10n.t("Auto-refresh is paused.");
  }
}
