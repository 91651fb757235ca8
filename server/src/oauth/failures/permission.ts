/** Argus did not accept the credential, the client or the token, or does not allow what they request. */
import * as l10n from "@vscode/l10n";
import { pageRow } from "./argus.ts";
import { JWT_REFUSED, JWT_ROWS } from "./jwt.ts";
import { notPermitted, rejected } from "./operation.ts";
import { all, calling, type Condition, not, oauth, type Row, type Rows, sent, words } from "./row.ts";
import { withAnswer } from "./words.ts";
import { sentences } from "../../../../common/sentences.ts";

const newTokenHint = (): string =>
  l10n.t("Get a new token from your current network, and check the profile's forwardedFor.");

const NETWORK = /network|\bIP\b|\bIPs\b|IPRange|address|\bsource\b|location/i;
const NETWORK_OR_BOUND = new RegExp(`${NETWORK.source}|bound to`, "i");

/** A client can be limited to addresses too. Argus' “Client IP” is the caller's. */
const CLIENT_ELSEWHERE: Row = {
  id: "clientElsewhere",
  when: all(words(NETWORK), words(/clientIPRange|\bclient\b(?!\s+(?:IP|address))/i), not(words(/\bkey\b/i))),
  message: withAnswer(() => l10n.t("The OAuth client may not be used from your IP address.")),
  hint: () =>
    l10n.t(
      "Connect to a network that the client is for (such as a VPN), or ask your Argus administrator to allow yours.",
    ),
  help: ["editProfile"],
};

/** An API key is limited to certain networks, and Argus says so. */
const KEY_ELSEWHERE: Row = {
  id: "keyElsewhere",
  when: all(sent("ARGUS_API_KEY"), words(NETWORK), words(/\bkey\b/i)),
  message: withAnswer(() => l10n.t("The API key is not valid from this network.")),
  hint: () =>
    l10n.t("Use an API key that is valid from here, or connect to the network that it is for (such as a VPN)."),
  help: ["enterCredential"],
};

/** The answer is about something else that can expire, such as a session. */
const OTHER_END: Condition = all(
  words(/session|token|certificate|password|account|client|licen[cs]e/i),
  not(words(/\bkey\b/i)),
);

/** An API key is limited to certain times. */
const KEY_TIME: readonly Row[] = [
  {
    id: "keyExpired",
    when: all(sent("ARGUS_API_KEY"), words(/expired|no longer valid|is over/i), not(OTHER_END)),
    message: withAnswer(() => l10n.t("The API key has expired.")),
    hint: () =>
      l10n.t("Renew it in the Argus GUI under User Preferences, or create a new one there and enter that here."),
    help: ["enterCredential"],
  },
  {
    id: "keyNotYetValid",
    when: all(sent("ARGUS_API_KEY"), words(/not yet|not valid (?:before|until|at this time)/i), not(OTHER_END)),
    message: withAnswer(() => l10n.t("The API key is not valid yet.")),
    hint: () => l10n.t("Use an API key that is valid now."),
    help: ["enterCredential"],
  },
];

/** Argus does not say whose limit it is. */
const NETWORK_REFUSED: Row = {
  id: "networkRefused",
  when: all(calling("token"), words(NETWORK)),
  message: withAnswer(() => l10n.t("Argus did not accept the request from your network.")),
  hint: () =>
    l10n.t(
      "A credential and an OAuth client can each be limited to certain networks. Ask your Argus administrator which.",
    ),
  help: ["enterCredential"],
};

/** Some operations do not accept API keys. */
const SESSION_NEEDED: Row = {
  id: "sessionNeeded",
  when: words(
    /security level|authentication (?:level|strength)|(?:requires?|needs?|must (?:use|have)|use) (?:a |an )?(?:\w+ )?(?:session|signed request|signature)|API keys? (?:is|are|may|can|cannot|must)\W+(?:not\W+)?(?:be )?(?:allowed|permitted|accepted|used|sufficient)/i,
  ),
  message: withAnswer(() => l10n.t("Argus requires a session or a signed request for this, not an API key.")),
  hint: () => l10n.t("Enter a session token or a private key for signed JWTs as the credential."),
  help: ["enterCredential"],
};

const FUNCTION_MISSING: Row = {
  id: "functionMissing",
  when: words(/\bfunctions?\b|requiredFunction|\broles?\b|\bpermissions?\b|privilege|permissionScope/i),
  message: withAnswer(() => l10n.t("Your Argus user lacks a permission for this.")),
  hint: () => l10n.t("Ask your Argus administrator for the permission that the answer names."),
  help: ["editProfile"],
};

