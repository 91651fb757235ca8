import * as l10n from "@vscode/l10n";
import { canonicalAddress, isAddress } from "../../../common/addresses.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { localDate } from "../credentials/keyLife.ts";
import type { ClientError } from "../failures/failure.ts";
import { foreignText, whyRefused } from "../session/provenance.ts";
import { endTime } from "../text/timeLeft.ts";
import { emptyReference, otherReference, variableOff } from "./referenceCauses.ts";
import type { RefusalEvidence } from "./refusalEvidence.ts";

/** What a person can do about a cause with one click. */
export type RefusalFix = "insertToken" | "getToken" | "enterKey" | "addHost" | "openEnvironmentSetting" | "diagnose";

export interface RefusalCause {
  /** The rule that applied; finer than the texts, which are translated. */
  kind: string;
  /** One sentence about what is wrong. */
  sentence: string;
  /** What to do about it. */
  remedy: string;
  fix?: RefusalFix;
  /** No other cause is known than that the token is no longer valid. */
  isTokenOver?: boolean;
}

/** By how much clocks may differ before that matters to a token, in ms. */
const NOTABLE_SKEW = 30_000;

/** Failures of the connection to Argus, which say nothing about the token. */
const UNREACHABLE: readonly ClientError["code"][] = [
  ...(["dns", "connect", "tls", "proxy", "timeout", "unavailable", "rateLimited", "redirected"] as const),
  ...(["badResponse", "tooLarge", "workerStopped", "workerHung", "insecureUrl", "notFound"] as const),
];

/** Failures that are about the token or its user. */
const REFUSED: readonly ClientError["code"][] = ["unauthorized", "forbidden"];

export type Rule = (evidence: RefusalEvidence) => RefusalCause | undefined;

/**
 * The one cause that the evidence proves, or `undefined` if it proves none. What the request itself shows comes
 * first, because it decides whatever Argus says; then what Argus says; then what can only be suspected.
 */
