import assert from "node:assert/strict";
import * as v from "valibot";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import type { NetworkFailure } from "../../../server/src/network.ts";
import { callArgus } from "../../../server/src/oauth/call.ts";
import { type Failure, fail } from "../../../server/src/oauth/failures.ts";
import { FAILURES } from "../../../server/src/oauth/failureTable.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { type FakeAnswer, fakeNetwork } from "./fakeNetwork.ts";

const profile = { name: "work", url: "https://argus.example", clientId: "my-client" };
const certificate = {
  subject: "argus.example",
  issuer: "Example Root",
  validFrom: "Jan  1 00:00:00 2030 GMT",
  validTo: "Jan  1 00:00:00 2020 GMT",
  names: ["a.example", "b.example", "c.example", "d.example", "e.example", "f.example"],
};
const page = "<!DOCTYPE html><html><head><title>Sign in\n here</title></head></html>";
const said = (message: string, field: string | null = null): unknown => ({
  messages: [{ message, messageTemplate: message, type: field === null ? "ACTION_ERROR" : "FIELD_ERROR", field }],
});
const oauth = (error: string, description: string): unknown => ({ error, error_description: description });

/** Which call meets the answer. */
type Asking = "key" | "session" | "jwt" | "introspection" | "public" | "userinfo";

async function failureOf(asking: Asking, outcome: FakeAnswer | NetworkFailure): Promise<Failure> {
  const context = {
    network: fakeNetwork(outcome),
    timeoutMs: 1500,
    signal: new AbortController().signal,
    clocks: new ServerClocks(),
  };
  const ask = {
    key: () => requestToken(profile, { kind: "apiKey", apiKey: "my/api/key" }, context),
    session: () => requestToken(profile, { kind: "session", token: "my/session" }, context),
    jwt: () => {
      const url = new URL("https://argus.example/token");
      const request = { method: "POST", url, headers: { authorization: "Bearer eyJ.my.jwt" } } as const;
      const secrets = [{ value: "eyJ.my.jwt", variable: "ARGUS_ASSERTION" }] as const;
      return callArgus({ name: "token", profile: "work", request, secrets }, context, v.object({}));
    },
    introspection: () => introspect(profile, "user/token", "client secret", context),
    public: () => introspect(profile, "user/token", undefined, context),
    userinfo: () => requestUserinfo(profile, "user/token", context),
  };
  const result = await ask[asking]();
  assert(!result.ok, "the call went well");
  return result.error;
}

type Case = [row: string, make: () => Failure | Promise<Failure>, message: string];

const network = (row: string, failure: NetworkFailure, message: string, asking: Asking = "key"): Case => [
  row,
  () => failureOf(asking, failure),
  message,
];
const answer = (row: string, asking: Asking, outcome: FakeAnswer, message: string): Case => [
  row,
  () => failureOf(asking, outcome),
  message,
];
const proxy = { host: "proxy.example:3128" };
const NOT_FOLLOWED = "this was not followed, so that the credential does not travel there.";

