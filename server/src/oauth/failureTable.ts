/**
 * The one table of failures: for each error code its cases, the first that fits counts, and what holds where none does.
 * `message` says what happened and why, `hint` what to do.
 */
import type { ErrorCode } from "../protocol.ts";
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
  quoted,
  theCall,
  theHost,
  titled,
} from "./wording.ts";

type Text = string | ((facts: Facts) => string);

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

const noSafeConnection = (text: Text): Text => {
  const ending = typeof text === "string" ? () => text : text;
  return (facts) => `No safe connection to ${theHost(facts)}: ${ending(facts)}.`;
};
const certificateMessage = noSafeConnection((facts) => `its certificate ${certificateProblem(facts)}`);
const certificateAdvice: Text = (facts) => `Nothing was sent. ${certificateHint(facts)}`;

const theProxy = ({ proxy }: Facts): string => `The proxy ${proxy?.host ?? "on the way"}`;
const proxyAnswer = ({ proxy }: Facts): string => {
  const title = oneLine(proxy?.title ?? "");
  return `${proxy?.status === undefined ? "" : ` (HTTP ${proxy.status})`}${title === "" ? "" : `: ${quoted(title)}`}`;
};
const proxyStatus =
  (holds: (status: number) => boolean): Condition =>
  ({ proxy }) =>
    proxy?.status !== undefined && holds(proxy.status);
const CHECK_PROXY = "Check the setting http.proxy, or HTTPS_PROXY in the environment that VS Code starts in.";

const refused =
  (ownWords?: string): Text =>
  (facts) =>
    `Argus refused ${theCall(facts)}${because(facts, ownWords)}.`;
/** In Argus' place: a proxy, a gateway, a captive portal. */
const pageRow = (id: string): Row => ({
  id,
  when: isPage,
  message: (facts) =>
    `${atFirst(facts)} answered ${theCall(facts)} with a web page${titled(facts.page)}, not as Argus does${http(facts)}.`,
  hint: "Check the profile's URL, and whether a proxy, gateway or sign-in page stands before Argus: “Argus: Diagnose Connection” shows the way.",
});

/** An API key is limited by time and by network; Argus says which limit was hit. */
const KEY_ELSEWHERE: Row = {
  id: "keyElsewhere",
  when: all(sent("ARGUS_API_KEY"), words(/network|\bIP\b|address|source/i)),
  message: refused("the API key is not valid from this network"),
  hint: "Use an API key that is valid from here, or connect through the network that it is for (such as a VPN).",
};

const JWT_ROWS: readonly Row[] = [
  {
    id: "jwtReplayed",
    when: all(sent("ARGUS_ASSERTION"), words(/replay|used (?:before|already)|already (?:been )?used|\bjti\b/i)),
    message: refused("the signed JWT was used before"),
    hint: "Try again: each call signs a new one.",
  },
  {
    id: "jwtClock",
    when: all(
      sent("ARGUS_ASSERTION"),
      words(/expired|not yet|in the future|too old|lifetime|clock|\b(?:exp|iat|nbf)\b/i),
    ),
    message: (facts) => {
      const clock = clockOff(facts);
      return `Argus refused the times in the signed JWT${because(facts)}${clock === undefined ? "" : `; ${clock}`}.`;
    },
    hint: (facts) =>
      clockOff(facts) === undefined
        ? "Try again; check the JWT's lifetime, and this machine's clock."
        : "Try again: the next JWT goes by Argus' clock. Set this machine's clock right all the same.",
  },
  {
    id: "jwtSignature",
    when: all(sent("ARGUS_ASSERTION"), words(/signature|\bkey\b|\bkid\b|algorithm|\balg\b/i)),
    message: refused("the JWT's signature was not accepted"),
    hint: "Check that this private key is the one enrolled in Argus, and its key ID and algorithm: “Argus: Enter Credential…”.",
  },
  {
    id: "jwtClaim",
    when: all(sent("ARGUS_ASSERTION"), words(/audience|issuer|subject|\b(?:aud|iss|sub)\b/i)),
    message: refused("a claim of the signed JWT is wrong"),
    hint: "Correct the JWT's issuer, subject or audience: “Argus: Enter Credential…”.",
  },
];
const JWT_REFUSED: Row = {
  id: "jwtRefused",
  when: sent("ARGUS_ASSERTION"),
  message: refused("the signed JWT was not accepted"),
  hint: "Check that the key is enrolled in Argus, and the JWT's issuer, audience and way of sending: “Argus: Enter Credential…”.",
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
  message: refused("it does not know the client ID"),
  hint: "Check the profile's client ID in the setting argus.profiles.",
};

