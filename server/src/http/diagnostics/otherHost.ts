import * as l10n from "@vscode/l10n";
import { hostOf } from "../../../../common/hosts.ts";
import type { Range } from "../../../../common/protocol/documents.ts";
import { isSharedReference, isTokenPlaceholder, profileOfReference } from "../../../../common/tokenVariables.ts";
import { directiveEdit } from "../edits/directiveEdit.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { credentialsOf, mayBeToken, resolveCredentials, withoutBearer } from "../facts/authorization.ts";
import { namedProfile } from "../facts/profiles.ts";
import { isOtherHost, profilesForHost } from "../facts/requestProfile.ts";
import type { RequestView } from "../facts/requestView.ts";
import { targetOf } from "../facts/target.ts";
import { soleVariable } from "../facts/variables.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

const MOST_PROFILES = 3;
/** In UTF-16 units: a token is a user name, a slash and a secret, so anything shorter is not one. */
const SHORTEST = 8;

/** A token, or a reference to one, in a request to a host that its profile's tokens are not for. */
export function otherHost(request: RequestView, context: RuleContext): Finding[] {
  const { settings, outside } = context.analysis;
  const carried = carriedProfiles(request, context);
  if (carried.length === 0) return [];
  const target = targetOf(request, outside)?.url;
  if (target === undefined) return [];
  const host = hostOf(target) ?? target.host;
  return carried
    .filter(({ profile }) => isOtherHost(target, profile, settings))
    .map((token) => ({
      code: "other-host",
      severity: "warning",
      range: token.range,
      message: l10n.t(
        "This token of the Argus profile “{0}” is sent to {1}, which is not one of its hosts.",
        token.profile,
        host,
      ),
      fixes: () => fixesFor(request, context.uri, token, host, profilesForHost(target, settings)),
    }));
}

interface CarriedToken {
  profile: string;
  range: Range;
  /** In the header that *Insert Token* writes. */
  isHeader: boolean;
}

/** The profiles whose tokens a request carries in its headers and in the parameters of its URL. */
function carriedProfiles(request: RequestView, context: RuleContext): CarriedToken[] {
  const { known } = context;
  const { authorization } = request;
  const found: CarriedToken[] = [];
  const add = (profile: string | undefined, range: Range, isHeader: boolean): void => {
    if (profile !== undefined) found.push({ profile, range, isHeader });
  };
  if (authorization) {
    const written = credentialsOf(request, authorization);
    const resolved = resolveCredentials(request, written);
    const token = resolved && mayBeToken(request, resolved) ? known(resolved.rest) : undefined;
    const profile = token?.profile ?? referredProfile(request, context, soleVariable(written.rest));
    add(profile, request.rangeOf(authorization.value), true);
  }
  for (const { span, value, valueRange } of request.headers) {
    if (span.value.start === authorization?.value.start) continue;
    const text = request.expand(value) ?? value;
    add(knownIn(withoutBearer(text).split(/[\s,;="']+/), known), valueRange, false);
  }
  const parameters = (request.expand(request.url) ?? request.url).split(/[?&=#]/).map(decoded);
  add(knownIn(parameters, known), request.rangeOf(request.request.url), false);
  return found;
}

function knownIn(words: readonly string[], known: RuleContext["known"]): string | undefined {
  for (const word of words) {
    const token = word.length >= SHORTEST && word.includes("/") ? known(word) : undefined;
    if (token) return token.profile;
  }
  return undefined;
}

/** The profile whose token will replace a reference when the request is sent. */
export function referredProfile(
  request: RequestView,
  { analysis }: RuleContext,
  reference?: string,
): string | undefined {
  if (reference === undefined || !isTokenPlaceholder(reference)) return undefined;
  const { profiles = {}, activeProfile } = analysis.settings;
  if (isSharedReference(reference)) return activeProfile;
  return profileOfReference(reference, Object.keys(profiles)) ?? request.profile ?? activeProfile;
}

function fixesFor(
  request: RequestView,
  uri: string,
  { profile, isHeader }: CarriedToken,
  host: string,
  others: readonly string[],
): Fix[] {
  const insert = { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, request.line] };
  const hosts = { title: l10n.t("Add Host"), command: "argus.addHost", arguments: [profile, host] };
  const named = namedProfile(request.document, request.block);
  const offered = others.slice(0, MOST_PROFILES);
  const uses = offered.flatMap((other, index): Fix[] => {
    if (!isHeader) return [];
    const title = l10n.t("Use a token of the profile “{0}”", other);
    const action = { title, command: insert, isPreferred: index === 0 };
    // Without a directive the host chooses the profile.
    if (named === undefined) return [action];
    const directive = directiveEdit(request, other);
    return directive === undefined ? [] : [{ ...action, edits: [directive] }];
  });
  const directives = offered.flatMap((other) => edit(l10n.t("Add # @argus {0}", other), directiveEdit(request, other)));
  return [
    ...uses,
    { title: l10n.t("Add {0} to the hosts of “{1}”", host, profile), command: hosts },
    ...(named === undefined ? directives : []),
    ...(isHeader ? [{ title: l10n.t("Remove the token"), edits: removeToken(request) }] : []),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
