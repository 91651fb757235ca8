import assert from "node:assert/strict";
import { refusal, useSandbox, TOKEN, USERINFO } from "./setup.ts";

const OPENID = "/.well-known/openid-configuration";
const OAUTH = "/.well-known/oauth-authorization-server";

describe("sandbox discovery", () => {
  const argus = useSandbox();
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(argus.sandbox.url + path, { headers });
  const document = async (path: string) => (await (await ask(path)).json()) as Record<string, unknown>;

  it("publishes its endpoints in both documents", async () => {
    const { url } = argus.sandbox;
    for (const path of [OPENID, OAUTH]) {
      const { issuer, token_endpoint, introspection_endpoint, userinfo_endpoint } = await document(path);
      assert.deepEqual(
        [issuer, token_endpoint, introspection_endpoint, userinfo_endpoint],
        [url, url + TOKEN, `${url}/oauth/introspect`, url + USERINFO],
      );
    }
    assert.deepEqual(argus.sandbox.violations, []);
  });

  it("can be missing, entirely or in part", async () => {
    argus.sandbox.setDiscovery({ absent: ["openid"] });
    assert.deepEqual([(await ask(OPENID)).status, (await ask(OAUTH)).status], [404, 200]);
    argus.sandbox.setDiscovery({ absent: ["openid", "oauth"] });
    assert.deepEqual([(await ask(OPENID)).status, (await ask(OAUTH)).status], [404, 404]);
    assert.deepEqual(argus.sandbox.violations, []);
  });

  it("can name other origins, another issuer, or anything else", async () => {
    argus.sandbox.setDiscovery({ endpointOrigin: "https://other.example" });
    const elsewhere = await document(OPENID);
    assert.equal(elsewhere["token_endpoint"], `https://other.example${TOKEN}`);
    assert.equal(elsewhere["issuer"], argus.sandbox.url);
    argus.sandbox.setDiscovery({ issuer: "https://other.example", members: { token_endpoint: 7 } });
    const strange = await document(OPENID);
    assert.deepEqual([strange["issuer"], strange["token_endpoint"]], ["https://other.example", 7]);
    argus.sandbox.setDiscovery({});
    assert.equal((await document(OPENID))["token_endpoint"], argus.sandbox.url + TOKEN);
  });

  it("accepts no credential and no other method, and fails on demand", async () => {
    assert.match((await refusal(ask(OPENID, { Authorization: "Bearer t" })))[1], /authorization does not belong here/);
    assert.match((await refusal(argus.post(OAUTH, {})))[1], /must be GET/);
    argus.sandbox.fail({ kind: "html200" }, 1, "discovery");
    assert.equal((await argus.askToken()).status, 200);
    assert.match(await (await ask(OPENID)).text(), /^<!DOCTYPE html>/);
  });
});