export const FAILURES: Readonly<Record<ErrorCode, Rows>> = {
  invalidProfile: {
    rows: [],
    otherwise: {
      message: ({ profile = "", problem }) =>
        `The profile ${profile === "" ? "" : `“${profile}” `}cannot be used: ${problem ?? "a value is not valid"}.`,
      hint: "Correct it in the setting argus.profiles.",
    },
  },

  invalidCredential: {
    rows: [
      {
        id: "passphraseNeeded",
        when: reason("passphraseNeeded"),
        message: ({ problem }) => `The private key cannot be read: ${problem ?? "it is encrypted"}.`,
        hint: "Enter its passphrase: “Argus: Enter Credential…”.",
      },
    ],
    otherwise: {
      message: ({ problem }) => `The credential cannot be used: ${problem ?? "it is not valid"}.`,
      hint: "Enter it again.",
    },
  },

  insecureUrl: {
    rows: [],
    otherwise: {
      message: ({ host = "" }) =>
        `Nothing was sent: http://${host} is not encrypted, and a credential would travel in the open.`,
      hint: "Use https:// in the profile's URL; http:// is for this machine alone (localhost).",
    },
  },

  dns: {
    rows: [
      {
        id: "nameUnknown",
        when: reason("ENOTFOUND"),
        message: (facts) => `The name ${theHost(facts)} could not be resolved: nobody here knows it (ENOTFOUND).`,
        hint: "Check the profile's URL for a typing error, and the VPN if the name is known only there.",
      },
      {
        id: "nameServerSilent",
        when: reason("EAI_AGAIN"),
        message: (facts) => `The name ${theHost(facts)} could not be resolved: no name server answered (EAI_AGAIN).`,
        hint: "Check the network connection and the VPN, and try again.",
      },
    ],
    otherwise: {
      message: (facts) => `The name ${theHost(facts)} could not be resolved${coded(facts.reason)}.`,
      hint: "Check the profile's URL, the network and the VPN: “Argus: Diagnose Connection” shows each step.",
    },
  },

  connect: {
    rows: [
      {
        id: "refused",
        when: reason("ECONNREFUSED"),
        message: (facts) =>
          `${atFirst(facts)} could not be reached: nothing listens on that port (connection refused).`,
        hint: "Check host and port in the profile's URL, and whether Argus is running there.",
      },
      {
        id: "unreachable",
        when: isUnreachable,
        message: (facts) => `${atFirst(facts)} could not be reached: there is no route to it${coded(facts.reason)}.`,
        hint: "Check the network connection and the VPN.",
      },
      {
        id: "blocked",
        when: reason("EACCES", "EPERM"),
        message: (facts) =>
          `${atFirst(facts)} could not be reached: this machine does not permit the connection${coded(facts.reason)}.`,
        hint: "Look at its firewall and security software.",
      },
      {
        id: "resetInConnect",
        when: all(isBrokenOff, phase("connect")),
        message: (facts) =>
          `${atFirst(facts)} could not be reached: the connection was closed while it was made${coded(facts.reason)}.`,
        hint: "A firewall may be in the way, or a proxy be needed (setting http.proxy): “Argus: Diagnose Connection” shows each step.",
      },
      {
        id: "resetBeforeAnswer",
        when: all(isBrokenOff, phase("headers")),
        message: (facts) =>
          `${atFirst(facts)} got ${theCall(facts)}, but closed the connection before it answered${coded(facts.reason)}.`,
        hint: "Try again; if it stays, something on the way cuts calls off: “Argus: Diagnose Connection” shows each step.",
      },
      {
        id: "resetInAnswer",
        when: all(isBrokenOff, phase("body")),
        message: (facts) =>
          `${atFirst(facts)} began to answer ${theCall(facts)}, but the connection was closed before the end${coded(facts.reason)}.`,
        hint: "Try again; if it stays, something on the way cuts answers off: “Argus: Diagnose Connection” shows each step.",
      },
      {
        id: "reset",
        when: isBrokenOff,
        message: (facts) =>
          `${atFirst(facts)} did not answer: the connection was closed before the answer was complete${coded(facts.reason)}.`,
        hint: "Try again; if it stays, “Argus: Diagnose Connection” shows each step.",
      },
    ],
    otherwise: {
      message: (facts) => `${atFirst(facts)} could not be reached: the connection failed${coded(facts.reason)}.`,
      hint: "Check the profile's URL and the network: “Argus: Diagnose Connection” shows each step.",
    },
  },

  tls: {
    rows: [
      {
        id: "caFile",
        when: reason("CA_FILE"),
        message:
          "Nothing was sent: the file in the setting argus.caFile cannot be read, or has no certificate in PEM form.",
        hint: "Correct the path in argus.caFile, or leave it empty.",
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
        hint: "Nothing was sent. Check the profile's URL in the setting argus.profiles.",
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
        message: noSafeConnection("it does not speak TLS on that port"),
        hint: "Check the port in the profile's URL; http:// is for this machine alone (localhost).",
      },
      {
        id: "tlsVersion",
        when: reason(
          "ERR_SSL_UNSUPPORTED_PROTOCOL",
          "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
          "ERR_SSL_VERSION_TOO_LOW",
          "ERR_SSL_NO_PROTOCOLS_AVAILABLE",
        ),
        message: noSafeConnection("there is no version of TLS that both sides accept"),
        hint: "Nothing was sent. Whoever runs it has to offer TLS 1.2 or 1.3.",
      },
      {
        id: "clientCertificateNeeded",
        when: reason("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE"),
        message: noSafeConnection("it asks for a client certificate, and there is none to show"),
        hint: "Client certificates are not supported: ask for an address of Argus that needs none.",
      },
    ],
    otherwise: {
      message: noSafeConnection(({ reason }) => `the TLS handshake failed${coded(reason)}`),
      hint: "Nothing was sent. “Argus: Diagnose Connection” shows each step.",
    },
  },

  proxy: {
    rows: [
      {
        id: "proxyUrl",
        when: reason("PROXY_URL"),
        message: "Nothing was sent: the proxy's URL cannot be used; it must be http://host:port or https://host:port.",
        hint: CHECK_PROXY,
      },
      {
        id: "proxyAuthorization",
        when: reason("PROXY_AUTHORIZATION"),
        message: (facts) =>
          `Nothing was sent: the login for the proxy ${facts.proxy?.host ?? "on the way"} has characters that cannot stand in a header.`,
        hint: "Correct the setting http.proxyAuthorization; its value is what follows “Proxy-Authorization:”, such as “Basic …”.",
      },
      {
        id: "proxyLogin",
        when: (facts) => facts.proxy?.status === 407 || facts.status === 407,
        message: (facts) => {
          const page = facts.proxy === undefined ? because({ says: facts.page ?? facts.says }) : proxyAnswer(facts);
          return `${theProxy(facts)} wants a login, or another one, to reach ${theHost(facts)}${page}.`;
        },
        hint: "Put user and password into the URL in the setting http.proxy (http://user:password@host:port), or the header's value into http.proxyAuthorization.",
      },
      {
        id: "proxyFailed",
        when: proxyStatus((code) => code >= 500),
        message: (facts) => `${theProxy(facts)} could not connect to ${theHost(facts)}${proxyAnswer(facts)}.`,
        hint: "Check the host in the profile's URL; if it is right, ask those who run the proxy.",
      },
      {
        id: "proxyRefused",
        when: proxyStatus(() => true),
        message: (facts) => `${theProxy(facts)} refused to connect to ${theHost(facts)}${proxyAnswer(facts)}.`,
        hint: "Ask those who run the proxy to permit it, or name the host in the setting http.noProxy if there is a way without it.",
      },
      {
        id: "proxyNameUnknown",
        when: isNotResolved,
        message: (facts) =>
          `${theProxy(facts)} could not be found: its name could not be resolved${coded(facts.reason)}.`,
        hint: CHECK_PROXY,
      },
      {
        id: "proxyUnreachable",
        when: (facts) => reason("ECONNREFUSED")(facts) || isUnreachable(facts) || isSilent(facts),
        message: (facts) => `${theProxy(facts)} could not be reached${coded(facts.reason)}.`,
        hint: `${CHECK_PROXY} Without that network, no proxy may be needed.`,
      },
      {
        id: "proxyCertificate",
        when: isCertificate,
        message: (facts) =>
          `No safe connection to the proxy ${facts.proxy?.host ?? "on the way"}: its certificate ${certificateProblem(facts)}.`,
        hint: (facts) => (isWrongHost(facts) ? CHECK_PROXY : certificateHint(facts)),
      },
      {
        id: "proxyNotTls",
        when: isNotTls,
        message: (facts) => `${theProxy(facts)} does not speak TLS on that port.`,
        hint: "If it is a plain one, its URL in the setting http.proxy begins with http://.",
      },
      {
        id: "proxyReset",
        when: isBrokenOff,
        message: (facts) =>
          `${theProxy(facts)} closed the connection before there was a way to ${theHost(facts)}${coded(facts.reason)}.`,
        hint: "Try again; if it stays, check the setting http.proxy and ask those who run the proxy.",
      },
      {
        id: "proxyNotHttp",
        when: ({ reason = "" }) => reason.startsWith("HPE_"),
        message: (facts) => `${theProxy(facts)} does not answer as an HTTP proxy does${coded(facts.reason)}.`,
        hint: CHECK_PROXY,
      },
    ],
    otherwise: {
      message: (facts) =>
        `${theProxy(facts)} failed before there was a way to ${theHost(facts)}${coded(facts.reason)}.`,
      hint: `${CHECK_PROXY} “Argus: Diagnose Connection” shows each step.`,
    },
  },

  timeout: {
    rows: [
      {
        id: "timeoutAtProxy",
        when: ({ proxy }) => proxy !== undefined,
        message: (facts) =>
          `${theProxy(facts)} made no way to ${theHost(facts)} within ${facts.seconds ?? 0} s; ${theCall(facts)} was given up.`,
        hint: `${CHECK_PROXY} The setting argus.timeout allows more time.`,
      },
      {
        id: "timeoutInConnect",
        when: phase("connect"),
        message: (facts) =>
          `${atFirst(facts)} could not be reached within ${facts.seconds ?? 0} s; ${theCall(facts)} was given up.`,
        hint: "Check the profile's URL and the VPN; a proxy may be needed (setting http.proxy). The setting argus.timeout allows more time.",
      },
      {
        id: "timeoutInHeaders",
        when: phase("headers"),
        message: (facts) =>
          `${atFirst(facts)} got ${theCall(facts)}, but did not answer within ${facts.seconds ?? 0} s.`,
        hint: "Try again; the setting argus.timeout allows more time.",
      },
      {
        id: "timeoutInBody",
        when: phase("body"),
        message: (facts) =>
          `${atFirst(facts)} began to answer ${theCall(facts)}, but did not finish within ${facts.seconds ?? 0} s.`,
        hint: "Try again; the setting argus.timeout allows more time.",
      },
    ],
    otherwise: {
      message: (facts) =>
        `${atFirst(facts)} did not answer within ${facts.seconds ?? 0} s; ${theCall(facts)} was given up.`,
      hint: "Try again; the setting argus.timeout allows more time.",
    },
  },

  cancelled: { rows: [], otherwise: { message: (facts) => `${capital(theCall(facts))} was cancelled.` } },

  unauthorized: {
    rows: [
      pageRow("unauthorizedPage"),
      ...JWT_ROWS,
      CLIENT_UNKNOWN,
      JWT_REFUSED,
      {
        id: "keyExpired",
        when: all(sent("ARGUS_API_KEY"), words(/expired|no longer valid|is over/i)),
        message: refused("the API key has expired"),
        hint: "Create a new API key in Argus and enter it: “Argus: Enter Credential…”.",
      },
      {
        id: "keyNotYetValid",
        when: all(sent("ARGUS_API_KEY"), words(/not yet|not valid (?:before|until|at this time)/i)),
        message: refused("the API key is not valid yet"),
        hint: "Use an API key that is valid now.",
      },
      KEY_ELSEWHERE,
      {
        id: "keyRefused",
        when: sent("ARGUS_API_KEY"),
        message: refused("it does not accept the API key"),
        hint: "Enter the API key again: “Argus: Enter Credential…”. It may also have been withdrawn.",
      },
      {
        id: "sessionRefused",
        when: sent("ARGUS_SESSION_TOKEN"),
        message: refused("the session token is not valid, or not any more"),
        hint: "Log in to Argus again and enter the new session token: “Argus: Enter Credential…”.",
      },
      {
        id: "clientSecretRefused",
        when: all(calling("introspection"), sent("ARGUS_CLIENT_SECRET")),
        message: refused("the client ID and the client secret do not belong together"),
        hint: "Enter the client secret again, and check the profile's client ID and its clientAuthentication.",
      },
      {
        id: "clientSecretMissing",
        when: calling("introspection"),
        message: refused("the client did not prove itself"),
        hint: "Enter the client secret, and check the profile's client ID.",
      },
      {
        id: "tokenElsewhere",
        when: all(calling("userinfo"), words(/\bIP\b|address|bound/i)),
        message: refused("the token is bound to another IP address"),
        hint: "Get a new token from where you are now, and check the profile's forwardedFor.",
      },
      {
        id: "tokenRefused",
        when: calling("userinfo"),
        message: refused("the token has expired or is not known"),
        hint: "Get a new token.",
      },
    ],
    otherwise: {
      message: refused(),
      hint: "Check the credential and the profile's client ID.",
    },
  },

  forbidden: {
    rows: [
      pageRow("forbiddenPage"),
      {
        id: "addressForbidden",
        when: all(not(calling("token")), words(/\bIP\b|address|bound to/i)),
        message: (facts) => `Argus does not permit ${theCall(facts)} from this IP address${because(facts)}.`,
        hint: "The token is bound to the IP address that it was created from: get a new token from where you are now, and check the profile's forwardedFor.",
      },
      {
        id: "scopeMissing",
        when: oauth("insufficient_scope"),
        message: (facts) => `Argus does not permit ${theCall(facts)}, the token's scope is too small${because(facts)}.`,
        hint: "Add what is needed (such as openid profile) to the profile's scope, and get a new token.",
      },
      KEY_ELSEWHERE,
    ],
    otherwise: {
      message: (facts) => `Argus does not permit ${theCall(facts)}${because(facts, "a permission is missing")}.`,
      hint: "Ask those who administer Argus for the permission; a token is also bound to the IP address that it was created from.",
    },
  },

  rateLimited: {
    rows: [],
    otherwise: { message: (facts) => `Argus got too many calls${because(facts)}.`, hint: later },
  },

  unavailable: {
    rows: [
      {
        ...pageRow("unavailablePage"),
        message: (facts) =>
          `Argus is not available at ${theHost(facts)}${http(facts)}: a web page${titled(facts.page)} answered.`,
        hint: (facts) => `${later(facts)} If it stays: “Argus: Diagnose Connection” shows what stands before Argus.`,
      },
      {
        id: "serverGaveUp",
        when: status(408),
        message: (facts) => `${atFirst(facts)} gave up waiting for ${theCall(facts)} (HTTP 408)${because(facts)}.`,
        hint: "Try again; a slow network or proxy may be the cause.",
      },
      {
        id: "serverError",
        when: status(500),
        message: (facts) => `Argus failed at ${theCall(facts)} (HTTP 500)${because(facts, "an internal error")}.`,
        hint: (facts) => `${later(facts)} If it stays, tell those who run Argus.`,
      },
      {
        id: "gateway",
        when: status(502, 504),
        message: (facts) =>
          `The gateway at ${theHost(facts)} got no good answer from Argus behind it${http(facts)}${because(facts)}.`,
        hint: later,
      },
      {
        id: "down",
        when: status(503),
        message: (facts) => `Argus is not available at ${theHost(facts)} (HTTP 503)${because(facts)}.`,
        hint: later,
      },
    ],
    otherwise: {
      message: (facts) => `Argus is not available at ${theHost(facts)}${http(facts)}${because(facts)}.`,
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
        message: (facts) => `Argus does not accept the scope that the profile asks for${because(facts)}.`,
        hint: "Correct scope in the setting argus.profiles: openid, profile, email, groups, customer and clientip are known.",
      },
      {
        id: "clientNotPermitted",
        when: oauth("unauthorized_client"),
        message: (facts) => `Argus does not let this client make ${theCall(facts)}${because(facts)}.`,
        hint: "Check the profile's client ID, and in Argus whether the client may use client credentials.",
      },
      {
        id: "grantNotSupported",
        when: oauth("unsupported_grant_type"),
        message: (facts) => `${atFirst(facts)} does not issue tokens for client credentials${because(facts)}.`,
        hint: "Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them.",
      },
      JWT_REFUSED,
      {
        id: "fieldRefused",
        when: ({ field }) => field !== undefined,
        message: (facts) => `Argus rejected ${theCall(facts)} for one of its fields${http(facts)}${because(facts)}.`,
        hint: ({ field = "" }) =>
          /^client_?id$/i.test(field)
            ? "Check the profile's client ID in the setting argus.profiles."
            : /^scope$/i.test(field)
              ? "Correct scope in the setting argus.profiles."
              : "Check the values of the profile in the setting argus.profiles.",
      },
      {
        id: "wrongEndpoint",
        when: status(405, 406, 410, 415),
        message: (facts) =>
          `${atFirst(facts)} does not take ${theCall(facts)} at that address${http(facts)}${because(facts)}.`,
        hint: "Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them.",
      },
    ],
    otherwise: {
      message: (facts) => `Argus rejected ${theCall(facts)}${http(facts)}${because(facts)}.`,
      hint: "Check the values of the profile in the setting argus.profiles.",
    },
  },

  redirected: {
    rows: [
      {
        id: "redirectedNearby",
        when: ({ redirect }) => redirect?.kind === "sameHost",
        message: (facts) =>
          `${atFirst(facts)} redirected to ${facts.redirect?.origin ?? "another port"}; this was not followed, so that the credential does not travel there.`,
        hint: "If that is right, make it the profile's URL.",
      },
      {
        id: "redirectedHere",
        when: ({ redirect }) => redirect?.kind === "samePlace",
        message: (facts) =>
          `${atFirst(facts)} redirected to another path there; this was not followed, so that the credential does not travel there.`,
        hint: "Check the path in the profile's URL and its endpoints: “Argus: Discover Endpoints” asks the server for them.",
      },
      {
        id: "redirectedElsewhere",
        when: ({ redirect }) => redirect?.kind === "elsewhere",
        message: (facts) =>
          `${atFirst(facts)} redirected to ${facts.redirect?.origin ?? "another host"}; this was not followed, so that the credential does not travel there.`,
        hint: "Check the profile's URL: it must be that of Argus itself. A sign-in page of the network may also be in the way.",
      },
    ],
    otherwise: {
      message: (facts) => `${atFirst(facts)} redirected ${theCall(facts)}, but not to a valid address${http(facts)}.`,
      hint: "Check the profile's URL: it must be that of Argus itself.",
    },
  },

  badResponse: {
    rows: [
      {
        id: "answerPage",
        when: flaw("page"),
        message: unusable(({ page }) => `it is a web page${titled(page)}, not JSON`),
        hint: "Check the profile's URL, and whether a proxy or a sign-in page answers in Argus' place.",
      },
      {
        id: "answerEmpty",
        when: flaw("empty"),
        message: unusable("it is empty"),
        hint: "Check the profile's URL and endpoints.",
      },
      {
        id: "answerCutOff",
        when: flaw("cutOff"),
        message: unusable("its JSON is cut off or broken"),
        hint: "Try again; if it stays, something on the way damages answers: “Argus: Show Calls” shows it.",
      },
      {
        id: "answerCompressed",
        when: flaw("compressed"),
        message: unusable(
          ({ flaw: found }) => `it is compressed (${found?.detail ?? "gzip"}), which was not asked for`,
        ),
        hint: "Something on the way, such as a proxy, compresses answers without being asked: it has to leave them alone.",
      },
      {
        id: "answerCharset",
        when: flaw("charset"),
        message: unusable(({ flaw: found }) => `it is JSON in ${found?.detail ?? "another encoding"}, not in UTF-8`),
        hint: "Whoever runs the server, or a proxy that changes its answers, has to send UTF-8 (RFC 8259 §8.1).",
      },
      {
        id: "answerNotJson",
        when: flaw("notJson"),
        message: unusable(
          ({ flaw: found }) => `it is not JSON${found?.detail === undefined ? "" : ` but ${found.detail}`}`,
        ),
        hint: "Check the profile's URL and endpoints: “Argus: Show Calls” shows the answer.",
      },
      {
        id: "answerNotObject",
        when: flaw("notObject"),
        message: unusable("it is JSON, but not an object"),
        hint: "Check the profile's URL and endpoints.",
      },
      {
        id: "answerField",
        when: flaw("field"),
        message: unusable(({ flaw: found }) => `its field ${found?.detail ?? "is wrong"}`),
        hint: "Check the profile's URL and endpoints: something else than Argus may answer there.",
      },
      {
        id: "headersTooLarge",
        when: reason("UND_ERR_HEADERS_OVERFLOW", "HPE_HEADER_OVERFLOW"),
        message: unusable("its headers are too large"),
        hint: "Check the profile's URL, and whether a proxy answers in Argus' place.",
      },
      {
        id: "notHttp",
        when: ({ reason }) => reason !== undefined,
        message: unusable(({ reason }) => `it is not HTTP${coded(reason)}`),
        hint: "Check the port in the profile's URL.",
      },
    ],
    otherwise: {
      message: unusable(({ problem }) => problem ?? "it is not what Argus sends"),
      hint: "Check the profile's URL, and whether a proxy or a sign-in page answers in Argus' place.",
    },
  },

  tooLarge: {
    rows: [],
    otherwise: {
      message: (facts) =>
        `The answer of ${theHost(facts)} to ${theCall(facts)} is larger than 1 MiB and was not read to its end.`,
      hint: "Check the profile's URL: Argus' answers are small.",
    },
  },

  notFound: {
    rows: [{ id: "gone", when: hasProblem, message: ({ problem = "" }) => problem }, pageRow("notFoundPage")],
    otherwise: {
      message: (facts) => `${atFirst(facts)} knows no such address for ${theCall(facts)} (HTTP 404)${because(facts)}.`,
      hint: "Check the profile's URL and endpoints: “Argus: Discover Endpoints” asks the server for them.",
    },
  },
};

function unusable(problem: Text): Text {
  const ending = typeof problem === "string" ? () => problem : problem;
  return (facts) => `The answer of ${theHost(facts)} to ${theCall(facts)} cannot be used: ${ending(facts)}.`;
}
