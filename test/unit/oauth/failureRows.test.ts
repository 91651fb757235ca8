/** One case for each row of the failures: the table grows with theirs. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import type { NetworkFailure } from "../../../server/src/network/types.ts";
import { callArgus } from "../../../server/src/oauth/call.ts";
import { fail, FAILURES } from "../../../server/src/oauth/failures.ts";
import type { ArgusError, Help } from "../../../common/protocol/errors.ts";
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

/** The call that gets the answer. */
type Asking = "key" | "session" | "jwt" | "introspection" | "public" | "userinfo";

async function failureOf(asking: Asking, outcome: FakeAnswer | NetworkFailure): Promise<ArgusError> {
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

/** Facts, and the row they select. */
type Case = [row: string, make: () => ArgusError | Promise<ArgusError>];

const network = (row: string, failure: NetworkFailure, asking: Asking = "key"): Case => [
  row,
  () => failureOf(asking, failure),
];
const answer = (row: string, asking: Asking, outcome: FakeAnswer): Case => [row, () => failureOf(asking, outcome)];
const known = (row: string, ...facts: Parameters<typeof fail>): Case => [row, () => fail(...facts).error];
const proxy = { host: "proxy.example:3128" };

const CASES: readonly Case[] = [
  known("invalidProfile", "invalidProfile", { profile: "work", problem: "the URL is not valid" }),
  known("invalidCredential.passphraseNeeded", "invalidCredential", { reason: "passphraseNeeded" }),
  known("invalidCredential.passphraseWrong", "invalidCredential", { reason: "passphraseWrong" }),
  known("invalidCredential", "invalidCredential", { problem: "apiKey must not be empty" }),
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
  ],

  network("dns.nameUnknown", { code: "dns", reason: "ENOTFOUND" }),
  network("dns.nameServerSilent", { code: "dns", reason: "EAI_AGAIN" }),
  network("dns", { code: "dns", reason: "EAI_FAIL" }),

  network("connect.refused", { code: "connect", reason: "ECONNREFUSED" }),
  network("connect.unreachable", { code: "connect", reason: "ENETUNREACH" }),
  network("connect.blocked", { code: "connect", reason: "EACCES" }),
  network("connect.clientCertificateExpired", {
    code: "connect",
    reason: "ECONNRESET",
    phase: "headers",
    clientCertificate: { isSent: true, validTo: Date.UTC(2026, 0, 31) },
  }),
  network("connect.clientCertificateMissing", {
    code: "connect",
    reason: "ECONNRESET",
    phase: "headers",
    clientCertificate: { isSent: false },
  }),
  network("connect.clientCertificateUnwanted", {
    code: "connect",
    reason: "ECONNRESET",
    phase: "connect",
    clientCertificate: { isSent: true },
  }),
  network("connect.resetInAnswer", {
    code: "connect",
    reason: "ECONNRESET",
    phase: "body",
    clientCertificate: { isSent: true },
  }),
  network("connect.resetInConnect", { code: "connect", reason: "ECONNRESET", phase: "connect" }),
  network("connect.resetBeforeAnswer", { code: "connect", reason: "ECONNRESET", phase: "headers" }),
  network("connect.resetInAnswer", { code: "connect", reason: "EPIPE", phase: "body" }),
  network("connect.reset", { code: "connect", reason: "ECONNRESET" }),
  network("connect", { code: "connect", reason: "EMFILE" }),

  network("tls.caFile", { code: "tls", reason: "CA_FILE" }),
  network("tls.certificateSelfSigned", { code: "tls", reason: "DEPTH_ZERO_SELF_SIGNED_CERT", certificate }),
  network("tls.certificateUntrusted", { code: "tls", reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", certificate }),
  network("tls.certificateUntrusted", { code: "tls", reason: "SELF_SIGNED_CERT_IN_CHAIN" }),
  network("tls.certificateExpired", { code: "tls", reason: "CERT_HAS_EXPIRED", certificate }),
  network("tls.certificateExpired", { code: "tls", reason: "CERT_HAS_EXPIRED" }),
  network("tls.certificateNotYetValid", { code: "tls", reason: "CERT_NOT_YET_VALID", certificate }),
  network("tls.certificateForAnotherHost", { code: "tls", reason: "ERR_TLS_CERT_ALTNAME_INVALID", certificate }),
  network("tls.certificateRefused", { code: "tls", reason: "CERT_REVOKED" }),
  network("tls.notTls", { code: "tls", reason: "ERR_SSL_WRONG_VERSION_NUMBER" }),
  network("tls.tlsVersion", { code: "tls", reason: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" }),
  network("tls.clientCertificateSetting", { code: "tls", reason: "CLIENT_CERT_SETTING" }),
  network("tls.clientCertificateFile", { code: "tls", reason: "CLIENT_CERT_FILE" }),
  network("tls.clientCertificateInvalid", { code: "tls", reason: "CLIENT_CERT_INVALID" }),
  network("tls.clientCertificateMismatch", { code: "tls", reason: "CLIENT_CERT_MISMATCH" }),
  network("tls.clientCertificateLocked", { code: "tls", reason: "CLIENT_CERT_LOCKED" }),
  network("tls.clientCertificatePassphrase", { code: "tls", reason: "CLIENT_CERT_PASSPHRASE" }),
  network("tls.clientCertificateNeeded", { code: "tls", reason: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" }),
  network("tls.clientCertificateNeeded", {
    code: "tls",
    reason: "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
    clientCertificate: { isSent: false },
  }),
  // Go's servers of TLS 1.2.
  network("tls.clientCertificateNeeded", { code: "tls", reason: "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE" }),
  network("tls.clientCertificateExpired", {
    code: "tls",
    reason: "ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED",
    clientCertificate: { isSent: true, validTo: Date.UTC(2026, 0, 31) },
  }),
  network("tls.clientCertificateRefused", {
    code: "tls",
    reason: "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
    clientCertificate: { isSent: true, validTo: Date.UTC(2049, 0, 31) },
  }),
  network("tls.clientCertificateRefused", {
    code: "tls",
    reason: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
    clientCertificate: { isSent: true },
  }),
  network("tls", { code: "tls", reason: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE" }),
  network("tls", { code: "tls", reason: "ERR_SSL_BAD_ECPOINT" }),

  network("proxy.proxyUrl", { code: "proxy", reason: "PROXY_URL" }),
  network("proxy.proxyAuthorization", { code: "proxy", reason: "PROXY_AUTHORIZATION", proxy }),
  network("proxy.proxyLoginEncoding", { code: "proxy", reason: "PROXY_LOGIN" }),
  network("proxy.proxyScheme", { code: "proxy", proxy: { ...proxy, status: 407, schemes: ["NTLM", "Negotiate"] } }),
  network("proxy.proxyLogin", { code: "proxy", proxy: { ...proxy, status: 407, title: "Who are you?" } }),
  answer("proxy.proxyLoginElsewhere", "key", { status: 407, body: page }),
  network("proxy.proxyFailed", { code: "proxy", proxy: { ...proxy, status: 502, title: "No such host" } }),
  network("proxy.proxyRefused", { code: "proxy", proxy: { ...proxy, status: 403, title: "Blocked by policy." } }),
  ...(
    [
      ["Setting", "CLIENT_CERT_SETTING"],
      ["File", "CLIENT_CERT_FILE"],
      ["Invalid", "CLIENT_CERT_INVALID"],
      ["Mismatch", "CLIENT_CERT_MISMATCH"],
      ["Locked", "CLIENT_CERT_LOCKED"],
      ["Passphrase", "CLIENT_CERT_PASSPHRASE"],
      ["Needed", "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"],
      ["Expired", "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", { isSent: true, validTo: Date.UTC(2026, 0, 31) }],
      ["Refused", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", { isSent: true }],
      ["Missing", "ECONNRESET", { isSent: false }],
      ["Unwanted", "ECONNRESET", { isSent: true }],
    ] as const
  ).map(([row, reason, clientCertificate]) =>
    network(`proxy.proxyClientCertificate${row}`, {
      code: "proxy",
      reason,
      proxy,
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    }),
  ),
  network("proxy.proxyNameUnknown", { code: "proxy", reason: "ENOTFOUND", proxy }),
  network("proxy.proxyUnreachable", { code: "proxy", reason: "ECONNREFUSED", proxy }),
  network("proxy.proxyCertificateSelfSigned", { code: "proxy", reason: "DEPTH_ZERO_SELF_SIGNED_CERT", proxy }),
  network("proxy.proxyCertificateUntrusted", { code: "proxy", reason: "CERT_UNTRUSTED", proxy, certificate }),
  network("proxy.proxyCertificateExpired", { code: "proxy", reason: "CERT_HAS_EXPIRED", proxy, certificate }),
  network("proxy.proxyCertificateNotYetValid", { code: "proxy", reason: "CERT_NOT_YET_VALID", proxy }),
  network("proxy.proxyCertificateForAnotherHost", { code: "proxy", reason: "HOSTNAME_MISMATCH", proxy, certificate }),
  network("proxy.proxyCertificateRefused", { code: "proxy", reason: "CERT_REVOKED", proxy }),
  network("proxy.proxyNotTls", { code: "proxy", reason: "EPROTO", proxy }),
  network("proxy.proxyReset", { code: "proxy", reason: "ECONNRESET", proxy }),
  network("proxy.proxyNotHttp", { code: "proxy", reason: "HPE_INVALID_CONSTANT", proxy }),
  network("proxy", { code: "proxy", proxy }),

  network("timeout.timeoutAtProxy", { code: "timeout", phase: "connect", proxy }),
  network("timeout.timeoutInConnect", { code: "timeout", phase: "connect" }),
  network("timeout.timeoutInHeaders", { code: "timeout", phase: "headers" }, "introspection"),
  network("timeout.timeoutInBody", { code: "timeout", phase: "body" }, "userinfo"),
  network("timeout", { code: "timeout" }),
  network("cancelled", { code: "cancelled" }),

  answer("unauthorized.unauthorizedPage", "key", { status: 401, body: page }),
  answer("unauthorized.jwtReplayed", "jwt", { status: 401, body: said("JWT was used before") }),
  answer("unauthorized.jwtClock", "jwt", { status: 401, body: said("JWT has expired") }),
  [
    "unauthorized.jwtClock",
    () => {
      // `Date` has no fractions of a second, so half a second is added when it is read.
      const date = new Date(Date.now() - 3_600_500).toISOString();
      return failureOf("jwt", {
        status: 400,
        body: oauth("invalid_client", "JWT is not yet valid"),
        headers: { date },
      });
    },
  ],
  answer("unauthorized.jwtSignature", "jwt", { status: 401, body: said("JWT signature is not valid") }),
  answer("unauthorized.jwtClaim", "jwt", { status: 401, body: said("JWT audience is wrong.") }),
  answer("unauthorized.clientUnknown", "key", { status: 401, body: oauth("invalid_client", "Unknown client") }),
  answer("unauthorized.clientUnknown", "jwt", {
    status: 400,
    body: oauth("invalid_client", "The client is not known"),
  }),
  answer("unauthorized.jwtRefused", "jwt", { status: 401 }),
  answer("unauthorized.keyExpired", "key", { status: 401, body: said("API key has expired") }),
  answer("unauthorized.keyNotYetValid", "key", { status: 401, body: said("API key is not yet valid") }),
  // RFC 6749 §5.2: the client's authentication failed.
  answer("unauthorized.keyExpired", "key", { status: 401, body: oauth("invalid_client", "API key expired") }),
  answer("unauthorized.keyRefused", "key", { status: 401, body: said("Session has expired") }),
  answer("unauthorized.keyElsewhere", "key", {
    status: 401,
    body: said("API key is not valid from this network (192.0.2.1)"),
  }),
  answer("unauthorized.clientElsewhere", "key", { status: 401, body: said("The client may not be used from this IP") }),
  answer("unauthorized.sessionNeeded", "key", { status: 401, body: said("API keys are not accepted here") }),
  answer("unauthorized.networkRefused", "key", { status: 401, body: said("Not from this network") }),
  answer("unauthorized.keyRefused", "key", { status: 401 }),
  answer("unauthorized.sessionRefused", "session", {
    status: 401,
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
  }),
  answer("unauthorized.introspectionRefused", "introspection", { status: 401, body: said("Session has expired") }),
  answer("unauthorized.clientSecretRefused", "introspection", { status: 401 }),
  answer("unauthorized.clientSecretMissing", "public", { status: 400, body: oauth("invalid_client", "") }),
  answer("unauthorized.tokenElsewhere", "userinfo", {
    status: 401,
    body: said("The session is bound to another IP address"),
  }),
  answer("unauthorized.tokenRefused", "userinfo", { status: 401, body: said("") }),
  known("unauthorized", "unauthorized", {}),

  answer("forbidden.forbiddenPage", "userinfo", { status: 403, body: "<html></html>" }),
  answer("forbidden.addressForbidden", "userinfo", {
    status: 403,
    body: said("The session is bound to another IP address than 192.0.2.9"),
  }),
  answer("forbidden.addressForbidden", "introspection", {
    status: 403,
    body: { title: "Forbidden", detail: "Not from this network" },
  }),
  answer("forbidden.scopeMissing", "userinfo", {
    status: 403,
    headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope", error_description="openid it is"' },
  }),
  answer("forbidden.keyExpired", "key", { status: 403, body: said("The API key has expired") }),
  answer("forbidden.keyNotYetValid", "key", { status: 403, body: said("The API key is not yet valid") }),
  answer("forbidden.keyElsewhere", "key", { status: 403, body: said("The key may not be used from this network") }),
  answer("forbidden.clientElsewhere", "key", { status: 403, body: said("Not in the clientIPRange") }),
  answer("forbidden.sessionNeeded", "key", { status: 403, body: said("Requires a higher security level") }),
  answer("forbidden.networkRefused", "key", { status: 403, body: said("Not from this network") }),
  answer("forbidden.functionMissing", "key", { status: 403, body: said("Missing function X") }),
  answer("forbidden", "introspection", { status: 403 }),
  answer("forbidden", "key", { status: 403, body: said("No access") }),

  answer("rateLimited", "key", { status: 429, body: said("Slow down") }),

  answer("unavailable.networkSignIn", "key", { status: 511, body: page }),
  answer("unavailable.unavailablePage", "key", { status: 503, body: page }),
  answer("unavailable.serverGaveUp", "key", { status: 408 }),
  answer("unavailable.serverError", "key", { status: 500 }),
  answer("unavailable.gateway", "key", { status: 504 }),
  answer("unavailable.down", "key", { status: 503, body: said("Maintenance") }),
  known("unavailable.tokenExpired", "unavailable", { host: "argus.example", flaw: { kind: "expired" } }),
  known("unavailable.overloaded", "unavailable", { host: "argus.example", status: 503, attempts: 4 }),
  answer("unavailable", "key", { status: 599 }),

  known("rejected.unusableUrl", "rejected", { problem: "the URL is not valid" }),
  answer("rejected.clientCertificatePage", "key", {
    status: 400,
    body: "<html><head><title>400 No required SSL certificate was sent</title></head></html>",
  }),
  answer("rejected.rejectedPage", "key", { status: 400, body: page }),
  answer("rejected.jwtReplayed", "jwt", { status: 400, body: oauth("invalid_grant", "jti was seen") }),
  answer("rejected.jwtClock", "jwt", { status: 400, body: oauth("invalid_grant", "exp has passed") }),
  answer("rejected.jwtSignature", "jwt", { status: 400, body: oauth("invalid_grant", "no such kid") }),
  answer("rejected.jwtClaim", "jwt", { status: 400, body: oauth("invalid_grant", "wrong aud") }),
  answer("rejected.scopeUnknown", "key", { status: 400, body: oauth("invalid_scope", "everything is too much") }),
  answer("rejected.clientNotPermitted", "key", { status: 400, body: oauth("unauthorized_client", "") }),
  answer("rejected.grantNotSupported", "key", { status: 400, body: oauth("unsupported_grant_type", "") }),
  answer("rejected.jwtRefused", "jwt", { status: 400, body: oauth("invalid_grant", "no") }),
  answer("rejected.fieldRefused", "key", { status: 422, body: said("must be a UUID", "client_id") }),
  answer("rejected.wrongEndpoint", "userinfo", { status: 405 }),
  answer("rejected", "key", { status: 418 }),
  answer("rejected", "key", { status: 304 }),

  answer("redirected.redirectedNearby", "key", {
    status: 308,
    headers: { location: "https://argus.example:8443/token" },
  }),
  answer("redirected.redirectedHere", "key", { status: 302, headers: { location: "/login?key=1" } }),
  answer("redirected.redirectedElsewhere", "introspection", {
    status: 307,
    headers: { location: "//elsewhere.example/login" },
  }),
  answer("redirected", "key", { status: 302, headers: { location: "mailto:me" } }),

  answer("badResponse.answerPage", "key", { body: page }),
  answer("badResponse.answerEmpty", "key", { body: " \n" }),
  answer("badResponse.answerCutOff", "key", { body: '{"access_token":"a' }),
  answer("badResponse.answerCompressed", "key", { body: "\x1f\ufffd\b\0", headers: {} }),
  answer("badResponse.answerCompressed", "key", { body: "abc", headers: { "content-encoding": "br" } }),
  answer("badResponse.answerCharset", "userinfo", {
    body: '{"name":"Ren\ufffd"}',
    headers: { "content-type": "application/json; charset=ISO-8859-1" },
  }),
  answer("badResponse.answerCharset", "key", { body: '{\0"\0a\0"\0:\0"\0b\0"\0}\0' }),
  answer("badResponse.answerNotJson", "key", {
    body: "hello",
    headers: { "content-type": "text/plain; charset=utf-8" },
  }),
  answer("badResponse.answerNotObject", "key", { body: [] }),
  answer("badResponse.answerField", "userinfo", { body: { responseCode: 200, messages: [], data: null } }),
  answer("badResponse.answerField", "key", { body: { access_token: "a b", expires_in: 300 } }),
  network("badResponse.headersTooLarge", { code: "badResponse", reason: "HPE_HEADER_OVERFLOW" }),
  network("badResponse.notHttp", { code: "badResponse", reason: "HPE_INVALID_CONSTANT" }),
  network("badResponse", { code: "badResponse" }),
  known("badResponse.answerNoClient", "badResponse", {
    host: "argus.example",
    call: "client",
    flaw: { kind: "noClient", detail: "it has 2 IDs" },
  }),
  known("forbidden", "forbidden", { host: "argus.example", call: "client", status: 403 }),
  known("rejected", "rejected", { host: "argus.example", call: "client", status: 400 }),
  known("notFound.clientUnknown", "notFound", { host: "argus.example", call: "client", status: 404 }),
  known("badResponse.answerNoEndpoints", "badResponse", { host: "argus.example", flaw: { kind: "noEndpoints" } }),

  network("tooLarge", { code: "tooLarge" }),
  known("notFound.noMetadata", "notFound", { host: "argus.example", call: "discovery", tried: ["/a", "/b", "/c"] }),
  answer("notFound.notFoundPage", "key", { status: 404, body: page }),
  answer("notFound.clientNotFound", "key", { status: 404, body: said("OAuth client not found") }),
  answer("notFound", "key", { status: 404, body: said("there is no such endpoint") }),
];

/** The texts that people read, in one reviewed file. `ARGUS_SNAPSHOT=write` updates it. */
const SNAPSHOT = join(import.meta.dirname, "failures.snapshot.json");

interface Wording {
  message: string;
  hint?: string | undefined;
  help?: readonly Help[] | undefined;
}

describe("failures", () => {
  it("select the row that fits the facts", async () => {
    for (const [row, make] of CASES) {
      const { code, reason } = await make();
      const [expected, id = expected] = row.split(".");
      assert.deepEqual([code, reason], [expected, id], row);
    }
  });

  it("are worded as reviewed, each with its help", async () => {
    const wording: Record<string, Wording[]> = {};
    for (const [row, make] of CASES) {
      const { message, hint, help } = await make();
      (wording[row] ??= []).push({ message, hint, help });
    }
    if (process.env["ARGUS_SNAPSHOT"] === "write") {
      const { format } = await import("prettier");
      writeFileSync(SNAPSHOT, await format(JSON.stringify(wording, null, 2), { parser: "json", printWidth: 120 }));
    }
    const reviewed = JSON.parse(readFileSync(SNAPSHOT, "utf8")) as unknown;
    assert.deepEqual(JSON.parse(JSON.stringify(wording)), reviewed);
  });

  it("have a case above for each row", () => {
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

  it("say what to do and offer it, unless the person cancelled", async () => {
    for (const [row, make] of CASES) {
      const { hint, help } = await make();
      assert.deepEqual([hint === undefined, help === undefined], Array(2).fill(row === "cancelled"), row);
    }
  });

  it("name the profile and the kind of credential", async () => {
    const { profile: name, credential } = await failureOf("session", { status: 401 });
    assert.deepEqual([name, credential], ["work", "session"]);
    assert.equal((await failureOf("userinfo", { status: 401 })).credential, undefined);
  });

  it("say when to try again", async () => {
    const soon = await failureOf("key", { status: 429, headers: { "Retry-After": "7" } });
    assert.equal(soon.hint, "Try again in 7 s.");
    const later = await failureOf("key", { status: 503, headers: { "Retry-After": "600" } });
    assert.equal(later.hint, "Try again in 10 min.");
    const never = await failureOf("key", { status: 429, headers: { "Retry-After": "999999999" } });
    assert.equal(never.hint, "Try again later.");
  });
});

describe("an answer", () => {
  it("may contain a byte order mark, and a replacement character from the server", async () => {
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
