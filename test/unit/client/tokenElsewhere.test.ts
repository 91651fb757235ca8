import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const COMMANDS = ["argus.introspect", "argus.userinfo", "argus.explainRefusal"];

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

  it("is sent to no path that its own profile does not have, by any command", async () => {
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
