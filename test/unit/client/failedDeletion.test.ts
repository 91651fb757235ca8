import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { useClient } from "./setup.ts";

describe("a secret that the storage fails to delete", () => {
  const setup = useClient();
  beforeEach(async () => {
    const profile = { name: "default", ...setup.profile };
    const { apiKey, clientSecret } = setup.sandbox;
    await setup.window.profileSecrets.enter(profile, { credential: { kind: "apiKey", apiKey } });
    await setup.window.profileSecrets.enter(profile, { clientSecret });
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.messages = [];
  });

  const fail = (): void => {
    const readOnly = (): never => {
      throw new Error("EROFS");
    };
    Object.assign(setup.storage.secrets, { set: readOnly, delete: readOnly });
  };
  const recover = (): void => {
    for (const name of ["set", "delete"]) Reflect.deleteProperty(setup.storage.secrets, name);
  };
  const usable = async (): Promise<string[]> => {
    const profile = { name: "default", ...setup.profile, forwardedFor: "auto" };
    const { secrets } = await setup.window.profileSecrets.read(profile);
    return Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  };

  it("is not used in this window, as the message says, and is gone before anything else is stored", async () => {
    fail();
    assert.equal(await setup.window.run("argus.forgetCredentials", "default"), false);
    assert.match(standIn.messages.at(-1) ?? "", /did not delete what is stored .*This window no longer uses it/);
    assert.deepEqual(await usable(), []);
    assert.equal(await setup.window.run("argus.copyToken"), false);
    assert.equal(standIn.clipboard, "");
    // What is entered now is kept in the window.
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.deepEqual((await usable()).sort(), ["credential", "token"]);
    recover();
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    assert.deepEqual((await usable()).sort(), ["credential", "token"]);
    const entry = setup.storage.secrets.get("argus.profile/default") ?? "";
    assert(!entry.includes(setup.sandbox.clientSecret), "the forgotten client secret is stored again");
  });

  it("is deleted when the person tries again", async () => {
    fail();
    assert.equal(await setup.window.run("argus.forgetCredentials", "default"), false);
    recover();
    assert.equal(await setup.window.run("argus.forgetCredentials", "default"), true);
    assert.equal(setup.storage.secrets.has("argus.profile/default"), false);
  });

  it("is not used after a sign-out if it is a token; the credential still is", async () => {
    fail();
    assert.equal(await setup.window.run("argus.signOut", "default"), false);
    assert.deepEqual((await usable()).sort(), ["clientSecret", "credential", "signedOut"]);
    recover();
    const calls = setup.sandbox.requests.length;
    assert.equal(await setup.window.run("argus.copyToken"), true);
    assert.equal(setup.sandbox.requests.length, calls + 1);
    assert.deepEqual((await usable()).sort(), ["clientSecret", "credential", "token"]);
  });
});