export function causeOf(evidence: RefusalEvidence): RefusalCause | undefined {
  for (const rule of RULES) {
    const cause = rule(evidence);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

const nothingCarried: Rule = ({ carried }) =>
  carried.kind !== "nothing"
    ? undefined
    : {
        kind: "noToken",
        sentence:
          carried.header === undefined
            ? l10n.t("The request carries no token.")
            : l10n.t("The request carries no token in {0}, the profile's header.", carried.header),
        remedy: l10n.t("Insert one."),
        fix: "insertToken",
      };

const otherScheme: Rule = ({ carried }) =>
  carried.kind !== "otherScheme"
    ? undefined
    : {
        kind: "otherScheme",
        sentence: l10n.t("The request sends credentials of the scheme {0}, not an Argus token.", carried.scheme),
        remedy: l10n.t("If Argus is to accept it, insert a token instead."),
        fix: "insertToken",
      };

/** An expired key gets no new token, so this comes before the missing or dead token that it leads to. */
const expiredKey: Rule = ({ key, carried, known, now, profile, otherHost, introspection, userinfo }) => {
  if (key?.end === undefined || key.end > now || otherHost !== undefined) return undefined;
  const isOfProfile = known?.profile === profile.name;
  if (carried.kind !== "reference" && !(carried.kind === "token" && isOfProfile)) return undefined;
  if (userinfo.kind === "answered" || (introspection.kind === "answered" && introspection.value.active))
    return undefined;
  const isDead = known === undefined || known.expiresAt <= now;
  const isRefused =
    introspection.kind === "answered" || (userinfo.kind === "failed" && REFUSED.includes(userinfo.error.code));
  if (!isDead && !isRefused) return undefined;
  const date = localDate(key.end);
  return {
    kind: "expiredKey",
    sentence:
      key.isConfirmed === true
        ? l10n.t("Argus refuses key {0} of “{1}” as expired, so it issues no new token.", key.prefix, profile.name)
        : l10n.t("Key {0} of “{1}” expired on {2}, according to what you entered.", key.prefix, profile.name, date),
    remedy: l10n.t("Renew it in the Argus GUI under User Preferences, or enter another key."),
    fix: "enterKey",
  };
};

const wrongHost: Rule = ({ carried, otherHost, profile, known }) => {
  if (otherHost === undefined) return undefined;
  // Another system's token may be right for that host.
  if (carried.kind !== "reference" && (carried.kind !== "token" || known === undefined)) return undefined;
  const { host, profiles } = otherHost;
  const fitting = profiles[0];
  return {
    kind: "otherHost",
    sentence: l10n.t("The token of “{0}” is for {1}, but the request goes to {2}.", profile.name, profile.origin, host),
    remedy:
      fitting === undefined
        ? l10n.t("Correct the URL, or add the host to the profile if it accepts its tokens.")
        : l10n.t("The host belongs to the profile “{0}”: name it in a # @argus line, and insert its token.", fitting),
    ...(fitting === undefined ? { fix: "addHost" } : {}),
  };
};

const expired: Rule = ({ carried, known, now, introspection }) => {
  if (known === undefined || known.expiresAt > now) return undefined;
  // Argus knows better than this machine's clock.
  if (introspection.kind === "answered" && introspection.value.active) return undefined;
  const isReference = carried.kind === "reference";
  return {
    kind: "expired",
    sentence:
      known.isEndAssumed === true
        ? l10n.t("The token has probably expired, at about {0}.", endTime(known.expiresAt, now))
        : l10n.t("The token expired at {0}.", endTime(known.expiresAt, now)),
    remedy: isReference ? l10n.t("Get a token, and send the request again.") : l10n.t("Insert a new one."),
    fix: isReference ? "getToken" : "insertToken",
  };
};

const otherOrigin: Rule = ({ known, profile }) =>
  known?.origin === undefined || known.origin === profile.origin
    ? undefined
    : {
        kind: "otherOrigin",
        sentence: l10n.t(
          "The token was issued by {0} for “{1}”, but the request belongs to “{2}” at {3}.",
          known.origin,
          known.profile,
          profile.name,
          profile.origin,
        ),
        remedy: l10n.t("Insert a token of “{0}”.", profile.name),
        fix: "insertToken",
      };

const otherClient: Rule = ({ known, profile, introspection }) => {
  const answered = introspection.kind === "answered" ? introspection.value.clientId : undefined;
  const client = known?.clientId ?? answered;
  if (client === undefined || client === profile.clientId) return undefined;
  return {
    kind: "otherClient",
    sentence: l10n.t("The token was issued to the client {0}; “{1}” uses {2}.", client, profile.name, profile.clientId),
    remedy: l10n.t("Insert a token of “{0}”.", profile.name),
    fix: "insertToken",
  };
};

const otherAddress: Rule = ({ known, userinfo, sentAddress, now, profile, remote }) => {
  const answered = userinfo.kind === "answered" ? userinfo.value.clientIp : undefined;
  const bound = answered ?? known?.clientIp ?? known?.forwardedFor;
  if (typeof sentAddress === "string" && isAddress(sentAddress) && bound !== undefined) {
    if (canonicalAddress(bound) === canonicalAddress(sentAddress)) return undefined;
    return {
      kind: "otherAddress",
      sentence: l10n.t("Argus has bound the token to {0}, but the request sends {1}.", bound, sentAddress),
      remedy: l10n.t("Send {0} as X-Forwarded-For, or get a token for the other address.", bound),
    };
  }
  if (known === undefined || sentAddress === null) return undefined;
  // Argus has just accepted the token from here.
  if (userinfo.kind === "answered" && known.forwardedFor === undefined) return undefined;
  const call = { now, clientId: profile.clientId, forwardedFor: undefined, remote };
  const why = whyRefused(known, sentAddress === undefined ? call : { ...call, forwardedFor: sentAddress });
  return why === undefined
    ? undefined
    : {
        kind: "otherAddress",
        sentence: l10n.t("This token {0}.", why),
        remedy: l10n.t("Insert a token fetched here, or send the address that it is bound to."),
        fix: "insertToken",
      };
};

const unreachable: Rule = ({ userinfo, introspection, profile }) => {
  const failed = [userinfo, introspection].find((call) => call.kind === "failed");
  if (failed?.kind !== "failed" || !UNREACHABLE.includes(failed.error.code)) return undefined;
  return {
    kind: "unreachable",
    sentence: l10n.t("Argus could not be asked about the token of “{0}”: {1}", profile.name, failed.error.message),
    remedy: failed.error.hint ?? l10n.t("Diagnose the connection."),
    fix: "diagnose",
  };
};

const inactive: Rule = ({ introspection, carried }) => {
  if (introspection.kind !== "answered" || introspection.value.active) return undefined;
  const { reason } = introspection.value;
  return {
    kind: "inactive",
    sentence:
      reason === undefined
        ? l10n.t("Argus says that the token is not active.")
        : l10n.t("Argus says that the token is not active: “{0}”.", reason),
    remedy: l10n.t(
      "Get a new token. Argus does not say why if a token was revoked or is for another client or address.",
    ),
    fix: carried.kind === "reference" ? "getToken" : "insertToken",
    isTokenOver: true,
  };
};

const refused: Rule = ({ userinfo, carried }) => {
  if (userinfo.kind !== "failed") return undefined;
  const { code, message, hint, reason } = userinfo.error;
  if (!REFUSED.includes(code)) return undefined;
  return {
    kind: "refused",
    sentence: l10n.t("Argus refuses the token: {0}", message),
    remedy: hint ?? l10n.t("Get a new token."),
    fix: carried.kind === "reference" ? "getToken" : "insertToken",
    isTokenOver: reason === "tokenRefused",
  };
};

/** The form of a token alone proves nothing: Argus must have refused it. */
const foreign: Rule = (evidence) => {
  const { carried, known, profile } = evidence;
  const form = carried.kind === "token" && known === undefined ? carried.foreign : undefined;
  if (form === undefined || (inactive(evidence) ?? refused(evidence)) === undefined) return undefined;
  return {
    kind: "foreign",
    sentence: l10n.t("This token {0}.", foreignText(form)),
    remedy: l10n.t("Insert a token of “{0}”.", profile.name),
    fix: "insertToken",
  };
};

const missingScope: Rule = ({ introspection, profile }) => {
  if (introspection.kind !== "answered") return undefined;
  const { scope } = introspection.value;
  if (scope === undefined || profile.scope === undefined) return undefined;
  const granted = scopesOf(scope);
  const missing = scopesOf(profile.scope).filter((wanted) => !granted.includes(wanted));
  if (missing.length === 0) return undefined;
  return {
    kind: "missingScope",
    sentence: l10n.t("The token lacks the scope {0}, which “{1}” asks for.", missing.join(" "), profile.name),
    remedy: l10n.t("Ask your Argus administrator whether your user and the client may have it."),
  };
};

const clockOff: Rule = ({ introspection }) => {
  const skew = introspection.kind === "answered" ? introspection.value.clockSkewMs : undefined;
  if (skew === undefined || Math.abs(skew) < NOTABLE_SKEW) return undefined;
  return {
    kind: "clock",
    sentence: l10n.t(
      "This machine's clock is {0} s off Argus' clock, so tokens expire earlier or later than shown.",
      Math.round(Math.abs(skew) / 1000),
    ),
    remedy: l10n.t("Correct this machine's clock."),
  };
};

const RULES: readonly Rule[] = [
  ...[
    nothingCarried,
    otherScheme,
    // Turning the variables on would not help a reference to the wrong one.
    otherReference,
    variableOff,
    expiredKey,
    emptyReference,
    wrongHost,
    expired,
    otherOrigin,
    otherClient,
  ],
  ...[otherAddress, unreachable, foreign, inactive, refused, missingScope, clockOff],
];
