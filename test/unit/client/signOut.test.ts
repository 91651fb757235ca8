import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { useClient } from "./setup.ts";

describe("Sign Out", () => {
  const setup = useClient({ profiles: () => undefined });
  beforeEach(() => {
    standIn.answer = (question) => {
      if (question.prompt.startsWith("Session token for")) return setup.sandbox.sessionToken;
      if (question.prompt.startsWith("Client secret of")) return setup.sandbox.clientSecret;
      return setup.enterKey(question);
    };
  });

  const revocationAt = (origin: string): void =>
    setup.sandbox.setDiscovery({ members: { revocation_endpoint: `${origin}/oauth/revoke` } });
  const asked = (): string[] => setup.sandbox.requests.map(({ method, target }) => `${method} ${target}`);

  async function signIn(profile: object, ...kinds: string[]): Promise<void> {
    const settings = { ...setup.profile, ...profile };
    standIn.set("user", "argus.profiles", { default: settings });
    for (const kind of kinds) assert.equal(await setup.window.run("argus.setCredential", "default", kind), true, kind);
    assert.equal(setup.window.sessions.state("default").kind, "live", standIn.messages.join());
  }

  it("sends nothing to Argus unless the profile asks for that", async () => {
    revocationAt(setup.sandbox.url);
    await signIn({}, "session", "clientSecret");
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.equal(setup.sandbox.requests.length, 1);
    assert.equal(setup.window.sessions.state("default").kind, "none");
  });

  it("revokes the token and ends the session if the profile asks for that, and reports it", async () => {
    revocationAt(setup.sandbox.url);
    await signIn({ signOut: "argus" }, "session", "clientSecret");
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.deepEqual(asked().slice(1), [
      "GET /.well-known/openid-configuration",
      "POST /oauth/revoke",
      "DELETE /authentication/v1/session",
    ]);
    assert.equal(setup.sandbox.requests[1]?.headers["authorization"], undefined);
    assert.equal(setup.sandbox.requests[2]?.fields["client_secret"], setup.sandbox.clientSecret);
    assert.equal(setup.sandbox.requests[3]?.headers["authorization"], `Bearer ${setup.sandbox.sessionToken}`);
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus has ended/);
    assert.deepEqual(setup.sandbox.violations, []);
    assert.equal(await setup.window.run("argus.getToken"), false);
    assert.match(standIn.messages.at(-1) ?? "", /Session has ended/);
  });

  it("sends nothing to a path that a workspace set, even if the endpoints are the person's own", async () => {
    const endpoints = {
      token: "/authentication/v1/oauth/token",
      introspection: "/authentication/v1/oauth/token",
      userinfo: "/authentication/v1/oauth/userinfo",
    };
    revocationAt(setup.sandbox.url);
    for (const own of [{}, { signOut: "argus" }]) {
      standIn.set("workspace", "argus.profiles", undefined);
      await signIn({ endpoints, ...own }, "session", "clientSecret");
      const before = setup.sandbox.requests.length;
      const theirs = { url: `${setup.sandbox.url}/theirs`, signOut: "argus" };
      standIn.set("workspace", "argus.profiles", { default: theirs });
      assert.equal(await setup.window.run("argus.signOut", "default"), true);
      assert.deepEqual(asked().slice(before), []);
    }
  });

  it("ends both at Argus from VS Code's list of accounts too", async () => {
    revocationAt(setup.sandbox.url);
    await signIn({ signOut: "argus" }, "session", "clientSecret");
    const { accounts } = setup.window;
    const listed = await accounts.getSessions(undefined);
    assert.deepEqual(
      listed.map(({ id }) => id),
      ["default"],
    );
    await accounts.removeSession("default");
    assert.deepEqual(asked().slice(2), ["POST /oauth/revoke", "DELETE /authentication/v1/session"]);
    assert.equal(setup.window.sessions.state("default").kind, "none");
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus has ended/);
  });

  it("ends no session without a session token, and revokes nothing if no endpoint is named", async () => {
    await signIn({ signOut: "argus" }, "apiKey");
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.deepEqual(asked().slice(1), ["GET /.well-known/openid-configuration"]);
    assert.deepEqual(standIn.messages, []);
  });

  it("sends no secret to another origin that the metadata names, and says that the token may live on", async () => {
    const attacker = await startSandbox();
    revocationAt(attacker.url);
    await signIn({ signOut: "argus" }, "apiKey", "clientSecret");
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.equal(attacker.requests.length, 0);
    assert.match(
      standIn.messages.at(-1) ?? "",
      /Argus may accept its token until it expires: .*revocation endpoint is not on/,
    );
    await attacker.close();
  });

  it("deletes the token even if Argus cannot be told, and says so", async () => {
    revocationAt(setup.sandbox.url);
    await signIn({ signOut: "argus" }, "session");
    setup.sandbox.fail({ kind: "status", status: 500, message: "no" }, 1, "session");
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.equal(setup.window.sessions.state("default").kind, "none");
    assert.match(standIn.messages.at(-1) ?? "", /may/);
    await setup.sandbox.close();
    standIn.messages = [];
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus may still be open: /);
  });

  it("sends nothing if the secrets were entered for other settings", async () => {
    revocationAt(setup.sandbox.url);
    await signIn({ signOut: "argus" }, "session");
    const other = await startSandbox();
    standIn.set("workspace", "argus.profiles", { default: { url: other.url } });
    assert.equal(await setup.window.run("argus.signOut", "default"), true);
    assert.equal(setup.sandbox.requests.length + other.requests.length, 1);
    await other.close();
  });
});
