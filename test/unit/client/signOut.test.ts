import assert from "node:assert/strict";
import { SessionWatch } from "../../../client/src/session/sessionWatch.ts";
import { ArgusAuthentication } from "../../../client/src/sharing/authenticationProvider.ts";
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { clientWindow } from "./clientWindow.ts";

type Window = ReturnType<typeof clientWindow>;

describe("Sign Out", () => {
  let sandbox: Sandbox;
  let window: Window;
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
    window = clientWindow();
    standIn.answer = ({ prompt }) => {
      if (prompt.startsWith("Session token for")) return sandbox.sessionToken;
      if (prompt.startsWith("Client secret of")) return sandbox.clientSecret;
      return prompt.startsWith("API key") ? sandbox.apiKey : undefined;
    };
  });
  afterEach(async () => {
    window.close();
    standIn.reset();
    await sandbox.close();
  });

  const revocationAt = (origin: string): void =>
    sandbox.setDiscovery({ members: { revocation_endpoint: `${origin}/oauth/revoke` } });
  const asked = (): string[] => sandbox.requests.map(({ method, target }) => `${method} ${target}`);

  async function signIn(profile: object, ...kinds: string[]): Promise<void> {
    const settings = { url: sandbox.url, clientId: sandbox.clientId, ...profile };
    standIn.set("user", "argus.profiles", { default: settings });
    for (const kind of kinds) assert.equal(await window.run("argus.setCredential", "default", kind), true, kind);
    assert.equal(window.sessions.state("default").kind, "live", standIn.messages.join());
  }

  it("sends nothing to Argus unless the profile asks for that", async () => {
    revocationAt(sandbox.url);
    await signIn({}, "session", "clientSecret");
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.equal(sandbox.requests.length, 1);
    assert.equal(window.sessions.state("default").kind, "none");
  });

  it("revokes the token and ends the session if the profile asks for that, and reports it", async () => {
    revocationAt(sandbox.url);
    await signIn({ signOut: "argus" }, "session", "clientSecret");
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.deepEqual(asked().slice(1), [
      "GET /.well-known/openid-configuration",
      "POST /oauth/revoke",
      "DELETE /authentication/v1/session",
    ]);
    assert.equal(sandbox.requests[1]?.headers["authorization"], undefined);
    assert.equal(sandbox.requests[2]?.fields["client_secret"], sandbox.clientSecret);
    assert.equal(sandbox.requests[3]?.headers["authorization"], `Bearer ${sandbox.sessionToken}`);
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus has ended/);
    assert.deepEqual(sandbox.violations, []);
    assert.equal(await window.run("argus.getToken"), false);
    assert.match(standIn.messages.at(-1) ?? "", /Session has ended/);
  });

  it("ends both at Argus from VS Code's list of accounts too", async () => {
    revocationAt(sandbox.url);
    await signIn({ signOut: "argus" }, "session", "clientSecret");
    const { sessions, tokens, signIn: fetching, profileSecrets, worker, channel: log } = window;
    const watch = new SessionWatch(sessions);
    const signOut = { profileSecrets, worker, log };
    const accounts = new ArgusAuthentication({ sessions, watch, tokens, signIn: fetching, signOut });
    const listed = await accounts.getSessions(undefined);
    assert.deepEqual(
      listed.map(({ id }) => id),
      ["default"],
    );
    await accounts.removeSession("default");
    assert.deepEqual(asked().slice(2), ["POST /oauth/revoke", "DELETE /authentication/v1/session"]);
    assert.equal(window.sessions.state("default").kind, "none");
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus has ended/);
    for (const part of [accounts, watch]) part.dispose();
  });

  it("ends no session without a session token, and revokes nothing if no endpoint is named", async () => {
    await signIn({ signOut: "argus" }, "apiKey");
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.deepEqual(asked().slice(1), ["GET /.well-known/openid-configuration"]);
    assert.deepEqual(standIn.messages, []);
  });

  it("sends no secret to another origin that the metadata names, and says that the token may live on", async () => {
    const attacker = await startSandbox();
    revocationAt(attacker.url);
    await signIn({ signOut: "argus" }, "apiKey", "clientSecret");
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.equal(attacker.requests.length, 0);
    assert.match(
      standIn.messages.at(-1) ?? "",
      /Argus may accept its token until it expires: .*revocation endpoint is not on/,
    );
    await attacker.close();
  });

  it("deletes the token even if Argus cannot be told, and says so", async () => {
    revocationAt(sandbox.url);
    await signIn({ signOut: "argus" }, "session");
    sandbox.fail({ kind: "status", status: 500, message: "no" }, 1, "session");
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.equal(window.sessions.state("default").kind, "none");
    assert.match(standIn.messages.at(-1) ?? "", /may/);
    await sandbox.close();
    standIn.messages = [];
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.match(standIn.messages.at(-1) ?? "", /its session at Argus may go on: /);
  });

  it("sends nothing if the secrets were entered for other settings", async () => {
    revocationAt(sandbox.url);
    await signIn({ signOut: "argus" }, "session");
    const other = await startSandbox();
    standIn.set("workspace", "argus.profiles", { default: { url: other.url } });
    assert.equal(await window.run("argus.signOut", "default"), true);
    assert.equal(sandbox.requests.length + other.requests.length, 1);
    await other.close();
  });
});