const CASES: readonly Case[] = [
  [
    "invalidProfile",
    () => fail("invalidProfile", { profile: "work", problem: "its URL is not a valid one" }),
    "The profile “work” cannot be used: its URL is not a valid one.",
  ],
  [
    "invalidCredential.passphraseNeeded",
    () => fail("invalidCredential", { reason: "passphraseNeeded" }),
    "The private key cannot be read: it is encrypted.",
  ],
  [
    "invalidCredential",
    () => fail("invalidCredential", { problem: "apiKey must not be empty" }),
    "The credential cannot be used: apiKey must not be empty.",
  ],
  [
    "insecureUrl",
    async () => {
      const context = {
        network: fakeNetwork({}),
        timeoutMs: 1500,
        signal: new AbortController().signal,
        clocks: new ServerClocks(),
      };
      const result = await requestUserinfo({ ...profile, url: "http://argus.example" }, "user/token", context);
      assert(!result.ok);
      return result.error;
    },
    "Nothing was sent: http://argus.example is not encrypted, and a credential would travel in the open.",
  ],

  network(
    "dns.nameUnknown",
    { code: "dns", reason: "ENOTFOUND" },
    "The name argus.example could not be resolved: nobody here knows it (ENOTFOUND).",
  ),
  network(
    "dns.nameServerSilent",
    { code: "dns", reason: "EAI_AGAIN" },
    "The name argus.example could not be resolved: no name server answered (EAI_AGAIN).",
  ),
  network("dns", { code: "dns", reason: "EAI_FAIL" }, "The name argus.example could not be resolved (EAI_FAIL)."),

  network(
    "connect.refused",
    { code: "connect", reason: "ECONNREFUSED" },
    "argus.example could not be reached: nothing listens on that port (connection refused).",
  ),
  network(
    "connect.unreachable",
    { code: "connect", reason: "ENETUNREACH" },
    "argus.example could not be reached: there is no route to it (ENETUNREACH).",
  ),
  network(
    "connect.blocked",
    { code: "connect", reason: "EACCES" },
    "argus.example could not be reached: this machine does not permit the connection (EACCES).",
  ),
  network(
    "connect.resetInConnect",
    { code: "connect", reason: "ECONNRESET", phase: "connect" },
    "argus.example could not be reached: the connection was closed while it was made (ECONNRESET).",
  ),
  network(
    "connect.resetBeforeAnswer",
    { code: "connect", reason: "UND_ERR_SOCKET", phase: "headers" },
    "argus.example got the token call, but closed the connection before it answered (UND_ERR_SOCKET).",
  ),
  network(
    "connect.resetInAnswer",
    { code: "connect", reason: "EPIPE", phase: "body" },
    "argus.example began to answer the token call, but the connection was closed before the end (EPIPE).",
  ),
  network(
    "connect.reset",
    { code: "connect", reason: "ECONNRESET" },
    "argus.example did not answer: the connection was closed before the answer was complete (ECONNRESET).",
  ),
  network(
    "connect",
    { code: "connect", reason: "EMFILE" },
    "argus.example could not be reached: the connection failed (EMFILE).",
  ),

  network(
    "tls.caFile",
    { code: "tls", reason: "CA_FILE" },
    "Nothing was sent: the file in the setting argus.caFile cannot be read, or has no certificate in PEM form.",
  ),
  network(
    "tls.certificateSelfSigned",
    { code: "tls", reason: "DEPTH_ZERO_SELF_SIGNED_CERT", certificate },
    "No safe connection to argus.example: its certificate is self-signed, so nobody vouches for it.",
  ),
  network(
    "tls.certificateUntrusted",
    { code: "tls", reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", certificate },
    "No safe connection to argus.example: its certificate was issued by “Example Root”, which is not trusted here.",
  ),
  network(
    "tls.certificateUntrusted",
    { code: "tls", reason: "SELF_SIGNED_CERT_IN_CHAIN" },
    "No safe connection to argus.example: its certificate was issued by an authority, which is not trusted here.",
  ),
  network(
    "tls.certificateExpired",
    { code: "tls", reason: "CERT_HAS_EXPIRED", certificate },
    "No safe connection to argus.example: its certificate expired on Jan 1 00:00:00 2020 GMT.",
  ),
  network(
    "tls.certificateNotYetValid",
    { code: "tls", reason: "CERT_NOT_YET_VALID", certificate },
    "No safe connection to argus.example: its certificate is not valid before Jan 1 00:00:00 2030 GMT, by this machine's clock.",
  ),
  network(
    "tls.certificateForAnotherHost",
    { code: "tls", reason: "ERR_TLS_CERT_ALTNAME_INVALID", certificate },
    "No safe connection to argus.example: its certificate is for another host: a.example, b.example, c.example, d.example, e.example and 1 more.",
  ),
  network(
    "tls.certificateRefused",
    { code: "tls", reason: "CERT_REVOKED" },
    "No safe connection to argus.example: its certificate is not accepted (CERT_REVOKED).",
  ),
  network(
    "tls.notTls",
    { code: "tls", reason: "ERR_SSL_WRONG_VERSION_NUMBER" },
    "No safe connection to argus.example: it does not speak TLS on that port.",
  ),
  network(
    "tls.tlsVersion",
    { code: "tls", reason: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" },
    "No safe connection to argus.example: there is no version of TLS that both sides accept.",
  ),
  network(
    "tls.clientCertificateNeeded",
    { code: "tls", reason: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" },
    "No safe connection to argus.example: it asks for a client certificate, and there is none to show.",
  ),
  network(
    "tls",
    { code: "tls", reason: "ERR_SSL_BAD_ECPOINT" },
    "No safe connection to argus.example: the TLS handshake failed (ERR_SSL_BAD_ECPOINT).",
  ),

  network(
    "proxy.proxyUrl",
    { code: "proxy", reason: "PROXY_URL" },
    "Nothing was sent: the proxy's URL cannot be used; it must be http://host:port or https://host:port.",
  ),
  network(
    "proxy.proxyAuthorization",
    { code: "proxy", reason: "PROXY_AUTHORIZATION", proxy },
    "Nothing was sent: the login for the proxy proxy.example:3128 has characters that cannot stand in a header.",
  ),
  network(
    "proxy.proxyLogin",
    { code: "proxy", proxy: { ...proxy, status: 407, title: "Who are you?" } },
    "The proxy proxy.example:3128 wants a login, or another one, to reach argus.example (HTTP 407): “Who are you?”.",
  ),
  answer(
    "proxy.proxyLogin",
    "key",
    { status: 407, body: page },
    "The proxy on the way wants a login, or another one, to reach argus.example: “Sign in here”.",
  ),
  network(
    "proxy.proxyFailed",
    { code: "proxy", proxy: { ...proxy, status: 502, title: "No such host" } },
    "The proxy proxy.example:3128 could not connect to argus.example (HTTP 502): “No such host”.",
  ),
  network(
    "proxy.proxyRefused",
    { code: "proxy", proxy: { ...proxy, status: 403, title: "Blocked by policy." } },
    "The proxy proxy.example:3128 refused to connect to argus.example (HTTP 403): “Blocked by policy”.",
  ),
  network(
    "proxy.proxyNameUnknown",
    { code: "proxy", reason: "ENOTFOUND", proxy },
    "The proxy proxy.example:3128 could not be found: its name could not be resolved (ENOTFOUND).",
  ),
  network(
    "proxy.proxyUnreachable",
    { code: "proxy", reason: "ECONNREFUSED", proxy },
    "The proxy proxy.example:3128 could not be reached (ECONNREFUSED).",
  ),
  network(
    "proxy.proxyCertificate",
    { code: "proxy", reason: "CERT_HAS_EXPIRED", proxy, certificate },
    "No safe connection to the proxy proxy.example:3128: its certificate expired on Jan 1 00:00:00 2020 GMT.",
  ),
  network(
    "proxy.proxyNotTls",
    { code: "proxy", reason: "EPROTO", proxy },
    "The proxy proxy.example:3128 does not speak TLS on that port.",
  ),
  network(
    "proxy.proxyReset",
    { code: "proxy", reason: "ECONNRESET", proxy },
    "The proxy proxy.example:3128 closed the connection before there was a way to argus.example (ECONNRESET).",
  ),
  network(
    "proxy.proxyNotHttp",
    { code: "proxy", reason: "HPE_INVALID_CONSTANT", proxy },
    "The proxy proxy.example:3128 does not answer as an HTTP proxy does (HPE_INVALID_CONSTANT).",
  ),
  network(
    "proxy",
    { code: "proxy", proxy },
    "The proxy proxy.example:3128 failed before there was a way to argus.example.",
  ),

  network(
    "timeout.timeoutAtProxy",
    { code: "timeout", phase: "connect", proxy },
    "The proxy proxy.example:3128 made no way to argus.example within 1.5 s; the token call was given up.",
  ),
  network(
    "timeout.timeoutInConnect",
    { code: "timeout", phase: "connect" },
    "argus.example could not be reached within 1.5 s; the token call was given up.",
  ),
  network(
    "timeout.timeoutInHeaders",
    { code: "timeout", phase: "headers" },
    "argus.example got the introspection, but did not answer within 1.5 s.",
    "introspection",
  ),
  network(
    "timeout.timeoutInBody",
    { code: "timeout", phase: "body" },
    "argus.example began to answer the userinfo call, but did not finish within 1.5 s.",
    "userinfo",
  ),
  network("timeout", { code: "timeout" }, "argus.example did not answer within 1.5 s; the token call was given up."),
  network("cancelled", { code: "cancelled" }, "The token call was cancelled."),

  answer(
    "unauthorized.unauthorizedPage",
    "key",
    { status: 401, body: page },
    "argus.example answered the token call with a web page titled “Sign in here”, not as Argus does (HTTP 401).",
  ),
  answer(
    "unauthorized.jwtReplayed",
    "jwt",
    { status: 401, body: said("JWT was used before") },
    "Argus refused the token call: “JWT was used before”.",
  ),
  answer(
    "unauthorized.jwtClock",
    "jwt",
    { status: 401, body: said("JWT has expired") },
    "Argus refused the times in the signed JWT: “JWT has expired”.",
  ),
  [
    "unauthorized.jwtClock",
    () => {
      // `Date` has no parts of a second, so half of one is added to it where it is read.
      const date = new Date(Date.now() - 3_600_500).toISOString();
      return failureOf("jwt", {
        status: 400,
        body: oauth("invalid_client", "JWT is not yet valid"),
        headers: { date },
      });
    },
    "Argus refused the times in the signed JWT: “JWT is not yet valid”; this machine's clock is 3600 s ahead of that of Argus.",
  ],
  answer(
    "unauthorized.jwtSignature",
    "jwt",
    { status: 401, body: said("JWT signature is not valid") },
    "Argus refused the token call: “JWT signature is not valid”.",
  ),
  answer(
    "unauthorized.jwtClaim",
    "jwt",
    { status: 401, body: said("JWT audience is wrong.") },
    "Argus refused the token call: “JWT audience is wrong”.",
  ),
  answer(
    "unauthorized.clientUnknown",
    "key",
    { status: 401, body: oauth("invalid_client", "Unknown client") },
    "Argus refused the token call: “Unknown client”.",
  ),
  answer(
    "unauthorized.clientUnknown",
    "jwt",
    { status: 400, body: oauth("invalid_client", "The client is not known") },
    "Argus refused the token call: “The client is not known”.",
  ),
  answer(
    "unauthorized.jwtRefused",
    "jwt",
    { status: 401 },
    "Argus refused the token call: the signed JWT was not accepted.",
  ),
  answer(
    "unauthorized.keyExpired",
    "key",
    { status: 401, body: said("API key has expired") },
    "Argus refused the token call: “API key has expired”.",
  ),
  answer(
    "unauthorized.keyNotYetValid",
    "key",
    { status: 401, body: said("API key is not yet valid") },
    "Argus refused the token call: “API key is not yet valid”.",
  ),
  answer(
    "unauthorized.keyElsewhere",
    "key",
    { status: 401, body: said("API key is not valid from this network (192.0.2.1)") },
    "Argus refused the token call: “API key is not valid from this network (192.0.2.1)”.",
  ),
  answer(
    "unauthorized.keyRefused",
    "key",
    { status: 401 },
    "Argus refused the token call: it does not accept the API key.",
  ),
  answer(
    "unauthorized.sessionRefused",
    "session",
    { status: 401, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } },
    "Argus refused the token call: “invalid_token”.",
  ),
  answer(
    "unauthorized.clientSecretRefused",
    "introspection",
    { status: 401 },
    "Argus refused the introspection: the client ID and the client secret do not belong together.",
  ),
  answer(
    "unauthorized.clientSecretMissing",
    "public",
    { status: 400, body: oauth("invalid_client", "") },
    "Argus refused the introspection: “invalid_client”.",
  ),
  answer(
    "unauthorized.tokenElsewhere",
    "userinfo",
    { status: 401, body: said("The session is bound to another IP address") },
    "Argus refused the userinfo call: “The session is bound to another IP address”.",
  ),
  answer(
    "unauthorized.tokenRefused",
    "userinfo",
    { status: 401, body: said("") },
    "Argus refused the userinfo call: the token has expired or is not known.",
  ),
  ["unauthorized", () => fail("unauthorized", {}), "Argus refused the call."],

  answer(
    "forbidden.forbiddenPage",
    "userinfo",
    { status: 403, body: "<html></html>" },
    "argus.example answered the userinfo call with a web page, not as Argus does (HTTP 403).",
  ),
  answer(
    "forbidden.addressForbidden",
    "userinfo",
    { status: 403, body: said("The session is bound to another IP address than 192.0.2.9") },
    "Argus does not permit the userinfo call from this IP address: “The session is bound to another IP address than 192.0.2.9”.",
  ),
  answer(
    "forbidden.scopeMissing",
    "userinfo",
    {
      status: 403,
      headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", error_description="openid it is"' },
    },
    "Argus does not permit the userinfo call, the token's scope is too small: “openid it is”.",
  ),
  answer(
    "forbidden.keyElsewhere",
    "key",
    { status: 403, body: said("Not from this network") },
    "Argus refused the token call: “Not from this network”.",
  ),
  answer(
    "forbidden",
    "introspection",
    { status: 403 },
    "Argus does not permit the introspection: a permission is missing.",
  ),

  answer("rateLimited", "key", { status: 429, body: said("Slow down") }, "Argus got too many calls: “Slow down”."),

  answer(
    "unavailable.unavailablePage",
    "key",
    { status: 503, body: page },
    "Argus is not available at argus.example (HTTP 503): a web page titled “Sign in here” answered.",
  ),
  answer(
    "unavailable.serverGaveUp",
    "key",
    { status: 408 },
    "argus.example gave up waiting for the token call (HTTP 408).",
  ),
  answer(
    "unavailable.serverError",
    "key",
    { status: 500 },
    "Argus failed at the token call (HTTP 500): an internal error.",
  ),
  answer(
    "unavailable.gateway",
    "key",
    { status: 504 },
    "The gateway at argus.example got no good answer from Argus behind it (HTTP 504).",
  ),
  answer(
    "unavailable.down",
    "key",
    { status: 503, body: said("Maintenance") },
    "Argus is not available at argus.example (HTTP 503): “Maintenance”.",
  ),
  answer("unavailable", "key", { status: 599 }, "Argus is not available at argus.example (HTTP 599)."),

  [
    "rejected.invalidRequest",
    () => fail("rejected", { problem: "The request cannot be answered." }),
    "The request cannot be answered.",
  ],
  answer(
    "rejected.rejectedPage",
    "key",
    { status: 400, body: page },
    "argus.example answered the token call with a web page titled “Sign in here”, not as Argus does (HTTP 400).",
  ),
  answer(
    "rejected.jwtReplayed",
    "jwt",
    { status: 400, body: oauth("invalid_grant", "jti was seen") },
    "Argus refused the token call: “jti was seen”.",
  ),
  answer(
    "rejected.jwtClock",
    "jwt",
    { status: 400, body: oauth("invalid_grant", "exp has passed") },
    "Argus refused the times in the signed JWT: “exp has passed”.",
  ),
  answer(
    "rejected.jwtSignature",
    "jwt",
    { status: 400, body: oauth("invalid_grant", "no such kid") },
    "Argus refused the token call: “no such kid”.",
  ),
  answer(
    "rejected.jwtClaim",
    "jwt",
    { status: 400, body: oauth("invalid_grant", "wrong aud") },
    "Argus refused the token call: “wrong aud”.",
  ),
  answer(
    "rejected.scopeUnknown",
    "key",
    { status: 400, body: oauth("invalid_scope", "everything is too much") },
    "Argus does not accept the scope that the profile asks for: “everything is too much”.",
  ),
  answer(
    "rejected.clientNotPermitted",
    "key",
    { status: 400, body: oauth("unauthorized_client", "") },
    "Argus does not let this client make the token call: “unauthorized_client”.",
  ),
  answer(
    "rejected.grantNotSupported",
    "key",
    { status: 400, body: oauth("unsupported_grant_type", "") },
    "argus.example does not issue tokens for client credentials: “unsupported_grant_type”.",
  ),
  answer(
    "rejected.jwtRefused",
    "jwt",
    { status: 400, body: oauth("invalid_grant", "no") },
    "Argus refused the token call: “no”.",
  ),
  answer(
    "rejected.fieldRefused",
    "key",
    { status: 422, body: said("must be a UUID", "client_id") },
    "Argus rejected the token call for one of its fields (HTTP 422): “client_id: must be a UUID”.",
  ),
  answer(
    "rejected.wrongEndpoint",
    "userinfo",
    { status: 405 },
    "argus.example does not take the userinfo call at that address (HTTP 405).",
  ),
  answer("rejected", "key", { status: 418 }, "Argus rejected the token call (HTTP 418)."),

  answer(
    "redirected.redirectedNearby",
    "key",
    { status: 308, headers: { location: "https://argus.example:8443/token" } },
    `argus.example redirected to https://argus.example:8443; ${NOT_FOLLOWED}`,
  ),
  answer(
    "redirected.redirectedHere",
    "key",
    { status: 302, headers: { location: "/login?key=1" } },
    `argus.example redirected to another path there; ${NOT_FOLLOWED}`,
  ),
  answer(
    "redirected.redirectedElsewhere",
    "introspection",
    { status: 307, headers: { location: "//elsewhere.example/login" } },
    `argus.example redirected to https://elsewhere.example; ${NOT_FOLLOWED}`,
  ),
  answer(
    "redirected",
    "key",
    { status: 302, headers: { location: "mailto:me" } },
    "argus.example redirected the token call, but not to a valid address (HTTP 302).",
  ),

  answer("badResponse.answerPage", "key", { body: page }, cannot("it is a web page titled “Sign in here”, not JSON")),
  answer("badResponse.answerEmpty", "key", { body: " \n" }, cannot("it is empty")),
  answer("badResponse.answerCutOff", "key", { body: '{"access_token":"a' }, cannot("its JSON is cut off or broken")),
  answer(
    "badResponse.answerCompressed",
    "key",
    { body: "\x1f\ufffd\b\0", headers: {} },
    cannot("it is compressed (gzip), which was not asked for"),
  ),
  answer(
    "badResponse.answerCompressed",
    "key",
    { body: "abc", headers: { "content-encoding": "br" } },
    cannot("it is compressed (br), which was not asked for"),
  ),
  answer(
    "badResponse.answerCharset",
    "userinfo",
    { body: '{"name":"Ren\ufffd"}', headers: { "content-type": "application/json; charset=ISO-8859-1" } },
    "The answer of argus.example to the userinfo call cannot be used: it is JSON in ISO-8859-1, not in UTF-8.",
  ),
  answer(
    "badResponse.answerCharset",
    "key",
    { body: '{\0"\0a\0"\0:\0"\0b\0"\0}\0' },
    cannot("it is JSON in UTF-16, not in UTF-8"),
  ),
  answer(
    "badResponse.answerNotJson",
    "key",
    { body: "hello", headers: { "content-type": "text/plain; charset=utf-8" } },
    cannot("it is not JSON but text/plain"),
  ),
  answer("badResponse.answerNotObject", "key", { body: [] }, cannot("it is JSON, but not an object")),
  answer(
    "badResponse.answerField",
    "key",
    { body: { access_token: "user/token" } },
    cannot("its field expires_in is missing"),
  ),
  network(
    "badResponse.headersTooLarge",
    { code: "badResponse", reason: "UND_ERR_HEADERS_OVERFLOW" },
    cannot("its headers are too large"),
  ),
  network(
    "badResponse.notHttp",
    { code: "badResponse", reason: "HPE_INVALID_CONSTANT" },
    cannot("it is not HTTP (HPE_INVALID_CONSTANT)"),
  ),
  network("badResponse.notHttp", { code: "badResponse" }, cannot("it is not HTTP")),
  [
    "badResponse",
    () => fail("badResponse", { host: "argus.example", call: "discovery", problem: "it names no endpoint" }),
    "The answer of argus.example to the discovery call cannot be used: it names no endpoint.",
  ],

  network(
    "tooLarge",
    { code: "tooLarge" },
    "The answer of argus.example to the token call is larger than 1 MiB and was not read to its end.",
  ),
  ["notFound.gone", () => fail("notFound", { problem: "The document is closed." }), "The document is closed."],
  answer(
    "notFound.notFoundPage",
    "key",
    { status: 404, body: page },
    "argus.example answered the token call with a web page titled “Sign in here”, not as Argus does (HTTP 404).",
  ),
  answer(
    "notFound",
    "key",
    { status: 404, body: said("there is no such endpoint") },
    "argus.example knows no such address for the token call (HTTP 404): “there is no such endpoint”.",
  ),
];

function cannot(problem: string): string {
  return `The answer of argus.example to the token call cannot be used: ${problem}.`;
}

describe("table of failures", () => {
  for (const [row, make, message] of CASES) {
    it(`${row}: ${message}`, async () => {
      const error = await make();
      const [code, id = code] = row.split(".");
      assert.deepEqual([error.code, error.reason, error.message], [code, id, message]);
    });
  }

  it("has a case above for each of its rows", () => {
    const rows = Object.entries(FAILURES).flatMap(([code, { rows }]) => [
      code,
      ...rows.map(({ id }) => `${code}.${id}`),
    ]);
    const tested = new Set(CASES.map(([row]) => row));
    assert.deepEqual(
      rows.filter((row) => !tested.has(row)),
      [],
    );
    assert.equal(new Set(rows).size, rows.length, "two rows of a code have one name");
  });

  it("says what to do, but where there is nothing to do", async () => {
    const silent = new Set(["cancelled", "rejected.invalidRequest", "notFound.gone"]);
    for (const [row, make] of CASES) assert.equal((await make()).hint === undefined, silent.has(row), row);
  });

  it("names the setting, the field or the time that helps", async () => {
    const hints: [string, RegExp][] = [
      ["tls.certificateUntrusted", /system's store.*argus\.caFile/],
      ["tls.certificateForAnotherHost", /argus\.profiles/],
      ["proxy.proxyLogin", /http\.proxy .*http\.proxyAuthorization/],
      ["proxy.proxyRefused", /http\.noProxy/],
      ["timeout.timeoutInHeaders", /argus\.timeout/],
      ["rejected.scopeUnknown", /openid, profile, email, groups, customer and clientip/],
      ["rejected.fieldRefused", /client ID/],
      ["connect", /Argus: Diagnose Connection/],
    ];
    for (const [row, hint] of hints) {
      const make = CASES.find(([name]) => name === row)?.[1];
      assert.match((await make?.())?.hint ?? "", hint, row);
    }
    const soon = await failureOf("key", { status: 429, headers: { "Retry-After": "7" } });
    assert.equal(soon.hint, "Try again in 7 s.");
    const later = await failureOf("key", { status: 503, headers: { "Retry-After": "600" } });
    assert.equal(later.hint, "Try again in 10 min.");
  });

  it("accepts a byte order mark, and a replacement character that the server sent itself", async () => {
    const body = '\ufeff{"name":"Ren\ufffd"}';
    const headers = { "content-length": String(Buffer.byteLength(body)), "content-type": "application/json" };
    const context = {
      network: fakeNetwork({ body, headers }),
      timeoutMs: 1,
      signal: new AbortController().signal,
      clocks: new ServerClocks(),
    };
    assert((await requestUserinfo(profile, "user/token", context)).ok);
  });
});