const CLIENT_UNKNOWN: Row = {
  id: "clientUnknown",
  // With an assertion, the same code means that the assertion was refused (RFC 7521 §4.2.1).
  when: all(
    calling("token"),
    oauth("invalid_client"),
    not(all(sent("ARGUS_API_KEY"), words(/\bkey\b/i))),
    (facts) =>
      !sent("ARGUS_ASSERTION")(facts) || words(/client.{0,20}(?:unknown|not (?:known|found))|unknown client/i)(facts),
  ),
  message: withAnswer(() => l10n.t("Argus did not accept the client ID.")),
  hint: () => l10n.t("Check the profile's client ID in the setting argus.profiles."),
  help: ["editProfile"],
};

export const PERMISSION = {
  unauthorized: {
    rows: [
      pageRow("unauthorizedPage"),
      ...JWT_ROWS,
      CLIENT_UNKNOWN,
      JWT_REFUSED,
      ...KEY_TIME,
      CLIENT_ELSEWHERE,
      KEY_ELSEWHERE,
      SESSION_NEEDED,
      NETWORK_REFUSED,
      {
        id: "keyRefused",
        when: sent("ARGUS_API_KEY"),
        message: withAnswer(() => l10n.t("Argus did not accept the API key.")),
        hint: () => l10n.t("Enter the API key again. It may have been revoked."),
        help: ["enterCredential"],
      },
      {
        id: "sessionRefused",
        when: sent("ARGUS_SESSION_TOKEN"),
        message: withAnswer(() => l10n.t("Argus did not accept the session token. It may have expired.")),
        hint: () => l10n.t("Log in to Argus again and enter the new session token."),
        help: ["enterCredential"],
      },
      {
        id: "introspectionRefused",
        when: all(calling("introspection"), words(/session|expired|\btoken\b|\bkey\b/i), not(words(/client|secret/i))),
        message: withAnswer(rejected),
        hint: () => l10n.t("Get a new token."),
        help: ["replaceToken"],
      },
      {
        id: "clientSecretRefused",
        when: all(calling("introspection"), sent("ARGUS_CLIENT_SECRET")),
        message: withAnswer(() => l10n.t("Argus did not accept the client ID with this client secret.")),
        hint: () =>
          l10n.t("Enter the client secret again, and check the profile's client ID and its clientAuthentication."),
        help: ["enterClientSecret"],
      },
      {
        id: "clientSecretMissing",
        when: calling("introspection"),
        message: withAnswer(() => l10n.t("Argus did not accept the client ID without a client secret.")),
        hint: () => l10n.t("Enter the client secret, and check the profile's client ID."),
        help: ["enterClientSecret"],
      },
      {
        id: "tokenElsewhere",
        when: all(calling("userinfo"), words(/\bIP\b|address|bound/i)),
        message: withAnswer(() => l10n.t("The token is bound to another IP address.")),
        hint: newTokenHint,
        help: ["replaceToken"],
      },
      {
        id: "tokenRefused",
        when: calling("userinfo"),
        message: withAnswer(() => l10n.t("Argus did not accept the token.")),
        // The client may know better: see `explained` in `client/src/answers/check.ts`.
        hint: () => l10n.t("It may have expired: get a new token."),
        help: ["replaceToken"],
      },
    ],
    otherwise: {
      message: withAnswer(() => l10n.t("Argus did not accept the credential.")),
      hint: () => l10n.t("Check the credential and the profile's client ID."),
      help: ["enterCredential"],
    },
  },

  forbidden: {
    rows: [
      pageRow("forbiddenPage"),
      CLIENT_ELSEWHERE,
      {
        id: "addressForbidden",
        when: all(not(calling("token")), words(NETWORK_OR_BOUND)),
        message: withAnswer(() => l10n.t("Argus does not allow this from your IP address.")),
        hint: () => sentences(l10n.t("A token is bound to the IP address that it was created from."), newTokenHint()),
        help: ["editProfile"],
      },
      {
        id: "scopeMissing",
        when: oauth("insufficient_scope"),
        message: withAnswer(() => l10n.t("The token's scope does not include this.")),
        hint: () => l10n.t("Add the missing scope (such as openid profile) to the profile, and get a new token."),
        help: ["editProfile"],
      },
      ...KEY_TIME,
      KEY_ELSEWHERE,
      SESSION_NEEDED,
      NETWORK_REFUSED,
      FUNCTION_MISSING,
    ],
    otherwise: {
      message: withAnswer(notPermitted),
      hint: (facts) =>
        sentences(
          l10n.t("Your Argus administrator knows what your user, this client and your network may do."),
          calling("introspection", "userinfo")(facts)
            ? l10n.t("A token is bound to the IP address that it was created from.")
            : undefined,
        ),
      help: ["editProfile"],
    },
  },
} satisfies Record<string, Rows>;
