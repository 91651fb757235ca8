/** What must not outlive the settings, the credential or the consent that it was made with. */
import assert from "node:assert/strict";
import type { Profile } from "../../../common/protocol/profile.ts";
import { Api } from "../../../client/src/sharing/api.ts";
import { none } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const KEY = "argus.profile/default";
const MODAL = /^(?:Copy the token|Another extension is asking)/;

describe("a token", () => {
  const setup = useClient();
  let profile: Profile;
  beforeEach(async () => {
    profile = { name: "default", ...setup.profile };
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.messages = [];
  });

  const storedToken = (): object | undefined =>
    (JSON.parse(setup.storage.secrets.get(KEY) ?? "{}") as { token?: object }).token;

  describe("that the person is asked about", () => {
    const ways: Record<string, () => Promise<unknown>> = {
      "Copy Token": () => setup.window.run("argus.copyToken", "default"),
      "another extension": () =>
        new Api({ watch: { onDidChange: none }, signIn: setup.window.signIn }).exports
          .getToken("default")
          .catch(() => false),
    };
    for (const [way, run] of Object.entries(ways)) {
      it(`is the one of the settings at that moment, for ${way}`, async () => {
        standIn.answer = ({ prompt }) => {
          if (!MODAL.test(prompt)) return undefined;
          standIn.set("user", "argus.profiles", { default: { ...setup.profile, scope: "openid groups" } });
          return prompt.startsWith("Copy") ? "Copy" : "Allow";
        };
        const calls = setup.sandbox.requests.length;
        await run();
        const later = setup.sandbox.requests.slice(calls).map(({ fields }) => JSON.stringify(fields));
        assert.deepEqual(
          later.filter((fields) => fields.includes("groups")),
          [],
          "a token of the new settings",
        );
      });
    }
  });

  it("is not used for another scope", async () => {
    standIn.set("user", "argus.profiles", { default: { ...setup.profile, scope: "openid" } });
    const calls = setup.sandbox.requests.length;
    assert.equal(await setup.window.run("argus.insertToken", "file:///workspace/test.http", 0), false);
    const { secrets } = await setup.window.profileSecrets.read({ ...profile, scope: "openid" });
    assert.equal(secrets.token, undefined);
    assert.equal(setup.sandbox.requests.length, calls);
  });

  it("is deleted from the storage with the credential that it was issued for", async () => {
    assert(storedToken());
    await setup.window.profileSecrets.enter(profile, { credential: { kind: "apiKey", apiKey: "another/key" } });
    assert.equal(storedToken(), undefined);
  });

  it("is not stored with secrets that have been bound to other settings meanwhile", async () => {
    const { secrets } = await setup.window.profileSecrets.read(profile);
    await setup.window.profileSecrets.enter(
      { ...profile, clientId: setup.sandbox.otherClientId },
      { credential: { kind: "apiKey", apiKey: setup.sandbox.apiKey } },
    );
    assert.equal(await setup.window.profileSecrets.keepToken(profile, secrets.token!), false);
    assert.equal(storedToken(), undefined);
  });

  const meanwhile: Record<string, (other: ReturnType<typeof setup.open>) => Promise<unknown>> = {
    "signs out": (other) => other.profileSecrets.dropToken("default"),
    "stores another credential": (other) =>
      other.profileSecrets.enter(profile, { credential: { kind: "apiKey", apiKey: "another/key" } }),
  };
  for (const [what, act] of Object.entries(meanwhile)) {
    it(`is dropped if another window ${what} during its call`, async () => {
      const other = setup.open();
      let acted = false;
      standIn.pause = async (where) => {
        if (acted || !where.startsWith("worker: argus/token")) return;
        acted = true;
        await act(other);
      };
      assert.equal(await setup.window.run("argus.getToken"), false);
      assert(acted);
      assert.equal(storedToken(), undefined);
      assert.equal(setup.window.sessions.held().get("default"), undefined);
      assert.notEqual(standIn.messages.length, 0);
    });
  }

  it("is neither shown nor stored if the profile moves during its call", async () => {
    const { token } = JSON.parse(setup.storage.secrets.get(KEY)!) as { token: { accessToken: string } };
    let isMoved = false;
    standIn.pause = (where) => {
      if (!isMoved && where.startsWith("worker: argus/token")) {
        isMoved = true;
        standIn.set("workspace", "argus.profiles", { default: { url: "https://elsewhere.example" } });
      }
      return Promise.resolve();
    };
    assert.equal(await setup.window.run("argus.getToken"), false);
    assert(isMoved);
    assert.match(standIn.messages.join("\n"), /have changed in the meantime/);
    assert.equal(setup.window.sessions.held().get("default"), undefined);
    assert.equal((storedToken() as typeof token).accessToken, token.accessToken);
  });

  it("does not come back if the person signs out while it is read", async () => {
    const { secrets } = setup.storage;
    let hasComeBack = false;
    let isSignedOut: Promise<unknown> | undefined;
    secrets.get = (key) => {
      const value = Map.prototype.get.call(secrets, key) as string | undefined;
      if (key === KEY) isSignedOut ??= setup.window.tokens.signOut("default");
      return value;
    };
    setup.window.sessions.onDidChange(() => (hasComeBack ||= setup.window.sessions.held().has("default")));
    await setup.window.tokens.reload();
    await isSignedOut;
    assert(isSignedOut);
    assert(!hasComeBack);
  });

  it("is fetched again after signing out only if a person wants it", async () => {
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    const calls = setup.sandbox.requests.length;
    const obtained = await setup.window.tokens.obtain(profile);
    assert.equal(obtained.ok ? "obtained" : obtained.error.code, "signedOut");
    assert.equal(setup.sandbox.requests.length, calls);
  });

  const rewritten: Record<string, (url: string) => string> = {
    "names another profile": (url) => `# @argus other\nGET ${url}/one\n`,
    "goes to another host": () => "GET https://elsewhere.example/one\n",
  };
  for (const [what, textFor] of Object.entries(rewritten)) {
    for (const when of ["argus/token", "argus/authorize"]) {
      it(`is not inserted into a request that ${what} by the time of ${when}`, async () => {
        standIn.set("user", "argus.profiles", { default: setup.profile, other: setup.profile });
        const document = documentOf(`GET ${setup.sandbox.url}/one\n`);
        standIn.documents = [document];
        await setup.window.profileSecrets.dropToken("default");
        standIn.pause = (where) => {
          if (where === `worker: ${when}` && document.version === 1)
            Object.assign(document, { text: textFor(setup.sandbox.url), version: 2 });
          return Promise.resolve();
        };
        assert.equal(await setup.window.run("argus.insertToken", "file:///workspace/test.http", 0), false);
        assert.equal(document.version, 2);
        assert.equal(standIn.edits, 0);
        assert.notEqual(standIn.messages.length, 0);
      });
    }
  }
});
