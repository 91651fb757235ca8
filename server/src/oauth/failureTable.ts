/**
 * The one table of failures: for each error code its cases, the first that fits counts, and what holds where none does.
 * `message` says what happened and why, `hint` what to do.
 */
import * as l10n from "@vscode/l10n";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import { certificateHint, certificateProblem } from "./certificateWords.ts";
import {
  type Condition,
  all,
  calling,
  flaw,
  hasProblem,
  isBrokenOff,
  isCertificate,
  isExpired,
  isNotResolved,
  isNotTls,
  isNotYetValid,
  isPage,
  isSelfSigned,
  isSilent,
  isUnreachable,
  isUntrusted,
  isWrongHost,
  not,
  oauth,
  phase,
  reason,
  sent,
  status,
  words,
} from "./conditions.ts";
import type { Facts } from "./facts.ts";
import {
  atFirst,
  because,
  capital,
  clockOff,
  coded,
  http,
  later,
  oneLine,
  aPage,
  quoted,
  theCall,
  theHost,
} from "./wording.ts";

/** Said when it is asked for: by then it is known in which language. */
type Text = (facts: Facts) => string;

export interface Sentence {
  message: Text;
  hint?: Text;
}

export interface Row extends Sentence {
  /** Stable: it goes out as {@link ArgusError.reason}. */
  id: string;
  when: Condition;
}

/** The last resort goes out under the code's own name. */
export interface Rows {
  rows: readonly Row[];
  otherwise: Sentence;
}

const noSafeConnection =
  (problem: Text): Text =>
  (facts) =>
    l10n.t("No safe connection to {0}: {1}.", theHost(facts), problem(facts));
const certificateMessage = noSafeConnection(certificateProblem);
const certificateAdvice: Text = (facts) => l10n.t("Nothing was sent. {0}", certificateHint(facts));

const theProxy = ({ proxy }: Facts): string =>
  proxy?.host === undefined ? l10n.t("the proxy on the way") : l10n.t("the proxy {0}", proxy.host);
const proxyFirst = (facts: Facts): string => capital(theProxy(facts));
const proxyAnswer = ({ proxy }: Facts): string => {
  const title = oneLine(proxy?.title ?? "");
  return `${proxy?.status === undefined ? "" : ` (HTTP ${proxy.status})`}${title === "" ? "" : `: ${quoted(title)}`}`;
};
const proxyStatus =
  (holds: (status: number) => boolean): Condition =>
  ({ proxy }) =>
    proxy?.status !== undefined && holds(proxy.status);
const checkProxy = (): string =>
  l10n.t("Check the setting http.proxy, or HTTPS_PROXY in the environment that VS Code starts in.");

const refused =
  (ownWords?: () => string): Text =>
  (facts) =>
    l10n.t("Argus refused {0}{1}.", theCall(facts), because(facts, ownWords?.()));
/** In Argus' place: a proxy, a gateway, a captive portal. */
const pageRow = (id: string): Row => ({
  id,
  when: isPage,
  message: (facts) =>
    l10n.t(
      "{0} answered {1} with {2}, not as Argus does{3}.",
      atFirst(facts),
      theCall(facts),
      aPage(facts.page),
      http(facts),
    ),
  hint: () =>
    l10n.t(
      "Check the profile's URL, and whether a proxy, gateway or sign-in page stands before Argus: “Argus: Diagnose Connection” shows the way.",
    ),
});

/** An API key is limited by time and by network; Argus says which limit was hit. */
const KEY_ELSEWHERE: Row = {
  id: "keyElsewhere",
  when: all(sent("ARGUS_API_KEY"), words(/network|\bIP\b|address|source/i)),
  message: refused(() => l10n.t("the API key is not valid from this network")),
  hint: () =>
    l10n.t("Use an API key that is valid from here, or connect through the network that it is for (such as a VPN)."),
};

