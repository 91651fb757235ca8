import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { utimes, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import tls from "node:tls";
import type { NetworkFailure } from "../../../server/src/network/types.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { caPem, type CertificateKind } from "../../sandbox/tls.ts";
import { createAuthority } from "../../sandbox/certificates.ts";
import { until } from "../../host/until.ts";
import { answerOf, failureOf, networkWith, rawServer, send, settingsOf, useFolder } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("certificates", () => {
  const folder = useFolder();

  async function withServer<T>(
    tls: CertificateKind,
    test: (url: string, requests: () => number) => Promise<T>,
  ): Promise<T> {
    const sandbox = await startSandbox({ tls });
    try {
      return await test(sandbox.url, () => sandbox.requests.length);
    } finally {
      await sandbox.close();
    }
  }

  it("in argus.caFile are trusted", () =>
    eachCase(
      ["trusted", "withRoot", "withIntermediate"] as const,
      (kind) => kind,
      (kind) =>
        withServer(kind, async (url) => {
          const answered = await send(networkWith({ caFile: folder.caFile }), url);
          assert(answered.ok, JSON.stringify(answered));
          assert(answered.trace.timings.tls !== undefined && answered.trace.timings.tcp !== undefined);
        }),
    ));

  const refused: [CertificateKind, Partial<NetworkFailure>, Partial<NetworkFailure["certificate"]>][] = [
    ["expired", { reason: "CERT_HAS_EXPIRED" }, { issuer: "Sandbox authority" }],
    ["notYetValid", { reason: "CERT_NOT_YET_VALID" }, { issuer: "Sandbox authority" }],
    ["otherHost", { reason: "ERR_TLS_CERT_ALTNAME_INVALID" }, { subject: "other.example", names: ["other.example"] }],
    ["selfSigned", { reason: "DEPTH_ZERO_SELF_SIGNED_CERT" }, { issuer: "sandbox server" }],
    [
      "intermediateMissing",
      { reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
      { issuer: "Sandbox intermediate authority" },
    ],
  ];
  it("that are invalid are refused and described", () =>
    eachCase(
      refused,
      ([kind]) => kind,
      ([kind, failure, facts]) =>
        withServer(kind, async (url, requests) => {
          const { certificate, ...rest } = await failureOf(send(networkWith({ caFile: folder.caFile }), url));
          assert.deepEqual(rest, { code: "tls", ...failure });
          assert(certificate !== undefined);
          assert.deepEqual({ ...certificate, ...facts }, certificate);
          assert(!Number.isNaN(Date.parse(certificate.validTo)));
          assert.equal(requests(), 0);
        }),
    ));

  it("from a private authority are refused without the file", () =>
    withServer("withRoot", async (url, requests) => {
      const { code, reason, certificate } = await failureOf(send(networkWith(), url));
      assert.deepEqual([code, reason], ["tls", "SELF_SIGNED_CERT_IN_CHAIN"]);
      assert.equal(certificate?.issuer, "Sandbox authority");
      assert.deepEqual(certificate.names, ["localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "argus.example"]);
      assert.equal(requests(), 0);
    }));

  it("in NODE_EXTRA_CA_CERTS are trusted even if the runtime does not list them", async () => {
    // The runtime reads the variable at startup; only one without getCACertificates leaves it to us.
    const { getCACertificates } = tls as { getCACertificates?: unknown };
    Object.assign(tls, { getCACertificates: undefined });
    syncBuiltinESMExports();
    try {
      await withServer("trusted", async (url) => {
        const environment = { NODE_EXTRA_CA_CERTS: folder.caFile };
        await answerOf(send(networkWith({}, { environment }), url));
      });
    } finally {
      Object.assign(tls, { getCACertificates });
      syncBuiltinESMExports();
    }
  });

  const unusable: [string, string | undefined][] = [
    ["is missing", undefined],
    ["is empty", ""],
    ["has no certificate", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["has a broken one", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"],
  ];
  it("from an unusable file stop all calls until it is fixed", () =>
    eachCase(
      unusable.entries(),
      ([, [what]]) => what,
      ([index, [, content]]) =>
        withServer("trusted", async (url, requests) => {
          const caFile = join(folder.path, `unusable${index}.pem`);
          if (content !== undefined) await writeFile(caFile, content);
          const network = networkWith({ caFile });
          assert.deepEqual(await failureOf(send(network, url)), { code: "tls", reason: "CA_FILE" });
          assert.equal(requests(), 0);
          await writeFile(caFile, `some words\n${caPem().replaceAll("\n", "\r\n")}`);
          await answerOf(send(network, url));
        }),
    ));

  it("are not read from a pipe, which might never end", function () {
    if (process.platform === "win32") this.skip();
    const caFile = join(folder.path, "pipe.pem");
    execFileSync("mkfifo", [caFile]);
    return withServer("trusted", async (url) => {
      const failure = await failureOf(send(networkWith({ caFile }), url));
      assert.deepEqual(failure, { code: "tls", reason: "CA_FILE" });
    });
  });

  it("are read again when the file changes, and not needed for http:", () =>
    withServer("trusted", async (url) => {
      const caFile = join(folder.path, "changing.pem");
      await writeFile(caFile, createAuthority("Another authority").caPem);
      const network = networkWith({ caFile });
      assert.equal((await failureOf(send(network, url))).code, "tls");
      await writeFile(caFile, createAuthority("Another authority").caPem + caPem());
      await utimes(caFile, new Date(), new Date(Date.now() + 5000));
      await answerOf(send(network, url));
      const plain = await rawServer((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
      await answerOf(send(networkWith({ caFile: "/nowhere" }), `http://127.0.0.1:${plain.port}/`));
      await plain.close();
    }));

  it("are left unverified only if the editor's own setting says so", () =>
    withServer("selfSigned", async (url) => {
      const network = networkWith({ http: { proxyStrictSSL: false } });
      await answerOf(send(network, url));
      network.configure(settingsOf({}));
      assert.equal((await failureOf(send(network, url))).code, "tls");
    }));

  it("must match the URL's name or IP address", () =>
    withServer("trusted", async (url) => {
      const network = networkWith({ caFile: folder.caFile });
      await answerOf(send(network, url));
      const answered = await send(network, url.replace("127.0.0.1", "localhost"));
      assert(answered.ok);
      assert(answered.trace.timings.dns !== undefined);
    }));
});

describe("an abort while connecting", () => {
  it("closes the socket of a hung TLS handshake at once", async () => {
    const server = await rawServer(() => undefined);
    const controller = new AbortController();
    const call = send(networkWith(), `https://127.0.0.1:${server.port}/`, { signal: controller.signal });
    await until("the handshake's first bytes", () => server.received !== "");
    controller.abort();
    assert.deepEqual(await failureOf(call), { code: "cancelled" });
    await until("the socket's end", () => server.open.size === 0, 2000);
    await server.close();
  });

  it("happens when the time is over, and names the phase", async () => {
    const server = await rawServer(() => undefined);
    const call = send(networkWith(), `https://127.0.0.1:${server.port}/`, { timeoutMs: 1000 });
    assert.deepEqual(await failureOf(call), { code: "timeout", phase: "connect" });
    await until("the socket's end", () => server.open.size === 0, 2000);
    assert.equal(server.connections, 1);
    await server.close();
  });

  it("prevents sending if it comes before the call", async () => {
    const server = await rawServer(() => undefined);
    const call = send(networkWith(), `http://127.0.0.1:${server.port}/`, { signal: AbortSignal.abort() });
    assert.deepEqual(await failureOf(call), { code: "cancelled" });
    assert.equal(server.received, "");
    await server.close();
  });

  it("is told apart from a reset in the handshake, which may be tried again", async () => {
    const server = await rawServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const answered = await send(networkWith(), `https://127.0.0.1:${server.port}/`);
    assert(!answered.ok);
    assert.equal(answered.failure.code, "connect");
    assert.deepEqual([answered.trace.attempts, server.connections], [3, 3]);
    await server.close();
  });
});
