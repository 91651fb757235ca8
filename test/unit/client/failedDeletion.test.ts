import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { clientWindow, Storage } from "./clientWindow.ts";

describe("a secret that the storage fails to delete", () => {
  let sandbox: Sandbox;
  let storage: Storage;
  let window: ReturnType<typeof clientWindow>;
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
    const profile = { url: sandbox.url, clientId: sandbox.clientId };
    standIn.set("user", "argus.profiles", { default: profile });
    storage = new Storage();
    window = clientWindow(storage);
    const { apiKey, clientSecret } = sandbox;
    await window.profileSecrets.enter({ name: "default", ...profile }, { credential: { kind: "apiKey", apiKey } });
    await window.profileSecrets.enter({ name: "default", ...profile }, { clientSecret });
    assert.equal(await window.run("argus.getToken"), true);
    standIn.messages = [];
  });
  afterEach(async () => {
    window.close();
    standIn.reset();
    await sandbox.close();
  });

  const fail = (): void => {
    const readOnly = (): never => {
      throw new Error("EROFS");
    };
    Object.assign(storage.secrets, { set: readOnly, delete: readOnly });
  };
  const recover = (): void => {
    for (const name of ["set", "delete"]) Reflect.deleteProperty(storage.secrets, name);
  };
  const usable = async (): Promise<string[]> => {
    const profile = { name: "default", url: sandbox.url, clientId: sandbox.clientId };
    const { secrets } = await window.profileSecrets.read(profile);
    return Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  };

  it("is not used in this window, as the message says, and is gone before anything else is stored", async () => {
    fail();
    assert.equal(await window.run("argus.forgetCredentials", "default"), false);
    assert.match(standIn.messages.at(-1) ?? "", /did not delete what is stored .*This window no longer uses it/);
    assert.deepEqual(await usable(), []);
    assert.equal(await window.run("argus.copyToken"), false);
    assert.equal(standIn.clipboard, "");
    // What is entered now is kept in the window.
    standIn.answer = ({ prompt }) => (prompt.includes("API key for") ? sandbox.apiKey : undefined);
    assert.equal(await window.run("argus.getToken"), true);
    assert.deepEqual((await usable()).sort(), ["credential", "token"]);
    recover();
    assert.equal(await window.run("argus.setCredential", "default", "apiKey"), true);
    assert.deepEqual((await usable()).sort(), ["credential", "token"]);
    const entry = storage.secrets.get("argus.profile/default") ?? "";
    assert(!entry.includes(sandbox.clientSecret), "the forgotten client secret is stored again");
  });

  it("is deleted when the person tries again", async () => {
    fail();
    assert.equal(await window.run("argus.forgetCredentials", "default"), false);
    recover();
    assert.equal(await window.run("argus.forgetCredentials", "default"), true);
    assert.equal(storage.secrets.has("argus.profile/default"), false);
  });

  it("is not used after a sign-out if it is a token; the credential still is", async () => {
    fail();
    assert.equal(await window.run("argus.signOut", "default"), false);
    assert.deepEqual((await usable()).sort(), ["clientSecret", "credential", "signedOut"]);
    recover();
    const calls = sandbox.requests.length;
    assert.equal(await window.run("argus.copyToken"), true);
    assert.equal(sandbox.requests.length, calls + 1);
    assert.deepEqual((await usable()).sort(), ["clientSecret", "credential", "token"]);
  });
});