const JWT_ROWS: readonly Row[] = [
  {
    id: "jwtReplayed",
    when: all(sent("ARGUS_ASSERTION"), words(/replay|used (?:before|already)|already (?:been )?used|\bjti\b/i)),
    message: refused(() => l10n.t("the signed JWT was used before")),
    hint: () => l10n.t("Try again: each call signs a new one."),
  },
  {
    id: "jwtClock",
    when: all(
      sent("ARGUS_ASSERTION"),
      words(/expired|not yet|in the future|too old|lifetime|clock|\b(?:exp|iat|nbf)\b/i),
    ),
    message: (facts) => {
      const clock = clockOff(facts);
      return l10n.t(
        "Argus refused the times in the signed JWT{0}{1}.",
        because(facts),
        clock === undefined ? "" : `; ${clock}`,
      );
    },
    hint: (facts) =>
      clockOff(facts) === undefined
        ? l10n.t("Try again; check the JWT's lifetime, and this machine's clock.")
        : l10n.t("Try again: the next JWT goes by Argus' clock. Set this machine's clock right all the same."),
  },
  {
    id: "jwtSignature",
    when: all(sent("ARGUS_ASSERTION"), words(/signature|\bkey\b|\bkid\b|algorithm|\balg\b/i)),
    message: refused(() => l10n.t("the JWT's signature was not accepted")),
    hint: () =>
      l10n.t(
        "Check that this private key is the one enrolled in Argus, and its key ID and algorithm: “Argus: Enter Credential…”.",
      ),
  },
  {
    id: "jwtClaim",
    when: all(sent("ARGUS_ASSERTION"), words(/audience|issuer|subject|\b(?:aud|iss|sub)\b/i)),
    message: refused(() => l10n.t("a claim of the signed JWT is wrong")),
    hint: () => l10n.t("Correct the JWT's issuer, subject or audience: “Argus: Enter Credential…”."),
  },
];
const JWT_REFUSED: Row = {
  id: "jwtRefused",
  when: sent("ARGUS_ASSERTION"),
  message: refused(() => l10n.t("the signed JWT was not accepted")),
  hint: () =>
    l10n.t(
      "Check that the key is enrolled in Argus, and the JWT's issuer, audience and way of sending: “Argus: Enter Credential…”.",
    ),
};
const CLIENT_UNKNOWN: Row = {
  id: "clientUnknown",
  // With an assertion, the same code means that the assertion was refused (RFC 7521 §4.2.1).
  when: all(
    calling("token"),
    oauth("invalid_client"),
    (facts) =>
      !sent("ARGUS_ASSERTION")(facts) || words(/client.{0,20}(?:unknown|not (?:known|found))|unknown client/i)(facts),
  ),
  message: refused(() => l10n.t("it does not know the client ID")),
  hint: () => l10n.t("Check the profile's client ID in the setting argus.profiles."),
};

