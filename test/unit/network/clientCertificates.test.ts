import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClientCertificate, clientCertificateFor } from "../../../common/clientCertificates.ts";
import type { NetworkFailure } from "../../../server/src/network/types.ts";
import { fail } from "../../../server/src/oauth/failures.ts";
import { type Proxy, startProxy } from "../../sandbox/proxy.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { type ClientCertificateKind, clientCertificateOf, TEST_HOST } from "../../sandbox/tls.ts";
import { answerOf, failureOf, networkWith, send, useFolder } from "./setup.ts";

const PASSPHRASE = "open sesame 7c1";

describe("a client certificate", () => {
  const folder = useFolder();
  let count = 0;

  async function file(content: string): Promise<string> {
    count += 1;
    const path = join(folder.path, `client${count}.pem`);
    await writeFile(path, content);
    return path;
  }
  const locked = (key: string): string =>
    createPrivateKey(key)
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE })
      .toString();
  async function files(kind: ClientCertificateKind): Promise<ClientCertificate> {
    const { cert, key } = clientCertificateOf(kind);
    return { certFile: await file(cert), keyFile: await file(key) };
  }
  const having = (
    certificate: ClientCertificate | undefined,
    passphrases: Record<string, string> = {},
    host = "127.0.0.1",
  ) =>
    networkWith({
      caFile: folder.caFile,
      ...(certificate === undefined ? {} : { clientCertificate: { [host]: certificate } }),
      http: { certificatePassphrases: passphrases },
    });
  /** The row of the table of failures. */
  const rowOf = ({ code, ...facts }: NetworkFailure): string | undefined =>
    fail(code, { host: "h", ...facts }).error.reason;

  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    describe(`that a server of ${version} demands`, () => {
      async function withServer(test: (url: string, requests: () => number) => Promise<void>): Promise<void> {
        const sandbox = await startSandbox({ tls: "trusted", clientCertificate: { version } });
        try {
          await test(sandbox.url, () => sandbox.requests.length);
        } finally {
          await sandbox.close();
        }
      }

      it("is sent, from two files, from one, and with a key that its passphrase opens", () =>
        withServer(async (url, requests) => {
          const { cert, key } = clientCertificateOf("trusted");
          const certFile = await file(cert);
          const keyFile = await file(locked(key));
          const ways: [ClientCertificate, Record<string, string>][] = [
            [{ certFile, keyFile: await file(key) }, {}],
            [{ certFile: await file(cert + key) }, {}],
            [{ certFile: await file(key + cert) }, {}],
            [{ certFile, keyFile }, { [keyFile]: PASSPHRASE }],
          ];
          for (const [certificate, passphrases] of ways) await answerOf(send(having(certificate, passphrases), url));
          assert.equal(requests(), ways.length);
        }));

      it("is reported as required if there is none, or only one for another host", () =>
        withServer(async (url, requests) => {
          for (const network of [having(undefined), having(await files("trusted"), {}, "other.example")]) {
            const failure = await failureOf(send(network, url));
            assert.deepEqual([failure.code, rowOf(failure)], ["tls", "clientCertificateNeeded"]);
          }
          assert.equal(requests(), 0);
        }));

      it("is reported as expired, or as not accepted if that is only likely", () =>
        withServer(async (url, requests) => {
          const expired = await failureOf(send(having(await files("expired")), url));
          assert.equal(rowOf(expired), "clientCertificateExpired", JSON.stringify(expired));
          const unknown = await failureOf(send(having(await files("selfSigned")), url));
          assert.equal(rowOf(unknown), "clientCertificateUnwanted", JSON.stringify(unknown));
          assert.equal(requests(), 0);
        }));
    });
  }

  it("is not mentioned if the server does not ask for one", async () => {
    const sandbox = await startSandbox({ tls: "trusted" });
    sandbox.fail({ kind: "reset" }, 1);
    const failure = await failureOf(send(having(undefined), sandbox.url));
    await sandbox.close();
    assert.deepEqual([rowOf(failure), failure.clientCertificate], ["resetBeforeAnswer", undefined]);
  });

  it("goes through a proxy to the server, and to a proxy that requires one itself", async () => {
    const sandbox = await startSandbox({ tls: "trusted", clientCertificate: { version: "TLSv1.3" } });
    const hosts = { [`${TEST_HOST}:443`]: new URL(sandbox.url).host };
    const proxies: Proxy[] = [];
    const through = async (clientCertificate: Record<string, ClientCertificate>, demands: boolean) => {
      const proxy = await startProxy({
        tls: "trusted",
        hosts,
        ...(demands ? { clientCertificate: { version: "TLSv1.3" } } : {}),
      });
      proxies.push(proxy);
      const network = networkWith({ caFile: folder.caFile, http: { proxy: proxy.url }, clientCertificate });
      return send(network, `https://${TEST_HOST}/`);
    };
    try {
      const certificate = await files("trusted");
      await answerOf(through({ [TEST_HOST]: certificate }, false));
      await answerOf(through({ [TEST_HOST]: certificate, "127.0.0.1": certificate }, true));
      assert.equal(rowOf(await failureOf(through({ "127.0.0.1": certificate }, false))), "clientCertificateNeeded");
      const atProxy = await failureOf(through({ [TEST_HOST]: certificate }, true));
      assert.deepEqual([atProxy.code, rowOf(atProxy)], ["proxy", "proxyClientCertificateNeeded"]);
      const missing = await failureOf(through({ "127.0.0.1": { certFile: "/nowhere", keyFile: "/nowhere" } }, true));
      assert.deepEqual([missing.code, rowOf(missing)], ["proxy", "proxyClientCertificateFile"]);
    } finally {
      for (const proxy of proxies) await proxy.close();
      await sandbox.close();
    }
  });

  it("that cannot be used is explained in each case, and nothing is sent", async () => {
    const sandbox = await startSandbox({ tls: "trusted" });
    const { cert, key } = clientCertificateOf("trusted");
    const [certFile, keyFile, lockedKey] = [await file(cert), await file(key), await file(locked(key))];
    const legacy = await file(
      createPrivateKey(key)
        .export({ type: "sec1", format: "pem", cipher: "aes-128-cbc", passphrase: PASSPHRASE })
        .toString(),
    );
    const cases: [row: string, ClientCertificate, Record<string, string>?][] = [
      ["Setting", {}],
      ["Setting", { keyFile }],
      ["File", { certFile: join(folder.path, "none.pem"), keyFile }],
      ["File", { certFile, keyFile: join(folder.path, "none.pem") }],
      ["File", { pfxFile: folder.path }],
      ["Invalid", { certFile }],
      ["Invalid", { certFile: keyFile, keyFile }],
      ["Invalid", { certFile: await file(""), keyFile }],
      ["Invalid", { certFile, keyFile: certFile }],
      ["Invalid", { certFile, keyFile: await file(key.replace(/A/g, "B")) }],
      ["Invalid", { pfxFile: certFile }],
      ["Invalid", { pfxFile: await file("\x30\x82") }],
      ["Locked", { certFile, keyFile: lockedKey }],
      ["Locked", { certFile, keyFile: legacy }],
      ["Locked", { certFile, keyFile: lockedKey }, { [certFile]: PASSPHRASE }],
      ["Passphrase", { certFile, keyFile: lockedKey }, { [lockedKey]: "another" }],
      ["Passphrase", { certFile, keyFile: legacy }, { [legacy]: "" }],
      ["Mismatch", { certFile, keyFile: await file(clientCertificateOf("trusted").key) }],
    ];
    for (const [row, certificate, passphrases] of cases) {
      const failure = await failureOf(send(having(certificate, passphrases), sandbox.url));
      assert.deepEqual([failure.code, rowOf(failure)], ["tls", `clientCertificate${row}`], JSON.stringify(certificate));
      assert(!JSON.stringify(failure).includes(PASSPHRASE));
    }
    assert.equal(sandbox.requests.length, 0);
    await sandbox.close();
  });

  it("can be in a PKCS #12 file", async function () {
    const { cert, key } = clientCertificateOf("trusted");
    const pfxFile = join(folder.path, "client.pfx");
    const [certFile, keyFile] = [await file(cert), await file(key)];
    try {
      const options = [
        "-export",
        "-in",
        certFile,
        "-inkey",
        keyFile,
        "-passout",
        `pass:${PASSPHRASE}`,
        "-out",
        pfxFile,
      ];
      execFileSync("openssl", ["pkcs12", ...options], { stdio: "ignore" });
    } catch {
      this.skip();
    }
    const sandbox = await startSandbox({ tls: "trusted", clientCertificate: { version: "TLSv1.3" } });
    await answerOf(send(having({ pfxFile }, { [pfxFile]: PASSPHRASE }), sandbox.url));
    assert.equal(rowOf(await failureOf(send(having({ pfxFile }), sandbox.url))), "clientCertificateLocked");
    const wrong = having({ pfxFile }, { [pfxFile]: "another" });
    assert.equal(rowOf(await failureOf(send(wrong, sandbox.url))), "clientCertificatePassphrase");
    await sandbox.close();
  });

  it("is read again for each call", async () => {
    const sandbox = await startSandbox({ tls: "trusted", clientCertificate: { version: "TLSv1.3" } });
    const { cert, key } = clientCertificateOf("expired");
    const certFile = await file(cert + key);
    const network = having({ certFile });
    assert.equal(rowOf(await failureOf(send(network, sandbox.url))), "clientCertificateExpired");
    const renewed = clientCertificateOf("trusted");
    await writeFile(certFile, renewed.cert + renewed.key);
    await answerOf(send(network, sandbox.url));
    await sandbox.close();
  });

  it("is that of the host, the closest entry first", () => {
    const entries = {
      "*.example.com": { certFile: "pattern" },
      "api.example.com": { certFile: "name" },
      "*.eu.example.com": { certFile: "closer" },
      "other.example:8443": { certFile: "port" },
      "[::1]": { certFile: "v6" },
      "*": { certFile: "all" },
      "*.com": { certFile: "com" },
    };
    const expected: Record<string, string | undefined> = {
      "https://api.example.com/": "name",
      "https://API.example.com.:8443/": "name",
      "https://b.example.com/": "pattern",
      "https://a.eu.example.com/": "closer",
      "https://example.com/": undefined,
      "https://other.example:8443/": "port",
      "https://other.example/": undefined,
      "https://[::1]:9/": "v6",
      "https://evil.com/": undefined,
      "https://xapi.example.com.evil.test/": undefined,
    };
    for (const [url, certFile] of Object.entries(expected))
      assert.equal(clientCertificateFor(new URL(url), entries)?.certFile, certFile, url);
  });
});
