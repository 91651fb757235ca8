/** Argus, or something in its place, answered, but not as expected. */
import * as l10n from "@vscode/l10n";
import { conjunction } from "../../../../common/list.ts";
import { all, calling, type Facts, flaw, isPage, oauth, type Row, type Rows, status, words } from "./row.ts";
import { JWT_REFUSED, JWT_ROWS } from "./jwt.ts";
import { CLIENT_CERTIFICATE_PAGE } from "./clientCertificate.ts";
import { noSuchAddress, notPermitted, rejected } from "./operation.ts";
import { orAskAnother, tryAgain, theHost, withAnswer } from "./words.ts";
import { sentences } from "../../../../common/sentences.ts";

/** A proxy, a gateway or a captive portal answered in Argus' place. */
export const pageRow = (id: string): Row => ({
  id,
  when: isPage,
  message: withAnswer((facts) => l10n.t("{0} did not answer like Argus.", theHost(facts))),
  hint: () => l10n.t("Check the URL, and whether a proxy, gateway or sign-in page answers instead of Argus."),
  help: ["editProfile", "diagnose"],
});

const SCOPES = ["openid", "profile", "email", "customer", "clientip"];

const discoverHint = orAskAnother(() =>
  l10n.t("Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them."),
);
const notAvailable = withAnswer((facts) => l10n.t("Argus is not available at {0}.", theHost(facts)));

