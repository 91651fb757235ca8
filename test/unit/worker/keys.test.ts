import assert from "node:assert/strict";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { keyPair, PASSPHRASE, pem } from "../oauth/keys.ts";
import { LspClient } from "./lspClient.ts";

describe("the worker and private keys", () => {
  let worker: LspClient;
  before(async () => {
    worker = await LspClient.start();
  });
  after(() => worker.stop());

  it("names the algorithms that fit a key, or asks for its passphrase", async () => {
    const { privateKey: key } = keyPair("p256");
    const privateKey = pem(key, "pkcs8", "aes-256-cbc");
    const needed = await worker.argus("argus/inspectKey", { privateKey });
    assert(!needed.ok);
    assert.deepEqual([needed.error.code, needed.error.reason], ["invalidCredential", "passphraseNeeded"]);
    const read = await worker.argus("argus/inspectKey", { privateKey, passphrase: PASSPHRASE });
    assert.deepEqual(read, { ok: true, value: { algorithms: ["ES256"], encrypted: true } });
  });

  it("signs with a key, discovers where that is accepted, and remembers that server's clock", async () => {
    const sandbox = await startSandbox();
    try {
      const { privateKey, publicKey } = keyPair("rsa");
      sandbox.enrol({ publicKey });
      sandbox.setClock(600_000);
      const profile = { name: "x", url: sandbox.url, clientId: sandbox.clientId };
      const credential = { kind: "jwt", privateKey: pem(privateKey, "pkcs1"), algorithm: "PS512" } as const;
      const found = await worker.argus("argus/discover", { profile });
      assert(found.ok);
      const { endpoints } = found.value;
      const token = await worker.argus("argus/token", { profile: { ...profile, endpoints }, credential });
      assert(token.ok, token.ok ? "" : token.error.message);
      assert.deepEqual(sandbox.violations, []);
      assert.equal(worker.stderr, "");
    } finally {
      await sandbox.close();
    }
  });
});
