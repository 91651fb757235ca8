/**
 * The one place where a failure of an Argus call becomes a sentence: what happened (`message`) and what to do
 * (`hint`). Facts come in by name, so that no secret can come along in an error object.
 */
import type { ArgusError, ErrorCode } from "../protocol.ts";

export type Failure = ArgusError;

/** The three calls to Argus, each of which has an endpoint of its own, and the question where those are. */
export type CallName = "token" | "introspection" | "userinfo" | "discovery";

const CALLS: Readonly<Record<CallName, string>> = {
  token: "the token call",
  introspection: "the introspection",
  userinfo: "the userinfo call",
  discovery: "the discovery",
};

/** What a sentence may tell. Texts that come from the server are redacted by the caller. */
export interface Facts {
  /** Host and port, as in a URL. */
  host?: string;
  profile?: string;
  /** What is wrong, as the end of a sentence. */
  problem?: string;
  call?: CallName;
  /** The server's OAuth error code (RFC 6749 §5.2). */
  oauthError?: string | undefined;
  /** What the server says itself. */
  says?: string | undefined;
  /** A system or TLS error code, such as `ECONNREFUSED`. */
  reason?: string;
  /** Seconds. */
  seconds?: number;
  status?: number;
  retryAfterMs?: number | undefined;
}

interface Sentence {
  message: string;
  hint?: string;
}

const SENTENCES: Readonly<Record<ErrorCode, (facts: Facts) => Sentence>> = {
  invalidProfile: ({ profile, problem }) => ({
    message: `The profile ${named(profile)}cannot be used: ${problem ?? "a value is not valid"}.`,
    hint: "Correct it in the setting argus.profiles.",
  }),
  invalidCredential: ({ problem }) => ({
    message: `The credential cannot be used: ${problem ?? "it is not valid"}.`,
    hint: "Enter it again.",
  }),
  insecureUrl: ({ host }) => ({
    message: `Nothing was sent: http://${host ?? ""} is not encrypted, and a credential would travel in the open.`,
    hint: "Use https:// in the profile's URL; http:// is for this machine alone (localhost).",
  }),
  dns: ({ host }) => ({
    message: `The name ${host ?? "of the server"} could not be resolved.`,
    hint: "Check the profile's URL, the network and the VPN.",
  }),
  connect: ({ host, reason }) => ({
    message: `${host ?? "The server"} could not be reached: ${connectReason(reason)}.`,
    hint: "Check the profile's URL, the network and whether Argus is running there.",
  }),
  tls: ({ host, reason }) => ({
    message: `No safe connection to ${host ?? "the server"}: ${tlsReason(reason)}.`,
    hint: "Nothing was sent. If your company inspects TLS, its root certificate has to be in NODE_EXTRA_CA_CERTS where VS Code starts.",
  }),
  proxy: ({ host, says }) => ({
    message: `A proxy before ${host ?? "the server"} asks for a login${quoted(says)}.`,
    hint: "Ask for a way to Argus that needs no proxy login.",
  }),
  timeout: ({ host, call, problem, seconds }) => ({
    message: `${host ?? "The server"} did not ${problem ?? "answer"} within ${seconds ?? 0} s; ${words(call)} was given up.`,
    hint: "Try again; the setting argus.timeout allows more time.",
  }),
  cancelled: ({ call }) => ({ message: `${capital(words(call))} was cancelled.` }),
  unauthorized: ({ call, says, oauthError }) => ({
    message: `Argus refused ${words(call)}${quoted(says)}.`,
    hint: unauthorizedHint(call, oauthError),
  }),
  forbidden: ({ call, says }) => ({
    message: `Argus does not permit ${words(call)}${quoted(says)}.`,
    hint: "Check the user's permissions, and that the call comes from the IP address that the token was created from.",
  }),
  rateLimited: ({ retryAfterMs, says }) => ({
    message: `Argus got too many calls${quoted(says)}.`,
    hint: retryAfterMs === undefined ? "Try again later." : `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
  }),
  unavailable: ({ host, says, status, retryAfterMs }) => ({
    message: `Argus is not available at ${host ?? "the server"} (HTTP ${status ?? 503})${quoted(says)}.`,
    hint: retryAfterMs === undefined ? "Try again later." : `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
  }),
  rejected: ({ call, says, status, problem }) => ({
    message: problem ?? `Argus rejected ${words(call)} (HTTP ${status ?? 400})${quoted(says)}.`,
    hint: problem === undefined ? "Check the values of the profile." : "",
  }),
  redirected: ({ host, problem }) => ({
    message: `${host ?? "The server"} redirected to ${problem ?? "another place"}; this was not followed, so that the credential does not travel there.`,
    hint: "Check the profile's URL: it must be that of Argus itself.",
  }),
  badResponse: ({ host, call, problem, says }) => ({
    message: `The answer of ${host ?? "the server"} to ${words(call)} cannot be used: ${problem ?? "it is not what Argus sends"}${quoted(says)}.`,
    hint: "Check the profile's URL, and whether a proxy or a sign-in page answers in Argus' place.",
  }),
  tooLarge: ({ host, call }) => ({
    message: `The answer of ${host ?? "the server"} to ${words(call)} is larger than 1 MiB and was not read.`,
    hint: "Check the profile's URL: Argus' answers are small.",
  }),
  notFound: ({ host, call, problem, says }) => ({
    message: problem ?? `${host ?? "The server"} knows no such address for ${words(call)} (HTTP 404)${quoted(says)}.`,
    hint: problem === undefined ? "Check the URL and the endpoints of the profile." : "",
  }),
};

/** The failure with its sentence. */
export function fail(code: ErrorCode, facts: Facts): Failure {
  const { message, hint } = SENTENCES[code](facts);
  return {
    code,
    message,
    ...(hint === undefined || hint === "" ? {} : { hint }),
    ...(facts.status === undefined ? {} : { status: facts.status }),
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
  };
}

function named(profile: string | undefined): string {
  return profile === undefined || profile === "" ? "" : `“${profile}” `;
}

/** What the server says, as the end of a sentence that we close ourselves. */
function quoted(says: string | undefined): string {
  return says === undefined || says === "" ? "" : `: “${says.replace(/[.\s]+$/, "")}”`;
}

function words(call: CallName | undefined): string {
  return call === undefined ? "the call" : CALLS[call];
}

function unauthorizedHint(call: CallName | undefined, oauthError: string | undefined): string {
  if (call === "userinfo") return "The token has expired or is not known: get a new one.";
  if (call === "introspection") return "Check the profile's client ID and its client secret.";
  if (oauthError === "invalid_client") return "Check the profile's client ID.";
  return "Enter the API key again, or use one that is valid now and from this network.";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function connectReason(reason: string | undefined): string {
  switch (reason) {
    case "ECONNREFUSED":
      return "nothing listens on that port (connection refused)";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no route to it";
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return "the connection was closed before the answer was complete";
    case undefined:
      return "the connection failed";
    default:
      return `the connection failed (${reason})`;
  }
}

function tlsReason(reason: string | undefined): string {
  switch (reason) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return "its certificate is self-signed";
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return "its certificate is signed by an authority that is not trusted here";
    case "CERT_HAS_EXPIRED":
      return "its certificate has expired";
    case "CERT_NOT_YET_VALID":
      return "its certificate is not valid yet, by this machine's clock";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "its certificate is for another host name";
    case undefined:
      return "the TLS handshake failed";
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
      return "it does not speak TLS on that port";
    default:
      return `the TLS handshake failed (${reason})`;
  }
}
