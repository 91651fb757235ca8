import assert from "node:assert/strict";
import type { Profile } from "../../../common/protocol/profile.ts";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const KEY = "argus.profile/default";

describe("stored secrets", () => {
  const setup = useClient({ isUndocumented: true });
  let confirms: boolean;
  beforeEach(() => {
    confirms = false;
    standIn.documents = [documentOf("GET /one\n")];
    standIn.answer = ({ prompt, choices }) => {
      if (prompt.startsWith("What do you want to enter")) return "API Key";
      if (prompt.includes("API key for")) return setup.sandbox.apiKey;
      if (prompt.includes("Client secret of")) return setup.sandbox.clientSecret;
      return confirms ? choices?.find((choice) => choice === "Use the Secrets") : undefined;
    };
  });

  const setUser = (profile: object): void => standIn.set("user", "argus.profiles", { default: profile });
  const setWorkspace = (profile: object | undefined): void =>
    standIn.set("workspace", "argus.profiles", profile && { default: profile });
  const questions = (): string[] =>
    standIn.questions.map(({ prompt }) => prompt).filter((prompt) => prompt.includes("changed since its secrets"));

  const other = "/authentication/v2/token";
  const changes: [string, object, RegExp][] = [
    ["client", { clientId: "another-client" }, /Client ID: \S+\n→ another-client/],
    ["token endpoint", { endpoints: { token: other } }, /Token endpoint: \S+\n→ \S+v2\/token/],
    ["introspection endpoint", { endpoints: { introspection: other } }, /Introspection endpoint: /],
    ["userinfo endpoint", { endpoints: { userinfo: other } }, /Userinfo endpoint: /],
    [
      "token request",
      { tokenRequest: { headers: { "Argus-Priority": "bulk" }, parameters: { audience: "x" } } },
      /Additions to the token call: none\n→ Argus-Priority: bulk\naudience=x/,
    ],
    ["sign-out", { signOut: "argus" }, /Sign-out at Argus: none\n→ http:/],
    ["origin IP", { forwardedFor: "192.0.2.7" }, /Origin IP: none\n→ 192\.0\.2\.7/],
  ];
  for (const [what, change, expected] of changes) {
    it(`are not used with a workspace's ${what} until the person confirms it, once`, async () => {
      assert.equal(await setup.window.run("argus.getToken"), true);
      setWorkspace(change);
      for (const command of ["argus.getToken", "argus.copyToken"]) assert.equal(await setup.window.run(command), false);
      assert.equal(await setup.window.run("argus.userinfo", URI, 0), false);
      assert.equal(setup.sandbox.requests.length, 1, "something was sent");
      assert.match(questions()[0] ?? "", expected);
      assert.match(questions()[0] ?? "", /This workspace sets it in \.vscode\/settings\.json/);
      assert.match(standIn.messages.at(-1) ?? "", /were not used/);
      standIn.questions = [];
      confirms = true;
      for (let count = 0; count < 2; count += 1) await setup.window.run("argus.getToken");
      assert.equal(questions().length, 1);
      assert.equal(setup.sandbox.requests.length, 3);
    });
  }

  it("need confirmation if a workspace sets the origin IP of all profiles", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.set("workspace", "argus.forwardedFor", "192.0.2.7");
    assert.equal(await setup.window.run("argus.getToken"), false);
    assert.equal(questions().length, 1);
    standIn.set("workspace", "argus.forwardedFor", undefined);
    standIn.set("user", "argus.forwardedFor", "192.0.2.7");
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.equal(questions().length, 1);
  });

  it("are used in this window once confirmed, though the storage cannot be written, and the person is told", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.equal(await setup.window.run("argus.introspect", URI, 0), true);
    setWorkspace({ endpoints: { userinfo: other } });
    setup.storage.secrets.set = () => {
      throw new Error("locked");
    };
    standIn.messages = [];
    confirms = true;
    for (const command of ["argus.getToken", "argus.introspect", "argus.getToken"])
      assert.equal(await setup.window.run(command, ...(command === "argus.introspect" ? [URI, 0] : [])), true, command);
    assert.equal(questions().length, 1);
    assert.equal(standIn.messages.filter((text) => text.includes("secret storage does not work")).length, 1);
    assert(!standIn.messages.some((text) => text.includes("were not used")), standIn.messages.join("\n"));
    setWorkspace(undefined);
    assert.equal(await setup.window.run("argus.getToken"), true, "what is stored is still for the earlier settings");
    setWorkspace({ endpoints: { userinfo: "/yet/another" } });
    confirms = false;
    assert.equal(await setup.window.run("argus.getToken"), false);
  });

  it("are used in this window for endpoints from Discover, though the storage cannot be written", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const elsewhere = setup.sandbox.url.replace("127.0.0.1", "localhost");
    setup.sandbox.setDiscovery({ endpointOrigin: elsewhere });
    setup.storage.secrets.set = () => {
      throw new Error("locked");
    };
    standIn.messages = [];
    standIn.answer = ({ prompt }) => {
      if (prompt.startsWith("Which server")) return setup.sandbox.url;
      return prompt.startsWith("Change the endpoints") ? "Change Endpoints" : "Allow";
    };
    assert.equal(await setup.window.run("argus.discoverEndpoints", "default"), true, standIn.messages.join());
    assert.equal(standIn.messages.filter((text) => text.includes("secret storage does not work")).length, 1);
    standIn.questions = [];
    assert.equal(await setup.window.run("argus.getToken"), true, standIn.messages.join());
    assert.equal(setup.sandbox.requests.at(-1)?.headers["host"], new URL(elsewhere).host);
    assert.deepEqual(standIn.questions, []);
  });

  it("need no confirmation for settings that do not affect who can use them", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    setUser({ ...setup.profile, scope: "openid", clientAuthentication: "basic", forwardedFor: "none" });
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.deepEqual(questions(), []);
  });

  it("survive two windows migrating them at the same time", async () => {
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    const windows = [setup.window, setup.open()];
    const copied = await Promise.all(windows.map((each) => each.run("argus.copyToken")));
    assert.deepEqual(copied, [true, true]);
    assert.equal(setup.sandbox.requests.length, 1);
    windows[1]!.close();
  });

  /**
   * This window writes a secret, and at one step of that another window forgets all of them.
   *
   * @param isAwaited whether the writing window stops until then
   * @returns whether writing has that many steps
   */
  async function forgetAt(step: number, isAwaited: boolean, write: (profile: Profile) => unknown): Promise<boolean> {
    standIn.pause = () => Promise.resolve();
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    const forgetting = setup.open();
    const profile = await setup.window.signIn.profile();
    assert(profile.ok);
    let count = 0;
    let forgotten: Promise<unknown> = Promise.resolve();
    standIn.pause = async (where) => {
      const isNow = where === "secrets" && ++count === step;
      if (isNow) forgotten = forgetting.run("argus.forgetCredentials", "default");
      if (!isAwaited) await new Promise(setImmediate);
      else if (isNow) await forgotten;
    };
    await write(profile.value);
    await forgotten;
    forgetting.close();
    return count >= step;
  }

  it("stay forgotten when another window is writing at any point meanwhile", async () => {
    const lifetime = { issuedAt: Date.now(), expiresAt: Date.now() + 300_000 };
    const token = { accessToken: "me/token", tokenType: "Bearer", ...lifetime };
    for (const isAwaited of [false, true]) {
      let step = 1;
      while (await forgetAt(step, isAwaited, (profile) => setup.window.profileSecrets.keepToken(profile, token))) {
        assert.equal(setup.storage.secrets.get(KEY), undefined, `revived at step ${step}`);
        step += 1;
      }
      assert(step > 3, "steps of a write");
    }
  });

  it("do not return when another secret is entered while another window forgets them", async () => {
    const entered = { clientSecret: "a new secret" };
    let step = 1;
    while (await forgetAt(step, true, (profile) => setup.window.profileSecrets.enter(profile, entered))) {
      assert(!setup.storage.secrets.get(KEY)?.includes("apiKey"), `revived at step ${step}`);
      step += 1;
    }
    assert(step > 3, "steps of a write");
  });

  it("are not used for a document that is not visible", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    for (const command of ["argus.insertToken", "argus.userinfo", "argus.storeKey"]) {
      [standIn.hidden, standIn.messages] = [standIn.documents[0], []];
      for (const args of [[URI, 0, "literal"], [{ uri: URI, line: 0 }]]) {
        assert.equal(await setup.window.run(command, ...args), false, command);
      }
      assert.match(standIn.messages.join(), /not open in any tab/);
    }
    assert.equal(standIn.edits, 0);
    assert.equal(setup.sandbox.requests.length, 1);
    standIn.hidden = undefined;
    assert.equal(await setup.window.run("argus.insertToken", URI, 0, "literal"), true, standIn.messages.join());
    assert.equal(standIn.edits, 1);
  });

  describe("from version 0.1.0", () => {
    const credential = () => ({ kind: "apiKey", apiKey: setup.sandbox.apiKey });
    const store = (): void => {
      const token = {
        ...{ accessToken: "me/old", tokenType: "Bearer", issuedAt: 1, expiresAt: 2 },
        purpose: JSON.stringify([setup.profile.url, setup.profile.clientId, undefined, undefined, undefined]),
      };
      const entry = {
        origin: setup.sandbox.url,
        credential: credential(),
        clientSecret: setup.sandbox.clientSecret,
        token,
      };
      setup.storage.secrets.set(KEY, JSON.stringify(entry));
      setup.storage.state.set("argus.storedProfiles", ["default"]);
    };

    it("are used without a question, and are bound from then on", async () => {
      store();
      assert.equal(await setup.window.run("argus.getToken"), true);
      assert.equal(await setup.window.run("argus.introspect", URI, 0), true);
      assert.equal(setup.sandbox.requests[1]?.fields["client_secret"], setup.sandbox.clientSecret);
      assert.deepEqual(standIn.questions, []);
      setWorkspace({ clientId: "another-client" });
      assert.equal(await setup.window.run("argus.getToken"), false);
      assert.equal(questions().length, 1);
    });

    it("are used if the workspace defines the whole profile", async () => {
      store();
      standIn.set("user", "argus.profiles", undefined);
      setWorkspace(setup.profile);
      assert.equal(await setup.window.run("argus.getToken"), true);
      assert.deepEqual(standIn.questions, []);
    });

    it("are not used with a workspace's changes to the user's profile until the person confirms them", async () => {
      store();
      setWorkspace({ clientId: "another-client" });
      assert.equal(await setup.window.run("argus.getToken"), false);
      assert.equal(setup.sandbox.requests.length, 0);
      assert.equal(questions().length, 1);
      setWorkspace(undefined);
      assert.equal(await setup.window.run("argus.getToken"), true);
    });

    for (const command of ["argus.getToken", "argus.setCredential"]) {
      it(`are used for another client without the client secret, also after ${command}`, async () => {
        store();
        setWorkspace({ clientId: setup.sandbox.otherClientId });
        confirms = true;
        assert.equal(await setup.window.run(command, "default", "apiKey"), true, standIn.messages.join());
        await setup.window.run("argus.introspect", URI, 0);
        assert(
          standIn.questions.some(({ prompt }) => prompt.includes(`Client secret of ${setup.sandbox.otherClientId}`)),
        );
      });
    }
  });

  it("that another window entered while the question was open are not bound by its answer", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    setWorkspace({ endpoints: { token: other } });
    const own = standIn.answer;
    standIn.answer = (question) => {
      const entry = JSON.parse(setup.storage.secrets.get(KEY)!) as { binding: object };
      const binding = { ...entry.binding, clientId: "of the other window" };
      setup.storage.secrets.set(KEY, JSON.stringify({ ...entry, binding }));
      return own(question);
    };
    confirms = true;
    assert.equal(await setup.window.run("argus.getToken"), false);
    assert.equal(setup.sandbox.requests.length, 1, "something was sent");
    assert.match(setup.storage.secrets.get(KEY)!, /of the other window/);
  });

  it("of one client are not used for another, whose secret is asked for", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.equal(await setup.window.run("argus.introspect", URI, 0), true);
    confirms = true;
    setUser({ ...setup.profile, clientId: setup.sandbox.otherClientId });
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.questions = [];
    await setup.window.run("argus.introspect", URI, 0);
    assert(standIn.questions.some(({ prompt }) => prompt.includes(`Client secret of ${setup.sandbox.otherClientId}`)));
  });
});
