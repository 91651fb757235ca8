import assert from "node:assert/strict";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { startProxy } from "../../sandbox/proxy.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { TEST_HOST } from "../../sandbox/tls.ts";
import { answerOf, networkWith, send, settingsOf, useFolder } from "./setup.ts";

describe("a certificate on a network share that does not answer", () => {
  it("ends the call in time, or when it is cancelled, like a server that does not", async () => {
    const { stat } = files;
    files.stat = () => new Promise<never>(() => undefined);
    syncBuiltinESMExports();
    try {
      const network = networkWith({ caFile: "/share/ca.pem" });
      const late = await send(network, "https://127.0.0.1:9", { timeoutMs: 50 });
      assert.equal(!late.ok && late.failure.code, "timeout");
      const controller = new AbortController();
      const cancelled = send(network, "https://127.0.0.1:9", { signal: controller.signal });
      controller.abort();
      const gone = await cancelled;
      assert.equal(!gone.ok && gone.failure.code, "cancelled");
    } finally {
      files.stat = stat;
      syncBuiltinESMExports();
    }
  });
});

describe("changed settings", () => {
  const folder = useFolder();

  it("apply to the next call, while one under way keeps its own", async () => {
    const sandbox = await startSandbox({ tls: "trusted" });
    const proxy = await startProxy({ hosts: { [`${TEST_HOST}:443`]: new URL(sandbox.url).host } });
    const url = `https://${TEST_HOST}`;
    try {
      const network = networkWith({ caFile: folder.caFile });
      await answerOf(send(network, sandbox.url));
      sandbox.fail({ kind: "silent" });
      const controller = new AbortController();
      const underWay = send(network, sandbox.url, { signal: controller.signal });
      await sandbox.seen(({ status }) => status === undefined);
      network.configure(settingsOf({ http: { proxy: proxy.url }, caFile: folder.caFile }));
      const through = await send(network, url);
      assert(through.ok);
      assert.equal(through.trace.proxy, new URL(proxy.url).host);
      controller.abort();
      const ended = await underWay;
      assert.equal(ended.trace.proxy, undefined);
    } finally {
      await proxy.close();
      await sandbox.close();
    }
  });
});
