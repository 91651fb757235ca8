import assert from "node:assert/strict";
import { EventEmitter, type ExtensionContext, type LogOutputChannel, type SecretStorageChangeEvent } from "vscode";
import { SecretStore } from "../../client/src/credentials/secretStore.ts";
import { ProfileSecrets } from "../../client/src/credentials/profileSecrets.ts";
import type { Profile } from "../../common/protocol/profile.ts";
import { Redactor } from "../../common/redaction.ts";

const PROFILE: Profile = { name: "default", url: "https://argus.example", clientId: "client" };
const OTHER: Profile = { ...PROFILE, name: "other" };
const TOKEN = { accessToken: "me/token", tokenType: "Bearer", issuedAt: 1, expiresAt: 2 };
const key = (apiKey: string) => ({ credential: { kind: "apiKey", apiKey } as const });

/** A secret storage that can be made to fail. */
function setUp() {
  const stored = new Map<string, string>();
  const state = new Map<string, unknown>();
  const log: string[] = [];
  const storage = { fails: false };
  const trouble = (): Promise<void> => (storage.fails ? Promise.reject(new Error("locked")) : Promise.resolve());
  const context = {
    secrets: {
      onDidChange: new EventEmitter<SecretStorageChangeEvent>().event,
      get: (name: string) => Promise.resolve(stored.get(name)),
      store: (name: string, text: string) => trouble().then(() => void stored.set(name, text)),
      delete: (name: string) => trouble().then(() => void stored.delete(name)),
    },
    globalState: {
      get: (name: string, otherwise: unknown) => state.get(name) ?? otherwise,
      update: (name: string, value: unknown) => Promise.resolve(void state.set(name, value)),
    },
  } as unknown as ExtensionContext;
  const channel = { warn: (line: string) => log.push(line) } as unknown as LogOutputChannel;
  const profileSecrets = new ProfileSecrets(new SecretStore(context, new Redactor(), channel), channel);
  const read = async (profile = PROFILE) => (await profileSecrets.read(profile)).secrets;
  return { profileSecrets, read, stored, storage, log };
}

describe("a profile's secrets", () => {
  it("are one entry for one origin", async () => {
    const { profileSecrets, read, stored } = setUp();
    await profileSecrets.enter(PROFILE, key("my/key"));
    await profileSecrets.enter(PROFILE, { clientSecret: "secret" });
    await profileSecrets.keepToken(PROFILE, TOKEN);
    assert.equal(stored.size, 1);
    assert.deepEqual(await read(), { ...key("my/key"), clientSecret: "secret", token: TOKEN });
    const moved = await profileSecrets.read({ ...PROFILE, url: "https://evil.example" });
    assert.deepEqual(moved.secrets, {});
    assert.match(moved.moved ?? "", /entered for https:\/\/argus\.example and are not sent to https:\/\/evil\.example/);
  });

  it("include a token for the same client, scope and address only, and none from an older key", async () => {
    const { profileSecrets, read } = setUp();
    await profileSecrets.enter(PROFILE, key("my/key"));
    await profileSecrets.keepToken(PROFILE, TOKEN);
    for (const change of [{ clientId: "x" }, { scope: "openid" }, { url: "https://argus.example/test" }]) {
      assert.equal((await read({ ...PROFILE, ...change })).token, undefined);
    }
    assert.deepEqual((await read()).token, TOKEN);
    await profileSecrets.enter(PROFILE, key("new/key"));
    assert.deepEqual(await read(), key("new/key"));
  });

  it("are not replaced by a late token from another origin", async () => {
    const { profileSecrets, read } = setUp();
    const moved = { ...PROFILE, url: "https://new.example" };
    await profileSecrets.enter(moved, key("new/key"));
    await profileSecrets.keepToken(PROFILE, TOKEN);
    assert.deepEqual(await read(moved), key("new/key"));
  });

  it("are in memory if the storage fails, field by field, until they are forgotten", async () => {
    const { profileSecrets, read, storage, log } = setUp();
    storage.fails = true;
    assert.equal(await profileSecrets.enter(PROFILE, key("my/key")), "window");
    assert.equal(await profileSecrets.enter(OTHER, key("other/key")), "window");
    storage.fails = false;
    await profileSecrets.keepToken(PROFILE, TOKEN);
    assert.deepEqual(await read(), { ...key("my/key"), token: TOKEN, signedOut: undefined });
    assert((await profileSecrets.dropToken(PROFILE.name)).ok);
    assert.equal((await read()).token, undefined);
    assert((await profileSecrets.forget(PROFILE.name)).ok);
    assert.deepEqual(await read(), {});
    assert.deepEqual((await read(OTHER)).credential, key("other/key").credential);
    assert.equal(log.length, 2);
    assert(!log.join().includes("my/key"));
  });

  it("are reported as being in this window only", async () => {
    const { profileSecrets, storage } = setUp();
    assert.equal(await profileSecrets.enter(PROFILE, key("my/key")), "storage");
    assert.equal(profileSecrets.isInWindowAlone(PROFILE), false);
    storage.fails = true;
    assert.equal(await profileSecrets.enter(PROFILE, { clientSecret: "secret" }), "window");
    assert.equal(profileSecrets.isInWindowAlone(PROFILE), false);
    assert.equal(await profileSecrets.enter(PROFILE, key("new/key")), "window");
    assert.equal(profileSecrets.isInWindowAlone(PROFILE), true);
    storage.fails = false;
    assert.equal(await profileSecrets.enter(PROFILE, key("new/key")), "storage");
    assert.equal(profileSecrets.isInWindowAlone(PROFILE), false);
  });

  it("lose a stored token together with its key, even if the storage fails", async () => {
    const { profileSecrets, read, storage } = setUp();
    await profileSecrets.enter(PROFILE, key("my/key"));
    await profileSecrets.keepToken(PROFILE, TOKEN);
    storage.fails = true;
    await profileSecrets.enter(PROFILE, key("new/key"));
    const secrets = await read();
    assert.deepEqual(secrets.credential, key("new/key").credential);
    assert.equal(secrets.token, undefined);
  });

  it("report a failed deletion", async () => {
    const { profileSecrets, storage } = setUp();
    await profileSecrets.enter(PROFILE, key("my/key"));
    storage.fails = true;
    const forgotten = await profileSecrets.forget(PROFILE.name);
    assert(!forgotten.ok);
    assert.equal(forgotten.error.code, "notDeleted");
  });

  it("are deleted with a log line if they cannot be read", async () => {
    const { read, stored, log } = setUp();
    stored.set("argus.profile/default", "{broken");
    assert.deepEqual(await read(), {});
    assert.equal(stored.size, 0);
    assert.match(log[0] ?? "", /cannot be read and was deleted/);
  });
});
