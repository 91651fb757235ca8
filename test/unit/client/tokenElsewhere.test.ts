import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { answer, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const VALUE = "the-secret-of-another-system";
const OUTSIDE = { token: VALUE, isFromOutside: true };
const COMMANDS = ["argus.introspect", "argus.userinfo", "argus.explainRefusal"];

describe("a value from outside the file, which may be any secret", () => {
  const setup = useClient({ profiles: (own) => ({ mine: own }), isUndocumented: true });
  const isSent = (): boolean => setup.sandbox.requests.some((request) => JSON.stringify(request).includes(VALUE));
  beforeEach(() => {
    standIn.answer = ({ prompt }) =>
      prompt.includes("Client secret of") ? setup.sandbox.clientSecret : setup.enterKey({ prompt } as never);
    // As the worker answers where the environment has the variable.
    const send = async (...call: Parameters<typeof answer>): Promise<unknown> => {
      const answered = (await answer(...call)) as { value: { authorization?: object } };
      if (call[0] === "argus/requestAt") Object.assign(answered.value.authorization ?? {}, OUTSIDE);
      return answered;
    };
    setup.open({ worker: { send } });
  });
  const open = (profile: string): void => {
    const text = `# @argus ${profile}\nGET /one\nAuthorization: Bearer {{$processEnv SOME_SECRET}}\n`;
    standIn.documents = [documentOf(text)];
  };

  it("goes to an address that a workspace chose only if the person entered a credential for that", async () => {
    standIn.set("workspace", "argus.profiles", { theirs: setup.profile });
    open("theirs");
    for (const command of COMMANDS) {
      standIn.messages = [];
      await setup.window.run(command, URI, 1);
      assert(standIn.messages.length > 0, `${command} ended without a word`);
      assert(!isSent(), command);
    }
    assert.equal(await setup.window.run("argus.getToken", "theirs"), true);
    await setup.window.run("argus.userinfo", URI, 1);
    assert(isSent());
  });

  it("goes to the address of the user's own profile", async () => {
    open("mine");
    await setup.window.run("argus.userinfo", URI, 1);
    assert(isSent());
  });
});

/** A path of the same origin can belong to somebody else. */
describe("a token in a request that names another profile", () => {
  const setup = useClient({ profiles: (own) => ({ mine: own }), isUndocumented: true });
  let token = "";
  beforeEach(async () => {
    standIn.answer = ({ prompt }) =>
      prompt.includes("Client secret of") ? setup.sandbox.clientSecret : setup.enterKey({ prompt } as never);
    assert.equal(await setup.window.run("argus.getToken", "mine"), true);
    token = setup.window.sessions.held().get("mine")!.accessToken;
    standIn.documents = [documentOf(`# @argus theirs\nGET /one\nAuthorization: Bearer ${token}\n`)];
  });

  const sent = (): string[] => setup.sandbox.requests.slice(1).map(({ target }) => target);
  const use = (profile: object): void =>
    standIn.set("workspace", "argus.profiles", { theirs: { ...setup.profile, ...profile } });

  it("is never sent to a path that only the other profile has, whatever the command", async () => {
    for (const endpoints of [{ userinfo: "/theirs" }, { introspection: "/theirs" }]) {
      use({ endpoints });
      for (const command of COMMANDS) {
        standIn.messages = [];
        await setup.window.run(command, URI, 1);
        assert(standIn.messages.length > 0, `${command} ended without a word`);
      }
    }
    assert.deepEqual(sent(), []);
  });

  it("is sent if the paths are the same", async () => {
    use({});
    for (const command of COMMANDS) await setup.window.run(command, URI, 1);
    assert(sent().length >= 3, sent().join());
  });

  it("is not sent to a new path of its own profile either, once that has no credential that could be asked about", async () => {
    standIn.documents = [documentOf(`# @argus mine\nGET /one\nAuthorization: Bearer ${token}\n`)];
    assert.equal(await setup.window.run("argus.forgetCredentials", "mine"), true);
    standIn.set("workspace", "argus.profiles", { mine: { endpoints: { userinfo: "/theirs" } } });
    for (const command of COMMANDS) await setup.window.run(command, URI, 1);
    assert.deepEqual(sent(), []);
  });
});