export const ARGUS = {
  rateLimited: {
    rows: [],
    otherwise: {
      message: withAnswer((facts) => l10n.t("{0} received too many requests.", theHost(facts))),
      hint: tryAgain,
      help: ["retry"],
    },
  },

  unavailable: {
    rows: [
      {
        // A cache in front of Argus returns a token until the moment it expires.
        id: "tokenExpired",
        when: flaw("expired"),
        message: (facts) => l10n.t("{0} sent a token that has already expired.", theHost(facts)),
        hint: () => l10n.t("Try again. If this continues, something on the network path may be caching answers."),
        help: ["retry"],
      },
      {
        // RFC 6585 §6: a captive portal, never the server itself.
        id: "networkSignIn",
        when: status(511),
        message: withAnswer((facts) =>
          l10n.t("The network requires you to sign in before it connects you to {0}.", theHost(facts)),
        ),
        hint: () => l10n.t("Open any website in a browser, sign in to the network there, then try again."),
        help: ["retry"],
      },
      {
        id: "unavailablePage",
        when: isPage,
        message: notAvailable,
        hint: (facts) =>
          sentences(
            tryAgain(facts),
            l10n.t("If this continues, check whether a proxy or gateway answers instead of Argus."),
          ),
        help: ["retry", "diagnose"],
      },
      {
        id: "serverGaveUp",
        when: status(408),
        message: withAnswer((facts) => l10n.t("{0} gave up waiting for the request.", theHost(facts))),
        hint: () => l10n.t("Try again. A slow network or proxy may be the cause."),
        help: ["retry"],
      },
      {
        id: "serverError",
        when: status(500),
        message: withAnswer(() => l10n.t("Argus failed with an internal error.")),
        hint: (facts) => sentences(tryAgain(facts), l10n.t("If this continues, contact your Argus administrator.")),
        help: ["retry"],
      },
      {
        id: "gateway",
        when: status(502, 504),
        message: withAnswer((facts) => l10n.t("The gateway at {0} got no usable answer from Argus.", theHost(facts))),
        hint: tryAgain,
        help: ["retry"],
      },
      {
        // Argus' documented answer to overload.
        id: "overloaded",
        when: all(status(503), ({ attempts = 1, retryAfterMs }) => attempts > 1 && retryAfterMs === undefined),
        message: withAnswer((facts) =>
          l10n.t("Argus is overloaded: it did not handle the request in {0} attempts.", facts.attempts ?? 1),
        ),
        hint: tryAgain,
        help: ["retry"],
      },
      { id: "down", when: status(503), message: notAvailable, hint: tryAgain, help: ["retry"] },
    ],
    otherwise: { message: notAvailable, hint: tryAgain, help: ["retry"] },
  },

  rejected: {
    rows: [
      {
        // Discovery: the person entered the URL.
        id: "unusableUrl",
        when: ({ problem }) => problem !== undefined,
        message: ({ problem = "" }) => l10n.t("Nothing was sent: {0}.", problem),
        hint: () => l10n.t("Enter the full URL, such as https://api.example.com."),
        help: ["retry"],
      },
      CLIENT_CERTIFICATE_PAGE,
      pageRow("rejectedPage"),
      ...JWT_ROWS,
      {
        id: "scopeUnknown",
        when: oauth("invalid_scope"),
        message: withAnswer(() => l10n.t("Argus did not accept the profile's scope.")),
        hint: () =>
          l10n.t(
            "Correct scope in the setting argus.profiles. Known scopes: {0}; groups and groupstring are deprecated for third parties.",
            conjunction(SCOPES),
          ),
        help: ["editProfile"],
      },
      {
        id: "clientNotPermitted",
        when: oauth("unauthorized_client"),
        message: withAnswer(notPermitted),
        hint: () =>
          l10n.t("Check the profile's client ID, and in Argus whether the client may use client credentials."),
        help: ["editProfile"],
      },
      {
        id: "grantNotSupported",
        when: oauth("unsupported_grant_type"),
        message: withAnswer((facts) => l10n.t("{0} does not issue tokens for client credentials.", theHost(facts))),
        hint: discoverHint,
        help: ["editProfile"],
      },
      JWT_REFUSED,
      {
        id: "fieldRefused",
        when: ({ field }) => field !== undefined,
        message: withAnswer((facts) => l10n.t("Argus rejected the field {0} of the request.", facts.field ?? "")),
        hint: ({ field = "" }) =>
          /^client_?id$/i.test(field)
            ? l10n.t("Check the profile's client ID in the setting argus.profiles.")
            : /^scope$/i.test(field)
              ? l10n.t("Correct scope in the setting argus.profiles.")
              : l10n.t("Check the profile in the setting argus.profiles."),
        help: ["editProfile"],
      },
      {
        id: "wrongEndpoint",
        when: status(405, 406, 410, 415),
        message: withAnswer((facts) => l10n.t("{0} does not accept this request at that address.", theHost(facts))),
        hint: discoverHint,
        help: ["editProfile"],
      },
    ],
    otherwise: {
      message: withAnswer(rejected),
      hint: () => l10n.t("Check the profile in the setting argus.profiles."),
      help: ["editProfile"],
    },
  },

  redirected: {
    rows: [
      {
        id: "redirectedNearby",
        when: ({ redirect }) => redirect?.kind === "sameHost",
        message: (facts) => notFollowed(facts),
        hint: () => l10n.t("If that is the right address, use that one."),
        help: ["editProfile"],
      },
      {
        id: "redirectedHere",
        when: ({ redirect }) => redirect?.kind === "samePlace",
        message: (facts) =>
          l10n.t(
            "{0} redirected to another path. The redirect was not followed, so that no credential goes there.",
            theHost(facts),
          ),
        hint: discoverHint,
        help: ["editProfile"],
      },
      {
        id: "redirectedElsewhere",
        when: ({ redirect }) => redirect?.kind === "elsewhere",
        message: (facts) => notFollowed(facts),
        hint: () =>
          l10n.t("Check the URL: it must be Argus' own. A sign-in page of the network may also be the cause."),
        help: ["editProfile"],
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("{0} redirected to an address that is not valid.", theHost(facts)),
      hint: () => l10n.t("Check the URL: it must be Argus' own."),
      help: ["editProfile"],
    },
  },

  notFound: {
    rows: [
      pageRow("notFoundPage"),
      {
        id: "clientNotFound",
        when: all(calling("token", "introspection"), words(/\bclient\b/i)),
        message: withAnswer(() => l10n.t("Argus did not accept the client ID.")),
        hint: () => l10n.t("Check the profile's client ID in the setting argus.profiles."),
        help: ["editProfile"],
      },
      {
        id: "clientUnknown",
        when: calling("client"),
        message: withAnswer(noSuchAddress),
        hint: () => l10n.t("Check the name, or enter the client's ID: its owner, or mnemonic, knows it."),
        help: ["editProfile"],
      },
      {
        id: "noMetadata",
        when: ({ tried }) => tried !== undefined,
        message: (facts) =>
          l10n.t(
            "{0} does not say where its endpoints are. Tried: {1}.",
            theHost(facts),
            conjunction(facts.tried ?? []),
          ),
        hint: discoverHint,
        help: ["editProfile"],
      },
    ],
    otherwise: { message: withAnswer(noSuchAddress), hint: discoverHint, help: ["editProfile"] },
  },
} satisfies Record<string, Rows>;

function notFollowed(facts: Facts): string {
  return l10n.t(
    "{0} redirected to {1}. The redirect was not followed, so that no credential goes there.",
    theHost(facts),
    facts.redirect?.origin ?? "",
  );
}
