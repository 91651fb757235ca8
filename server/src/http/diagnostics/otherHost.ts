import * as l10n from "@vscode/l10n";
import { hostOf } from "../../../../common/hosts.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import type { Range } from "../../../../common/protocol/documents.ts";
import { directiveEdit } from "../edits/directiveEdit.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { credentialsOf, mayBeToken, resolveCredentials } from "../facts/authorization.ts";
import { namedProfile } from "../facts/profiles.ts";
import { isOtherHost, type ProfileSettings, profileSettings, profilesForHost } from "../facts/requestProfile.ts";
import type { RequestView } from "../facts/requestView.ts";
import { referredProfile, sentTokens } from "../facts/sentTokens.ts";
import { targetOf } from "../facts/target.ts";
import { soleVariable } from "../facts/variables.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";

const MOST_PROFILES = 3;
/** What every reference to a token contains. */
const REFERENCE = /argusToken|ARGUS_TOKEN/;

/** A token, or a reference to one, in a request to a host that its profile's tokens are not for. */
export function otherHost(request: RequestView, context: RuleContext): Finding[] {
  const { settings, outside, held } = context.analysis;
  const { document, block } = request;
  const text = document.text.slice(block.offset, block.offset + block.length);
  const mayCarry = held.tokens.length > 0 || REFERENCE.test(text);
  const target = mayCarry ? targetOf(request, outside)?.url : undefined;
  if (target === undefined) return [];
  // Most requests go where every profile's tokens may go; those are not searched.
  const { profiles = {} } = settings;
  const isOther = ({ profile, origin }: Issuer): boolean => isOtherHost(target, profile, settings, origin);
  if (![...Object.keys(profiles).map((profile) => ({ profile })), ...issuersOf(held)].some(isOther)) return [];
  const host = hostOf(target) ?? target.host;
  return carriedTokens(request, context)
    .filter(isOther)
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

interface Issuer {
  profile: string;
  origin?: string | undefined;
}

const issuers = new WeakMap<HeldTokens, readonly Issuer[]>();

/** The profiles and origins of the known tokens, each pair once. */
function issuersOf(held: HeldTokens): readonly Issuer[] {
  const read = issuers.get(held);
  if (read) return read;
  const found = [
    ...new Map(held.tokens.map((token) => [JSON.stringify([token.profile, token.origin]), token])).values(),
  ];
  issuers.set(held, found);
  return found;
}

interface CarriedToken extends Issuer {
  range: Range;
  /** In the header that `Insert` writes; elsewhere as it is, or as a reference. */
  form: "header" | "literal" | "reference";
}

/** The tokens that a request carries in its header for one, and anywhere else in what it sends. */
function carriedTokens(request: RequestView, { known, analysis }: RuleContext): CarriedToken[] {
  const settings = profileSettings(analysis);
  const inHeader = tokenInHeader(request, known, settings);
  const sent = sentTokens(request, known, inHeader && request.authorization?.value, settings.outside);
  const elsewhere = sent.flatMap(({ range, known: token, reference, isLiteral }): CarriedToken[] => {
    const profile = token?.profile ?? referredProfile(request, settings, reference);
    const form = isLiteral ? "literal" : "reference";
    return profile === undefined ? [] : [{ profile, origin: token?.origin, range, form }];
  });
  return inHeader ? [inHeader, ...elsewhere] : elsewhere;
}

function tokenInHeader(
  request: RequestView,
  known: RuleContext["known"],
  settings: ProfileSettings,
): CarriedToken | undefined {
  const { authorization } = request;
  if (!authorization) return undefined;
  const written = credentialsOf(request, authorization);
  const resolved = resolveCredentials(request, written, settings.outside);
  const token = resolved && mayBeToken(request, resolved) ? known(resolved.rest) : undefined;
  const profile = token?.profile ?? referredProfile(request, settings, soleVariable(written.rest));
  const range = request.rangeOf(authorization.value);
  return profile === undefined ? undefined : { profile, origin: token?.origin, range, form: "header" };
}

function fixesFor(
  request: RequestView,
  uri: string,
  { profile, range, form }: CarriedToken,
  host: string,
  others: readonly string[],
): Fix[] {
  const insert = { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, request.line] };
  const { profiles = {} } = request.settings;
  const hosts = { title: l10n.t("Add Host"), command: "argus.addHost", arguments: [profile, host] };
  const named = namedProfile(request.document, request.block);
  const offered = others.slice(0, MOST_PROFILES);
  const uses = offered.flatMap((other, index): Fix[] => {
    if (form !== "header") return [];
    const title = l10n.t("Use a token of the profile “{0}”", other);
    const action = { title, command: insert, isPreferred: index === 0 };
    // Without a directive the host chooses the profile.
    if (named === undefined) return [action];
    const directive = directiveEdit(request, other);
    return directive === undefined ? [] : [{ ...action, edits: [directive] }];
  });
  const directives = offered.flatMap((other) => edit(l10n.t("Add # @argus {0}", other), directiveEdit(request, other)));
  const removal = form === "header" ? removeToken(request) : form === "literal" ? [{ range, newText: "" }] : [];
  return [
    ...uses,
    ...(Object.hasOwn(profiles, profile)
      ? [{ title: l10n.t("Add {0} to the hosts of “{1}”", host, profile), command: hosts }]
      : []),
    ...(named === undefined ? directives : []),
    ...(removal.length > 0 ? [{ title: l10n.t("Remove the token"), edits: removal }] : []),
  ];
}
