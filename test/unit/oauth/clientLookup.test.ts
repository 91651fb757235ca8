import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { findClient } from "../../../server/src/oauth/clientLookup.ts";
import { LOG_CLOUD_CLIENT } from "../../../common/endpoints.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import { fakeNetwork } from "./fakeNetwork.ts";
import { useSandbox } from "./setup.ts";

describe("a client that is looked up by its short name", () => {
  const setup = useSandbox();
  const key = (): Credential => ({ kind: "apiKey", apiKey: setup.sandbox.apiKey });
  const find = (name: string, credential = key(), context = setup.context()) =>
    findClient(setup.profile, credential, name, context);

  it("is asked for where Argus documents it, with any kind of credential", async () => {
    const { sandbox } = setup;
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    sandbox.enrol({ publicKey });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const credentials: Credential[] = [
      key(),
      { kind: "session", token: sandbox.sessionToken },
      { kind: "jwt", privateKey: pem, issuer: sandbox.clientId },
      { kind: "jwt", privateKey: pem, issuer: sandbox.clientId, send: "clientAssertion" },
    ];
    for (const credential of credentials) {
      assert.deepEqual(await find("my-app", credential), { ok: true, value: { clientId: sandbox.clientId } });
    }
    assert.equal(sandbox.requests[0]?.target, "/authentication/v1/oauth/client/my-app");
    assert.deepEqual(await find("alc"), { ok: true, value: { clientId: LOG_CLOUD_CLIENT } });
  });

  it("is the only value in the answer that can be an ID, whatever the answer's shape", async () => {
    const id = setup.sandbox.clientId;
    const other = setup.sandbox.otherClientId;
    const shapes: unknown[] = [
      { id },
      { clientId: id, shortName: "my-app" },
      { client_id: id },
      { clientID: "not-a-uuid", id: 5 },
      { responseCode: 200, data: { oauthClientId: id, customer: { id: other } } },
      { responseCode: 200, data: id },
      { responseCode: 200, data: [{ id, name: "x" }] },
      { id: "my-app", uuid: id },
      { clientId: "my-app", id },
      { id, owner: { uuid: other } },
      [{ id }],
      id,
    ];
    for (const shape of shapes) {
      setup.sandbox.setClientAnswer(() => shape);
      const expected = JSON.stringify(shape).includes("not-a-uuid") ? "not-a-uuid" : id;
      assert.deepEqual(await find("my-app"), { ok: true, value: { clientId: expected } }, JSON.stringify(shape));
    }
    for (const wrapped of [`urn:uuid:${id}`, `{${id}}`]) {
      setup.sandbox.setClientAnswer(() => ({ id: wrapped }));
      assert.deepEqual(await find("my-app"), { ok: true, value: { clientId: id } });
    }
    for (const [type, body] of [
      ["text/plain", ` ${id}\n`],
      ["text/plain", `The client my-app is ${id}.`],
      ["application/xml", `<?xml version="1.0"?><client><id>${id}</id><name>x</name></client>`],
    ]) {
      const network = fakeNetwork({ body, headers: { "content-type": type! } });
      assert.deepEqual(await find("my-app", key(), setup.context({ network })), { ok: true, value: { clientId: id } });
    }
  });

  it("is not guessed from a text with two", async () => {
    const { clientId, otherClientId } = setup.sandbox;
    const body = `<a id="${clientId}"/><b id="${otherClientId}"/>`;
    const network = fakeNetwork({ body, headers: { "content-type": "application/xml" } });
    const found = await find("my-app", key(), setup.context({ network }));
    assert(!found.ok);
    assert.match(found.error.message, /it has 2 IDs/);
  });

  it("is not asked for under another path", async () => {
    for (const name of [".", ".."]) {
      const found = await find(name);
      assert(!found.ok);
      assert.equal(found.error.code, "notFound");
    }
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("is not guessed: an answer without exactly one ID is described, without its values", async () => {
    const { clientId, otherClientId, apiKey } = setup.sandbox;
    const shapes: (readonly [unknown, RegExp])[] = [
      [{ responseCode: 200, data: { name: "secret value", [apiKey]: 1 } }, /it has name and /],
      [{ clientId, client_id: otherClientId }, /it has 2 IDs/],
      [[{ id: clientId }, { id: otherClientId }], /it has 2 IDs/],
      [{}, /it has no fields/],
      [7, /it has no fields/],
    ];
    for (const [shape, said] of shapes) {
      setup.sandbox.setClientAnswer(() => shape);
      const found = await find("my-app");
      assert(!found.ok);
      assert.equal(found.error.code, "badResponse");
      assert.match(found.error.message, said);
      assert(!found.error.message.includes("secret value") && !found.error.message.includes(apiKey));
    }
  });

  it("fails as Argus says: unknown name, wrong key", async () => {
    const unknown = await find("nobody");
    assert(!unknown.ok);
    assert.equal(unknown.error.code, "notFound");
    assert.match(unknown.error.message, /knows no client of that name/);
    const wrong = await find("my-app", { kind: "apiKey", apiKey: "wrong" });
    assert(!wrong.ok && wrong.error.code === "unauthorized");
  });

  it("has its name encoded, and goes to no other origin", async () => {
    assert(!(await find("a/../b?c")).ok);
    assert.equal(setup.sandbox.requests[0]?.target, "/authentication/v1/oauth/client/a%2F..%2Fb%3Fc");
    const insecure = await findClient({ ...setup.profile, url: "http://argus.example" }, key(), "x", setup.context());
    assert(!insecure.ok && insecure.error.code === "insecureUrl");
  });
});