export const FAILURES: Readonly<Record<ErrorCode, Rows>> = {
  invalidProfile: {
    rows: [],
    otherwise: {
      message: ({ profile = "", problem = l10n.t("a value is not valid") }) =>
        profile === ""
          ? l10n.t("The profile cannot be used: {0}.", problem)
          : l10n.t("The profile “{0}” cannot be used: {1}.", profile, problem),
      hint: () => l10n.t("Correct it in the setting argus.profiles."),
    },
  },

  invalidCredential: {
    rows: [
      {
        id: "passphraseNeeded",
        when: reason("passphraseNeeded"),
        message: ({ problem }) => l10n.t("The private key cannot be read: {0}.", problem ?? l10n.t("it is encrypted")),
        hint: () => l10n.t("Enter its passphrase: “Argus: Enter Credential…”."),
      },
    ],
    otherwise: {
      message: ({ problem }) => l10n.t("The credential cannot be used: {0}.", problem ?? l10n.t("it is not valid")),
      hint: () => l10n.t("Enter it again."),
    },
  },

  insecureUrl: {
    rows: [],
    otherwise: {
      message: ({ host = "" }) =>
        l10n.t("Nothing was sent: http://{0} is not encrypted, and a credential would travel in the open.", host),
      hint: () => l10n.t("Use https:// in the profile's URL; http:// is for this machine alone (localhost)."),
    },
  },

  dns: {
    rows: [
      {
        id: "nameUnknown",
        when: reason("ENOTFOUND"),
        message: (facts) =>
          l10n.t("The name {0} could not be resolved: nobody here knows it (ENOTFOUND).", theHost(facts)),
        hint: () => l10n.t("Check the profile's URL for a typing error, and the VPN if the name is known only there."),
      },
      {
        id: "nameServerSilent",
        when: reason("EAI_AGAIN"),
        message: (facts) =>
          l10n.t("The name {0} could not be resolved: no name server answered (EAI_AGAIN).", theHost(facts)),
        hint: () => l10n.t("Check the network connection and the VPN, and try again."),
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("The name {0} could not be resolved{1}.", theHost(facts), coded(facts.reason)),
      hint: () =>
        l10n.t("Check the profile's URL, the network and the VPN: “Argus: Diagnose Connection” shows each step."),
    },
  },

  connect: {
    rows: [
      {
        id: "refused",
        when: reason("ECONNREFUSED"),
        message: (facts) =>
          l10n.t("{0} could not be reached: nothing listens on that port (connection refused).", atFirst(facts)),
        hint: () => l10n.t("Check host and port in the profile's URL, and whether Argus is running there."),
      },
      {
        id: "unreachable",
        when: isUnreachable,
        message: (facts) =>
          l10n.t("{0} could not be reached: there is no route to it{1}.", atFirst(facts), coded(facts.reason)),
        hint: () => l10n.t("Check the network connection and the VPN."),
      },
      {
        id: "blocked",
        when: reason("EACCES", "EPERM"),
        message: (facts) =>
          l10n.t(
            "{0} could not be reached: this machine does not permit the connection{1}.",
            atFirst(facts),
            coded(facts.reason),
          ),
        hint: () => l10n.t("Look at its firewall and security software."),
      },
      {
        id: "resetInConnect",
        when: all(isBrokenOff, phase("connect")),
        message: (facts) =>
          l10n.t(
            "{0} could not be reached: the connection was closed while it was made{1}.",
            atFirst(facts),
            coded(facts.reason),
          ),
        hint: () =>
          l10n.t(
            "A firewall may be in the way, or a proxy be needed (setting http.proxy): “Argus: Diagnose Connection” shows each step.",
          ),
      },
      {
        id: "resetBeforeAnswer",
        when: all(isBrokenOff, phase("headers")),
        message: (facts) =>
          l10n.t(
            "{0} got {1}, but closed the connection before it answered{2}.",
            atFirst(facts),
            theCall(facts),
            coded(facts.reason),
          ),
        hint: () =>
          l10n.t(
            "Try again; if it stays, something on the way cuts calls off: “Argus: Diagnose Connection” shows each step.",
          ),
      },
      {
        id: "resetInAnswer",
        when: all(isBrokenOff, phase("body")),
        message: (facts) =>
          l10n.t(
            "{0} began to answer {1}, but the connection was closed before the end{2}.",
            atFirst(facts),
            theCall(facts),
            coded(facts.reason),
          ),
        hint: () =>
          l10n.t(
            "Try again; if it stays, something on the way cuts answers off: “Argus: Diagnose Connection” shows each step.",
          ),
      },
      {
        id: "reset",
        when: isBrokenOff,
        message: (facts) =>
          l10n.t(
            "{0} did not answer: the connection was closed before the answer was complete{1}.",
            atFirst(facts),
            coded(facts.reason),
          ),
        hint: () => l10n.t("Try again; if it stays, “Argus: Diagnose Connection” shows each step."),
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("{0} could not be reached: the connection failed{1}.", atFirst(facts), coded(facts.reason)),
      hint: () => l10n.t("Check the profile's URL and the network: “Argus: Diagnose Connection” shows each step."),
    },
  },

  tls: {
    rows: [
      {
        id: "caFile",
        when: reason("CA_FILE"),
        message: () =>
          l10n.t(
            "Nothing was sent: the file in the setting argus.caFile cannot be read, or has no certificate in PEM form.",
          ),
        hint: () => l10n.t("Correct the path in argus.caFile, or leave it empty."),
      },
      {
        id: "certificateSelfSigned",
        when: isSelfSigned,
        message: certificateMessage,
        hint: certificateAdvice,
      },
      {
        id: "certificateUntrusted",
        when: isUntrusted,
        message: certificateMessage,
        hint: certificateAdvice,
      },
      {
        id: "certificateExpired",
        when: isExpired,
        message: certificateMessage,
        hint: certificateAdvice,
      },
      {
        id: "certificateNotYetValid",
        when: isNotYetValid,
        message: certificateMessage,
        hint: certificateAdvice,
      },
      {
        id: "certificateForAnotherHost",
        when: isWrongHost,
        message: certificateMessage,
        hint: () => l10n.t("Nothing was sent. Check the profile's URL in the setting argus.profiles."),
      },
      {
        id: "certificateRefused",
        when: isCertificate,
        message: certificateMessage,
        hint: certificateAdvice,
      },
      {
        id: "notTls",
        when: isNotTls,
        message: noSafeConnection(() => l10n.t("it does not speak TLS on that port")),
        hint: () => l10n.t("Check the port in the profile's URL; http:// is for this machine alone (localhost)."),
      },
      {
        id: "tlsVersion",
        when: reason(
          "ERR_SSL_UNSUPPORTED_PROTOCOL",
          "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
          "ERR_SSL_VERSION_TOO_LOW",
          "ERR_SSL_NO_PROTOCOLS_AVAILABLE",
        ),
        message: noSafeConnection(() => l10n.t("there is no version of TLS that both sides accept")),
        hint: () => l10n.t("Nothing was sent. Whoever runs it has to offer TLS 1.2 or 1.3."),
      },
      {
        id: "clientCertificateNeeded",
        when: reason("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE"),
        message: noSafeConnection(() => l10n.t("it asks for a client certificate, and there is none to show")),
        hint: () => l10n.t("Client certificates are not supported: ask for an address of Argus that needs none."),
      },
    ],
    otherwise: {
      message: noSafeConnection(({ reason }) => l10n.t("the TLS handshake failed{0}", coded(reason))),
      hint: () => l10n.t("Nothing was sent. “Argus: Diagnose Connection” shows each step."),
    },
  },

  proxy: {
    rows: [
      {
        id: "proxyUrl",
        when: reason("PROXY_URL"),
        message: () =>
          l10n.t("Nothing was sent: the proxy's URL cannot be used; it must be http://host:port or https://host:port."),
        hint: checkProxy,
      },
      {
        id: "proxyAuthorization",
        when: reason("PROXY_AUTHORIZATION"),
        message: (facts) =>
          l10n.t("Nothing was sent: the login for {0} has characters that cannot stand in a header.", theProxy(facts)),
        hint: () =>
          l10n.t(
            "Correct the setting http.proxyAuthorization; its value is what follows “Proxy-Authorization:”, such as “Basic …”.",
          ),
      },
      {
        id: "proxyLogin",
        when: (facts) => facts.proxy?.status === 407 || facts.status === 407,
        message: (facts) => {
          const page = facts.proxy === undefined ? because({ says: facts.page ?? facts.says }) : proxyAnswer(facts);
          return l10n.t("{0} wants a login, or another one, to reach {1}{2}.", proxyFirst(facts), theHost(facts), page);
        },
        hint: () =>
          l10n.t(
            "Put user and password into the URL in the setting http.proxy (http://user:password@host:port), or the header's value into http.proxyAuthorization.",
          ),
      },
      {
        id: "proxyFailed",
        when: proxyStatus((code) => code >= 500),
        message: (facts) =>
          l10n.t("{0} could not connect to {1}{2}.", proxyFirst(facts), theHost(facts), proxyAnswer(facts)),
        hint: () => l10n.t("Check the host in the profile's URL; if it is right, ask those who run the proxy."),
      },
      {
        id: "proxyRefused",
        when: proxyStatus(() => true),
        message: (facts) =>
          l10n.t("{0} refused to connect to {1}{2}.", proxyFirst(facts), theHost(facts), proxyAnswer(facts)),
        hint: () =>
          l10n.t(
            "Ask those who run the proxy to permit it, or name the host in the setting http.noProxy if there is a way without it.",
          ),
      },
      {
        id: "proxyNameUnknown",
        when: isNotResolved,
        message: (facts) =>
          l10n.t("{0} could not be found: its name could not be resolved{1}.", proxyFirst(facts), coded(facts.reason)),
        hint: checkProxy,
      },
      {
        id: "proxyUnreachable",
        when: (facts) => reason("ECONNREFUSED")(facts) || isUnreachable(facts) || isSilent(facts),
        message: (facts) => l10n.t("{0} could not be reached{1}.", proxyFirst(facts), coded(facts.reason)),
        hint: () => l10n.t("{0} Without that network, no proxy may be needed.", checkProxy()),
      },
      {
        id: "proxyCertificate",
        when: isCertificate,
        message: (facts) => l10n.t("No safe connection to {0}: {1}.", theProxy(facts), certificateProblem(facts)),
        hint: (facts) => (isWrongHost(facts) ? checkProxy() : certificateHint(facts)),
      },
      {
        id: "proxyNotTls",
        when: isNotTls,
        message: (facts) => l10n.t("{0} does not speak TLS on that port.", proxyFirst(facts)),
        hint: () => l10n.t("If it is a plain one, its URL in the setting http.proxy begins with http://."),
      },
      {
        id: "proxyReset",
        when: isBrokenOff,
        message: (facts) =>
          l10n.t(
            "{0} closed the connection before there was a way to {1}{2}.",
            proxyFirst(facts),
            theHost(facts),
            coded(facts.reason),
          ),
        hint: () => l10n.t("Try again; if it stays, check the setting http.proxy and ask those who run the proxy."),
      },
      {
        id: "proxyNotHttp",
        when: ({ reason = "" }) => reason.startsWith("HPE_"),
        message: (facts) =>
          l10n.t("{0} does not answer as an HTTP proxy does{1}.", proxyFirst(facts), coded(facts.reason)),
        hint: checkProxy,
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("{0} failed before there was a way to {1}{2}.", proxyFirst(facts), theHost(facts), coded(facts.reason)),
      hint: () => l10n.t("{0} “Argus: Diagnose Connection” shows each step.", checkProxy()),
    },
  },

  timeout: {
    rows: [
      {
        id: "timeoutAtProxy",
        when: ({ proxy }) => proxy !== undefined,
        message: (facts) =>
          l10n.t(
            "{0} made no way to {1} within {2} s; {3} was given up.",
            proxyFirst(facts),
            theHost(facts),
            facts.seconds ?? 0,
            theCall(facts),
          ),
        hint: () => l10n.t("{0} The setting argus.timeout allows more time.", checkProxy()),
      },
      {
        id: "timeoutInConnect",
        when: phase("connect"),
        message: (facts) =>
          l10n.t(
            "{0} could not be reached within {1} s; {2} was given up.",
            atFirst(facts),
            facts.seconds ?? 0,
            theCall(facts),
          ),
        hint: () =>
          l10n.t(
            "Check the profile's URL and the VPN; a proxy may be needed (setting http.proxy). The setting argus.timeout allows more time.",
          ),
      },
      {
        id: "timeoutInHeaders",
        when: phase("headers"),
        message: (facts) =>
          l10n.t("{0} got {1}, but did not answer within {2} s.", atFirst(facts), theCall(facts), facts.seconds ?? 0),
        hint: () => l10n.t("Try again; the setting argus.timeout allows more time."),
      },
      {
        id: "timeoutInBody",
        when: phase("body"),
        message: (facts) =>
          l10n.t(
            "{0} began to answer {1}, but did not finish within {2} s.",
            atFirst(facts),
            theCall(facts),
            facts.seconds ?? 0,
          ),
        hint: () => l10n.t("Try again; the setting argus.timeout allows more time."),
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t(
          "{0} did not answer within {1} s; {2} was given up.",
          atFirst(facts),
          facts.seconds ?? 0,
          theCall(facts),
        ),
      hint: () => l10n.t("Try again; the setting argus.timeout allows more time."),
    },
  },

  cancelled: { rows: [], otherwise: { message: (facts) => l10n.t("{0} was cancelled.", capital(theCall(facts))) } },

  unauthorized: {
    rows: [
      pageRow("unauthorizedPage"),
      ...JWT_ROWS,
      CLIENT_UNKNOWN,
      JWT_REFUSED,
      {
        id: "keyExpired",
        when: all(sent("ARGUS_API_KEY"), words(/expired|no longer valid|is over/i)),
        message: refused(() => l10n.t("the API key has expired")),
        hint: () => l10n.t("Create a new API key in Argus and enter it: “Argus: Enter Credential…”."),
      },
      {
        id: "keyNotYetValid",
        when: all(sent("ARGUS_API_KEY"), words(/not yet|not valid (?:before|until|at this time)/i)),
        message: refused(() => l10n.t("the API key is not valid yet")),
        hint: () => l10n.t("Use an API key that is valid now."),
      },
      KEY_ELSEWHERE,
      {
        id: "keyRefused",
        when: sent("ARGUS_API_KEY"),
        message: refused(() => l10n.t("it does not accept the API key")),
        hint: () => l10n.t("Enter the API key again: “Argus: Enter Credential…”. It may also have been withdrawn."),
      },
      {
        id: "sessionRefused",
        when: sent("ARGUS_SESSION_TOKEN"),
        message: refused(() => l10n.t("the session token is not valid, or not any more")),
        hint: () => l10n.t("Log in to Argus again and enter the new session token: “Argus: Enter Credential…”."),
      },
      {
        id: "clientSecretRefused",
        when: all(calling("introspection"), sent("ARGUS_CLIENT_SECRET")),
        message: refused(() => l10n.t("the client ID and the client secret do not belong together")),
        hint: () =>
          l10n.t("Enter the client secret again, and check the profile's client ID and its clientAuthentication."),
      },
      {
        id: "clientSecretMissing",
        when: calling("introspection"),
        message: refused(() => l10n.t("the client did not prove itself")),
        hint: () => l10n.t("Enter the client secret, and check the profile's client ID."),
      },
      {
        id: "tokenElsewhere",
        when: all(calling("userinfo"), words(/\bIP\b|address|bound/i)),
        message: refused(() => l10n.t("the token is bound to another IP address")),
        hint: () => l10n.t("Get a new token from where you are now, and check the profile's forwardedFor."),
      },
      {
        id: "tokenRefused",
        when: calling("userinfo"),
        message: refused(() => l10n.t("the token has expired or is not known")),
        hint: () => l10n.t("Get a new token."),
      },
    ],
    otherwise: {
      message: refused(),
      hint: () => l10n.t("Check the credential and the profile's client ID."),
    },
  },

  forbidden: {
    rows: [
      pageRow("forbiddenPage"),
      {
        id: "addressForbidden",
        when: all(not(calling("token")), words(/\bIP\b|address|bound to/i)),
        message: (facts) =>
          l10n.t("Argus does not permit {0} from this IP address{1}.", theCall(facts), because(facts)),
        hint: () =>
          l10n.t(
            "The token is bound to the IP address that it was created from: get a new token from where you are now, and check the profile's forwardedFor.",
          ),
      },
      {
        id: "scopeMissing",
        when: oauth("insufficient_scope"),
        message: (facts) =>
          l10n.t("Argus does not permit {0}, the token's scope is too small{1}.", theCall(facts), because(facts)),
        hint: () => l10n.t("Add what is needed (such as openid profile) to the profile's scope, and get a new token."),
      },
      KEY_ELSEWHERE,
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("Argus does not permit {0}{1}.", theCall(facts), because(facts, l10n.t("a permission is missing"))),
      hint: () =>
        l10n.t(
          "Ask those who administer Argus for the permission; a token is also bound to the IP address that it was created from.",
        ),
    },
  },

  rateLimited: {
    rows: [],
    otherwise: { message: (facts) => l10n.t("Argus got too many calls{0}.", because(facts)), hint: later },
  },

  unavailable: {
    rows: [
      {
        ...pageRow("unavailablePage"),
        message: (facts) =>
          l10n.t("Argus is not available at {0}{1}: {2} answered.", theHost(facts), http(facts), aPage(facts.page)),
        hint: (facts) =>
          l10n.t("{0} If it stays: “Argus: Diagnose Connection” shows what stands before Argus.", later(facts)),
      },
      {
        id: "serverGaveUp",
        when: status(408),
        message: (facts) =>
          l10n.t("{0} gave up waiting for {1} (HTTP 408){2}.", atFirst(facts), theCall(facts), because(facts)),
        hint: () => l10n.t("Try again; a slow network or proxy may be the cause."),
      },
      {
        id: "serverError",
        when: status(500),
        message: (facts) =>
          l10n.t("Argus failed at {0} (HTTP 500){1}.", theCall(facts), because(facts, l10n.t("an internal error"))),
        hint: (facts) => l10n.t("{0} If it stays, tell those who run Argus.", later(facts)),
      },
      {
        id: "gateway",
        when: status(502, 504),
        message: (facts) =>
          l10n.t(
            "The gateway at {0} got no good answer from Argus behind it{1}{2}.",
            theHost(facts),
            http(facts),
            because(facts),
          ),
        hint: later,
      },
      {
        id: "down",
        when: status(503),
        message: (facts) => l10n.t("Argus is not available at {0} (HTTP 503){1}.", theHost(facts), because(facts)),
        hint: later,
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("Argus is not available at {0}{1}{2}.", theHost(facts), http(facts), because(facts)),
      hint: later,
    },
  },

  rejected: {
    rows: [
      { id: "invalidRequest", when: hasProblem, message: ({ problem = "" }) => problem },
      pageRow("rejectedPage"),
      ...JWT_ROWS,
      {
        id: "scopeUnknown",
        when: oauth("invalid_scope"),
        message: (facts) => l10n.t("Argus does not accept the scope that the profile asks for{0}.", because(facts)),
        hint: () =>
          l10n.t(
            "Correct scope in the setting argus.profiles: openid, profile, email, groups, customer and clientip are known.",
          ),
      },
      {
        id: "clientNotPermitted",
        when: oauth("unauthorized_client"),
        message: (facts) => l10n.t("Argus does not let this client make {0}{1}.", theCall(facts), because(facts)),
        hint: () =>
          l10n.t("Check the profile's client ID, and in Argus whether the client may use client credentials."),
      },
      {
        id: "grantNotSupported",
        when: oauth("unsupported_grant_type"),
        message: (facts) =>
          l10n.t("{0} does not issue tokens for client credentials{1}.", atFirst(facts), because(facts)),
        hint: () =>
          l10n.t("Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them."),
      },
      JWT_REFUSED,
      {
        id: "fieldRefused",
        when: ({ field }) => field !== undefined,
        message: (facts) =>
          l10n.t("Argus rejected {0} for one of its fields{1}{2}.", theCall(facts), http(facts), because(facts)),
        hint: ({ field = "" }) =>
          /^client_?id$/i.test(field)
            ? l10n.t("Check the profile's client ID in the setting argus.profiles.")
            : /^scope$/i.test(field)
              ? l10n.t("Correct scope in the setting argus.profiles.")
              : l10n.t("Check the values of the profile in the setting argus.profiles."),
      },
      {
        id: "wrongEndpoint",
        when: status(405, 406, 410, 415),
        message: (facts) =>
          l10n.t(
            "{0} does not take {1} at that address{2}{3}.",
            atFirst(facts),
            theCall(facts),
            http(facts),
            because(facts),
          ),
        hint: () =>
          l10n.t("Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them."),
      },
    ],
    otherwise: {
      message: (facts) => l10n.t("Argus rejected {0}{1}{2}.", theCall(facts), http(facts), because(facts)),
      hint: () => l10n.t("Check the values of the profile in the setting argus.profiles."),
    },
  },

  redirected: {
    rows: [
      {
        id: "redirectedNearby",
        when: ({ redirect }) => redirect?.kind === "sameHost",
        message: (facts) =>
          l10n.t(
            "{0} redirected to {1}; this was not followed, so that the credential does not travel there.",
            atFirst(facts),
            facts.redirect?.origin ?? l10n.t("another port"),
          ),
        hint: () => l10n.t("If that is right, make it the profile's URL."),
      },
      {
        id: "redirectedHere",
        when: ({ redirect }) => redirect?.kind === "samePlace",
        message: (facts) =>
          l10n.t(
            "{0} redirected to another path there; this was not followed, so that the credential does not travel there.",
            atFirst(facts),
          ),
        hint: () =>
          l10n.t(
            "Check the path in the profile's URL and its endpoints: “Argus: Discover Endpoints” asks the server for them.",
          ),
      },
      {
        id: "redirectedElsewhere",
        when: ({ redirect }) => redirect?.kind === "elsewhere",
        message: (facts) =>
          l10n.t(
            "{0} redirected to {1}; this was not followed, so that the credential does not travel there.",
            atFirst(facts),
            facts.redirect?.origin ?? l10n.t("another host"),
          ),
        hint: () =>
          l10n.t(
            "Check the profile's URL: it must be that of Argus itself. A sign-in page of the network may also be in the way.",
          ),
      },
    ],
    otherwise: {
      message: (facts) =>
        l10n.t("{0} redirected {1}, but not to a valid address{2}.", atFirst(facts), theCall(facts), http(facts)),
      hint: () => l10n.t("Check the profile's URL: it must be that of Argus itself."),
    },
  },

  badResponse: {
    rows: [
      {
        id: "answerPage",
        when: flaw("page"),
        message: unusable(({ page }) => l10n.t("it is {0}, not JSON", aPage(page))),
        hint: () => l10n.t("Check the profile's URL, and whether a proxy or a sign-in page answers in Argus' place."),
      },
      {
        id: "answerEmpty",
        when: flaw("empty"),
        message: unusable(() => l10n.t("it is empty")),
        hint: () => l10n.t("Check the profile's URL and endpoints."),
      },
      {
        id: "answerCutOff",
        when: flaw("cutOff"),
        message: unusable(() => l10n.t("its JSON is cut off or broken")),
        hint: () =>
          l10n.t("Try again; if it stays, something on the way damages answers: “Argus: Show Calls” shows it."),
      },
      {
        id: "answerCompressed",
        when: flaw("compressed"),
        message: unusable(({ flaw: found }) =>
          l10n.t("it is compressed ({0}), which was not asked for", found?.detail ?? "gzip"),
        ),
        hint: () =>
          l10n.t(
            "Something on the way, such as a proxy, compresses answers without being asked: it has to leave them alone.",
          ),
      },
      {
        id: "answerCharset",
        when: flaw("charset"),
        message: unusable(({ flaw: found }) =>
          l10n.t("it is JSON in {0}, not in UTF-8", found?.detail ?? l10n.t("another encoding")),
        ),
        hint: () =>
          l10n.t("Whoever runs the server, or a proxy that changes its answers, has to send UTF-8 (RFC 8259 §8.1)."),
      },
      {
        id: "answerNotJson",
        when: flaw("notJson"),
        message: unusable(({ flaw: found }) =>
          found?.detail === undefined ? l10n.t("it is not JSON") : l10n.t("it is not JSON but {0}", found.detail),
        ),
        hint: () => l10n.t("Check the profile's URL and endpoints: “Argus: Show Calls” shows the answer."),
      },
      {
        id: "answerNotObject",
        when: flaw("notObject"),
        message: unusable(() => l10n.t("it is JSON, but not an object")),
        hint: () => l10n.t("Check the profile's URL and endpoints."),
      },
      {
        id: "answerField",
        when: flaw("field"),
        message: unusable(({ flaw: found }) =>
          found?.detail === undefined ? l10n.t("one of its fields is wrong") : l10n.t("its field {0}", found.detail),
        ),
        hint: () => l10n.t("Check the profile's URL and endpoints: something else than Argus may answer there."),
      },
      {
        id: "headersTooLarge",
        when: reason("UND_ERR_HEADERS_OVERFLOW", "HPE_HEADER_OVERFLOW"),
        message: unusable(() => l10n.t("its headers are too large")),
        hint: () => l10n.t("Check the profile's URL, and whether a proxy answers in Argus' place."),
      },
      {
        id: "notHttp",
        when: ({ reason }) => reason !== undefined,
        message: unusable(({ reason }) => l10n.t("it is not HTTP{0}", coded(reason))),
        hint: () => l10n.t("Check the port in the profile's URL."),
      },
    ],
    otherwise: {
      message: unusable(({ problem }) => problem ?? l10n.t("it is not what Argus sends")),
      hint: () => l10n.t("Check the profile's URL, and whether a proxy or a sign-in page answers in Argus' place."),
    },
  },

  tooLarge: {
    rows: [],
    otherwise: {
      message: (facts) =>
        l10n.t(
          "The answer of {0} to {1} is larger than 1 MiB and was not read to its end.",
          theHost(facts),
          theCall(facts),
        ),
      hint: () => l10n.t("Check the profile's URL: Argus' answers are small."),
    },
  },

  notFound: {
    rows: [{ id: "gone", when: hasProblem, message: ({ problem = "" }) => problem }, pageRow("notFoundPage")],
    otherwise: {
      message: (facts) =>
        l10n.t("{0} knows no such address for {1} (HTTP 404){2}.", atFirst(facts), theCall(facts), because(facts)),
      hint: () =>
        l10n.t("Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them."),
    },
  },
};

function unusable(problem: Text): Text {
  return (facts) =>
    l10n.t("The answer of {0} to {1} cannot be used: {2}.", theHost(facts), theCall(facts), problem(facts));
}
