import assert from "node:assert/strict";
import type { CancellationToken } from "vscode";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import { UserLookup } from "../../../client/src/tokens/userLookup.ts";
import { standIn } from "../../host/standIn/state.ts";
import { answer, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const SCOPES = ["profile:default"];

describe("an account's label", () => {
  const setup = useClient({ isUndocumented: true });
  /** What VS Code is told: `+` an added account, `-` a removed one, `~` another token. */
  let told: string[];
  beforeEach(() => {
    standIn.answer = (question) =>
      question.prompt.startsWith("Client secret of") ? setup.sandbox.clientSecret : setup.enterKey(question);
    told = [];
    setup.window.accounts.onDidChangeSessions(({ added = [], removed = [], changed = [] }) => {
      for (const [sign, sessions] of Object.entries({ "-": removed, "+": added, "~": changed }))
        told.push(...sessions.map(({ account }) => `${sign} ${account.label}`));
    });
  });

  const label = (who: string): string => `default (${who}) – ${new URL(setup.sandbox.url).host}`;
  const profileOf = (changes: object = {}) => ({ name: "default", ...setup.profile, ...changes });
  const listed = async (window = setup.window): Promise<string[]> =>
    (await window.accounts.getSessions(undefined)).map(({ account }) => account.label);
  const given = async (window = setup.window): Promise<string[]> =>
    (await window.accounts.getSessions(SCOPES)).map(({ account }) => account.label);
  const calls = (): string[] =>
    setup.sandbox.requests.map(({ target, fields }) =>
      "grant_type" in fields ? "token" : (target.split("/").at(-1) ?? ""),
    );
  const check = async (kind: string): Promise<void> => {
    const { accessToken = "" } = setup.window.sessions.held().get("default") ?? {};
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/\nAuthorization: Bearer ${accessToken}\n`)];
    assert.equal(await setup.window.run(`argus.${kind}`, URI, 0), true, standIn.messages.join());
  };
  const answering = (username: unknown): void => {
    setup.sandbox.fail({ kind: "json200", value: { active: true, username } });
  };

  it("names the client until Argus says who the user is; listing asks nothing", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.deepEqual(await listed(), [label(setup.sandbox.clientId)]);
    assert.deepEqual(calls(), ["token"]);
  });

  for (const kind of ["introspect", "userinfo", "explainRefusal"]) {
    it(`names the user after ${kind}, and replaces the account in VS Code`, async () => {
      if (kind === "introspect") await setup.window.run("argus.setCredential", "default", "clientSecret");
      assert.equal(await setup.window.run("argus.getToken"), true);
      await check(kind);
      assert.deepEqual(await listed(), [label("myUserName")]);
      const { clientId } = setup.sandbox;
      assert.deepEqual(told, [`+ ${label(clientId)}`, `- ${label(clientId)}`, `+ ${label("myUserName")}`]);
    });
  }

  it("names the user before an extension gets its first session, and asks Argus once", async () => {
    const created = await setup.window.accounts.createSession(SCOPES);
    assert.equal(created.account.label, label("myUserName"));
    assert.deepEqual(calls(), ["token", "userinfo"]);
    assert.deepEqual(await given(), [label("myUserName")]);
    const again = await setup.window.accounts.createSession(SCOPES);
    assert.equal(again.account.label, label("myUserName"));
    assert.deepEqual(calls(), ["token", "userinfo", "token"]);
    assert.equal(told.at(-1), `~ ${label("myUserName")}`);
  });

  it("asks Argus once for all extensions that ask at the same time, and they wait for the answer", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const all = await Promise.all([given(), given(), given()]);
    assert.deepEqual(all.flat(), Array(3).fill(label("myUserName")));
    assert.deepEqual(calls(), ["token", "userinfo"]);
  });

  it("names the user of a token that is still being stored, because another command got it", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const { sessions, profileSecrets, worker, channel: log } = setup.window;
    const token = sessions.held().get("default")!;
    const { token: _, ...secrets } = (await profileSecrets.read(profileOf())).secrets;
    const unstored = { read: () => Promise.resolve({ secrets }) };
    await new UserLookup({ sessions, profileSecrets: unstored, worker, log }).run({ profile: profileOf(), token });
    assert.deepEqual(await listed(), [label("myUserName")]);
  });

  it("stays as it is if Argus does not say, and asks again only about another token", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const { clientId } = setup.sandbox;
    setup.sandbox.fail({ kind: "status", status: 403 });
    for (let count = 0; count < 2; count += 1) assert.deepEqual(await given(), [label(clientId)]);
    assert.deepEqual(calls(), ["token", "userinfo"]);
    assert.deepEqual(standIn.messages, []);
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.deepEqual(await given(), [label("myUserName")]);
  });

  it("does not wait long for Argus", async () => {
    const send = (method: keyof ArgusRequests, params: unknown, cancellation?: CancellationToken): unknown =>
      method === "argus/userinfo"
        ? new Promise((resolve) => {
            cancellation?.onCancellationRequested(() => {
              resolve({ ok: false, error: { code: "cancelled" } });
            });
          })
        : answer(method, params);
    const window = setup.open({ worker: { send }, userLookup: { longestWait: 1 } });
    assert.equal(await window.run("argus.getToken"), true);
    assert.deepEqual(await given(window), [label(setup.sandbox.clientId)]);
  });

  it("is the same after a sign-out, with the next token and in another window", async () => {
    assert.equal((await setup.window.accounts.createSession(SCOPES)).account.label, label("myUserName"));
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.equal(told.at(-1), `- ${label("myUserName")}`);
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.equal(told.at(-1), `+ ${label("myUserName")}`);
    assert.deepEqual(await listed(setup.open()), [label("myUserName")]);
    assert.deepEqual(calls(), ["token", "userinfo", "token"]);
  });

  it("names no user that another credential or client may not have", async () => {
    const { clientId, otherClientId } = setup.sandbox;
    await setup.window.accounts.createSession(SCOPES);
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    assert.deepEqual(await listed(), [label(clientId)]);
    assert.deepEqual(await given(), [label("myUserName")]);
    standIn.answer = () => "Delete";
    assert.equal(await setup.window.run("argus.forgetCredentials", "default"), true);
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.getToken"), true);
    assert.deepEqual(await listed(), [label(clientId)]);
    assert.deepEqual(await given(), [label("myUserName")]);
    standIn.set("user", "argus.profiles", { default: { ...setup.profile, clientId: otherClientId } });
    standIn.answer = ({ choices }) => choices?.find((choice) => /^Use|^Allow|^Confirm/.test(choice));
    assert.equal(await setup.window.run("argus.getToken"), true, standIn.messages.join());
    assert.deepEqual(await listed(), [label(otherClientId)]);
    const { users } = setup.window.sessions;
    assert.equal(users.of({ profile: "default", origin: setup.sandbox.url, clientId }), "myUserName");
    assert.equal(users.of({ profile: "default", origin: "https://argus.example", clientId }), undefined);
  });

  it("changes if Argus names another user for a later token", async () => {
    await setup.window.accounts.createSession(SCOPES);
    await setup.window.accounts.createSession(SCOPES);
    answering("another");
    await check("userinfo");
    assert.deepEqual(told.slice(-2), [`- ${label("myUserName")}`, `+ ${label("another")}`]);
  });

  it("learns nothing from an inactive token, nor from one that is not the session's", async () => {
    await setup.window.run("argus.setCredential", "default", "clientSecret");
    assert.equal(await setup.window.run("argus.getToken"), true);
    const { accessToken } = setup.window.sessions.held().get("default")!;
    setup.sandbox.fail({ kind: "json200", value: { active: false, username: "myOtherUser" } });
    await check("introspect");
    assert.equal(await setup.window.run("argus.getToken"), true);
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/\nAuthorization: Bearer ${accessToken}\n`)];
    answering("former");
    assert.equal(await setup.window.run("argus.userinfo", URI, 0), true);
    assert.deepEqual(await listed(), [label(setup.sandbox.clientId)]);
  });

  it("shows foreign text as text, on one line and not too long, and nothing if nothing is left", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const { clientId } = setup.sandbox;
    for (const [said, shown] of [
      ["\u202e\u0000 \n", clientId],
      [42, clientId],
      ["a\n$(key) [b](command:c)\u202e", "a $ (key) [b] (command:c)"],
      ["x".repeat(1000), `${"x".repeat(79)}…`],
    ] as const) {
      answering(said);
      await check("userinfo");
      assert.deepEqual(await listed(), [label(shown)]);
    }
  });

  it("asks no address that the token was not issued for", async () => {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const token = setup.window.sessions.held().get("default")!;
    const { sessions, profileSecrets, worker, channel: log } = setup.window;
    for (const theirs of [{ endpoints: { userinfo: "/theirs" } }, { forwardedFor: "192.0.2.66" }]) {
      standIn.set("workspace", "argus.profiles", { default: theirs });
      await given();
      // Or the settings change just before the call.
      await new UserLookup({ sessions, profileSecrets, worker, log }).run({ profile: profileOf(theirs), token });
    }
    // Even with a credential for another origin.
    const secrets = { read: () => profileSecrets.read(profileOf()) };
    const nowhere = { send: () => assert.fail("sent to another origin") };
    standIn.set("workspace", "argus.profiles", undefined);
    await new UserLookup({ sessions, profileSecrets: secrets, worker: nowhere, log }).run({
      profile: profileOf({ url: "https://argus.example" }),
      token,
    });
    assert.deepEqual(calls(), ["token"]);
  });

  it("keeps the user's name out of the log", async () => {
    await setup.window.accounts.createSession(SCOPES);
    assert(setup.window.log.some((line) => line.startsWith("userinfo default: ok in")));
    assert.doesNotMatch(setup.window.log.join("\n"), /myUserName/);
  });
});
