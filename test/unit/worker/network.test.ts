import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import { type Proxy, startProxy } from "../../sandbox/proxy.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { caPem, TEST_HOST } from "../../sandbox/tls.ts";
import { LspClient } from "./lspClient.ts";

const PASSWORD = "pass-word-8d1f";

describe("the worker behind a proxy", () => {
  let folder: string;
  let sandbox: Sandbox;
  let proxy: Proxy;
  let client: LspClient;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "argus-worker-"));
    await writeFile(join(folder, "ca.pem"), caPem());
    sandbox = await startSandbox({ tls: "trusted" });
    const hosts = { [`${TEST_HOST}:443`]: new URL(sandbox.url).host };
    proxy = await startProxy({ tls: "trusted", login: { username: "me", password: PASSWORD }, hosts });
    client = await LspClient.start({ caFile: join(folder, "ca.pem") });
  });
  afterEach(async () => {
    await client.stop();
    await proxy.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
    assert.equal(client.stderr, "");
    assert.deepEqual(sandbox.violations, []);
  });

  const params = () => ({
    profile: { name: "default", url: `https://${TEST_HOST}`, clientId: sandbox.clientId },
    credential: { kind: "apiKey", apiKey: sandbox.apiKey } as const,
  });
  const configure = (http: object) =>
    client.notify("workspace/didChangeConfiguration", {
      settings: { argus: { caFile: join(folder, "ca.pem") }, http },
    });

  it("applies the editor's http settings while it runs, and keeps the login secret", async () => {
    await configure({ proxy: proxy.url, noProxy: [], proxyAuthorization: null, proxyStrictSSL: true });
    const refused = await client.argus("argus/token", params());
    assert(!refused.ok && refused.error.code === "proxy", JSON.stringify(refused));
    await configure({ proxy: proxy.url.replace("://", `://me:${PASSWORD}@`) });
    const token = await client.argus("argus/token", params());
    assert(token.ok, JSON.stringify(token));
    assert.equal(proxy.requests.length, 2);
    assert(!JSON.stringify([refused, token]).includes(PASSWORD));
  });

  it("applies one part of the settings if the other is null", async () => {
    await client.notify("workspace/didChangeConfiguration", {
      settings: { argus: null, http: { proxy: "socks5://p" } },
    });
    const refused = await client.argus("argus/token", params());
    assert(!refused.ok);
    assert.equal(refused.error.reason, "proxyUrl");
  });

  it("reports each step of a diagnosis as it finishes", async () => {
    await configure({ proxy: proxy.url.replace("://", `://me:${PASSWORD}@`) });
    const told: DiagnosisStep[] = [];
    client.onProgress("diagnosis-1", (step) => told.push(step as DiagnosisStep));
    const { clientSecret } = sandbox;
    const diagnosed = await client.argus("argus/diagnose", {
      ...params(),
      clientSecret,
      partialResultToken: "diagnosis-1",
    });
    assert(diagnosed.ok, JSON.stringify(diagnosed));
    assert.deepEqual(diagnosed.value.steps, told);
    assert.deepEqual(
      told.filter(({ state }) => state === "failed"),
      [],
    );
    assert.equal(told.length, 7);
    for (const secret of [PASSWORD, sandbox.apiKey, clientSecret]) assert(!JSON.stringify(told).includes(secret));
  });
});
