import assert from "node:assert/strict";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { answer, type Case, known, network, page, profile } from "./failureCase.ts";
import { fakeNetwork } from "./fakeNetwork.ts";

const certificate = {
  subject: "argus.example",
  issuer: "Example Root",
  validFrom: "Jan  1 00:00:00 2030 GMT",
  validTo: "Jan  1 00:00:00 2020 GMT",
  names: ["a.example", "b.example", "c.example", "d.example", "e.example", "f.example"],
};
const proxy = { host: "proxy.example:3128" };

/** Calls that were not made, or that the network or a proxy did not carry. */
export const NETWORK_CASES: readonly Case[] = [
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
];
