import assert from "node:assert/strict";
import { commands, type Disposable, env, extensions } from "vscode";
import type { ArgusSessionChange, ArgusTokensApi } from "../../api/argus-tokens.d.ts";
import { storeKey } from "./profileSteps.ts";
import { addProfile, run, until, useExtension } from "./setup.ts";

describe("the API for other extensions", () => {
  const setup = useExtension();
  let api: ArgusTokensApi;
  let subscription: Disposable | undefined;
  before(() => {
    api = extensions.getExtension<ArgusTokensApi>("argus-tokens.argus-tokens")!.exports;
  });
  afterEach(() => {
    subscription?.dispose();
  });

  /** Each test has another sandbox, so that earlier answers do not apply. */
  const profile = (name?: string, scope = "openid"): Promise<void> => addProfile(setup.sandbox, { scope }, name);

  const key = (name = "default"): Promise<void> => storeKey(setup, name);

  it("asks the person once per profile, and returns only what they allowed", async () => {
    await profile();
    await profile("other");
    await key();
    await key("other");
    const person = setup.person([], ["Allow", "Allow"]);
    const [one, same] = await Promise.all([api.getToken(), api.getToken("default")]);
    assert.match(one, /^myUserName\//);
    assert.equal(same, one);
    assert.equal(await api.getToken(), one, "the held one is good");
    assert.equal(person.messages.length, 1);
    const [{ text, detail, buttons } = assert.fail()] = person.messages;
    assert.equal(text, "Another extension is asking for the Argus token of the profile “default”.");
    assert.match(detail ?? "", /VS Code does not say which extension is asking/);
    assert.deepEqual(buttons, ["Allow", "Deny"]);
    assert.notEqual(await api.getToken("other"), one);
    assert.match(person.messages[1]?.text ?? "", /“other”/);
  });

  it("asks again for a changed profile", async () => {
    await profile();
    await key();
    setup.person([], ["Allow"]);
    await api.getToken();
    await profile("default", "openid groups");
    const person = setup.person();
    await assert.rejects(api.getToken(), { code: "denied" });
    assert.equal(person.messages.length, 1);
  });

  it("returns nothing without consent, and does not ask again after a refusal", async () => {
    await profile();
    await key();
    const silent = setup.person();
    await assert.rejects(api.getToken(), { code: "denied" });
    assert.equal(silent.messages.length, 1);
    const person = setup.person([], ["Deny"]);
    for (let count = 0; count < 3; count += 1) {
      await assert.rejects(api.getToken(), {
        code: "denied",
        message: "Access to the Argus token of “default” was denied.",
      });
    }
    assert.equal(person.messages.length, 1);
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("fails with a code and a sentence, without the secret", async () => {
    await assert.rejects(api.getToken(), {
      code: "unknownProfile",
      message: "There is no Argus profile yet. Add one with “Argus: Add Profile”.",
    });
    await assert.rejects(api.getToken("nobody"), { code: "unknownProfile", message: /“nobody”/ });
    await profile();
    await key();
    setup.person([], ["Allow"]);
    setup.sandbox.fail({ kind: "status", status: 401, message: "The API key has expired" });
    await assert.rejects(api.getToken(), (error: Error & { code?: string }) => {
      assert.equal(error.code, "unauthorized");
      assert.match(error.message, /The API key has expired/);
      assert(!`${error.stack} ${JSON.stringify(error)}`.includes(setup.sandbox.apiKey));
      return true;
    });
    await profile("other");
    setup.person([], ["Allow"]);
    await assert.rejects(api.getToken("other"), { name: "Canceled", code: "cancelled" });
  });

  it("announces changes of a profile's token, but never the token", async () => {
    await profile();
    await key();
    const changes: ArgusSessionChange[] = [];
    subscription = api.onDidChangeSession((change) => changes.push(change));
    setup.sandbox.setLifetime(4);
    assert(await run("argus.getToken"));
    assert(await run("argus.copyToken"));
    const token = await env.clipboard.readText();
    await until("its end", () => changes.at(-1)?.state === "expired");
    assert(await run("argus.signOut"));
    const ends = new Set(changes.map(({ expiresAt }) => expiresAt));
    assert.deepEqual(
      [changes[0], changes.at(-2), changes.at(-1)].map((change) => change?.state),
      ["live", "expired", "none"],
    );
    assert([...ends].every((end) => end === undefined || Math.abs(end - Date.now()) < 10_000));
    assert(!JSON.stringify(changes).includes(token));
  });

  it("serves another extension, which cannot change it", async () => {
    assert.equal(api.version, 1);
    assert(Object.isFrozen(api));
    await profile();
    await key();
    setup.person([], ["Allow"]);
    assert.match(await commands.executeCommand<string>("standIn.getToken", "default"), /^myUserName\//);
  });
});
