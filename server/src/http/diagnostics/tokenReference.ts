import * as l10n from "@vscode/l10n";
import {
  clashText,
  environmentVariable,
  profilesOfVariable,
  tokenVariable,
} from "../../../../common/tokenVariables.ts";
import { headerEdit } from "../edits/edits.ts";
import { environmentReference, variableReference } from "../edits/placeholders.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { withHost } from "../facts/hostedRequest.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { isInstalled } from "../facts/senders.ts";
import { REST_CLIENT } from "../../../../common/senders.ts";
import { referredProfile } from "../facts/sentTokens.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

/** `{{argusToken}}` and `{{$processEnv ARGUS_TOKEN}}`, with or without a profile's suffix. */
const REFERENCE = /\{\{\s*(?:(argusToken(?:_\w*)?)|\$processEnv\s+(ARGUS_TOKEN(?:_\w*)?))\s*\}\}/;

/**
 * A reference to a token that does not exist: senders leave it unresolved, and all the person sees is the server's 401.
 * Only an editor that shares its tokens with the sender can know.
 */
export function missingToken(request: RequestView, { uri, analysis }: RuleContext): Finding[] {
  const header = request.authorization;
  const { environmentVariables } = analysis.settings;
  if (!header || environmentVariables === undefined) return [];
  const written = REFERENCE.exec(request.textOf(header.value));
  if (!written) return [];
  const [reference, variable, environment] = written;
  if (variable !== undefined && request.expand(reference) !== undefined) return [];
  const finding = (message: string, fixes: () => Fix[]): Finding[] => [
    { code: "no-token-for-reference", severity: "information", range: request.rangeOf(header.value), message, fixes },
  ];

  if (variable !== undefined && isInstalled(REST_CLIENT, analysis)) {
    return finding(l10n.t("Only httpYac replaces {0} with a token. REST Client sends it literally.", reference), () =>
      replacement(request, header, reference, environmentReference(withHost(request))),
    );
  }
  if (!environmentVariables) {
    const message =
      analysis.settings.isRemote === true
        ? l10n.t(
            "{0} is empty, because argus.environmentVariables is off in the settings of this remote machine. Those of the user do not count for it here.",
            reference,
          )
        : l10n.t("{0} is empty, because the setting argus.environmentVariables is off.", reference);
    return finding(message, () => [
      command(l10n.t("Turn on argus.environmentVariables"), "argus.insertToken", uri, request.line, "environment"),
    ]);
  }
  const profile = referredProfile(request, analysis.settings, reference.slice(2, -2).trim());
  if (profile === undefined) {
    if (isElsewhere(reference, analysis)) return [];
    if (isShared(variable, environment)) {
      return finding(l10n.t("There is no active Argus profile, so {0} is empty.", reference), () => [
        command(l10n.t("Get Token"), "argus.getToken"),
      ]);
    }
    const name = variable ?? environment ?? "";
    const sharing = profilesOfVariable(name, Object.keys(analysis.settings.profiles ?? {}));
    if (sharing.length > 1) return finding(clashText(name, sharing), () => []);
    const hosted = withHost(request);
    const instead = environment === undefined ? variableReference(hosted) : environmentReference(hosted);
    return finding(l10n.t("No Argus profile has the variable in {0}, so it is empty.", reference), () =>
      replacement(request, header, reference, instead),
    );
  }
  if (isLive(profile, analysis)) return [];
  return finding(l10n.t("The Argus profile “{0}” has no live token, so {1} is empty.", profile, reference), () => [
    command(l10n.t("Get Token"), "argus.getToken", profile),
  ]);
}

function replacement(request: RequestView, span: HeaderSpan, reference: string, instead: string): Fix[] {
  const value = request.textOf(span.value).replace(reference, () => instead);
  const change = headerEdit(request, { name: request.header.name, span }, value);
  return edit(l10n.t("Replace with reference {0}", instead), change, true);
}

/** Does a name stand for whatever profile is meant, rather than for one by its name? */
function isShared(variable: string | undefined, environment: string | undefined): boolean {
  return variable === tokenVariable(undefined) || environment === environmentVariable(undefined);
}

/** Could the reference have a value that is not ours, or are the profiles unknown? */
function isElsewhere(reference: string, { settings: { profiles }, outside }: AnalysisContext): boolean {
  return profiles === undefined || outside?.find(reference.slice(2, -2).trim()) !== undefined;
}

function command(title: string, name: string, ...args: unknown[]): Fix {
  return { title, command: { title, command: name, arguments: args }, isPreferred: true };
}

function isLive(profile: string, { held, now }: AnalysisContext): boolean {
  return held.tokens.some((token) => token.profile === profile && token.expiresAt > now && token.isHeld !== false);
}
