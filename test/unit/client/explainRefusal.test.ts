import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { useClient } from "./setup.ts";

describe("“Why Was This Refused?”", () => {
  const setup = useClient({
    profiles: (own) => ({ default: own, other: { ...own, url: "https://argus.example.com" } }),
  });
  beforeEach(() => {
    standIn.set("user", "argus.activeProfile", "default");
    standIn.answer = setup.enterKey;
  });

  /** Runs the command on the first request of a text. */
  async function explain(text: string): Promise<{ said: string | undefined; report: string }> {
    const document = documentOf(text);
    standIn.documents = [document];
    const line = document.text.split("\n").findIndex((one) => one.startsWith("GET"));
    standIn.messages = [];
    assert.equal(await setup.window.run("argus.explainRefusal", document.uri.toString(), line), true);
    const report = setup.window.reports.at(-1) ?? "";
    assert.match(report, /^# Argus: Why Was This Refused\?\n\n\*\*/);
    return { said: standIn.messages[0], report };
  }

  async function token(): Promise<string> {
    assert.equal(await setup.window.run("argus.getToken", "default"), true);
    return setup.window.sessions.held().get("default")!.accessToken;
  }

  it("finds nothing wrong with a live token, and says so", async () => {
    const live = await token();
    const { said, report } = await explain(`GET ${setup.sandbox.url}/a\nAuthorization: Bearer ${live}`);
    assert.match(said ?? "", /No cause was found: Argus accepts this token of “default”/);
    assert(!report.includes(live));
    assert.match(report, /Userinfo: accepted/);
    assert.match(report, /Introspection: not asked/);
  });

  it("sees that there is no token, or another scheme, without a call", async () => {
    await token();
    const before = setup.sandbox.requests.length;
    assert.match((await explain(`GET ${setup.sandbox.url}/a`)).said ?? "", /carries no token/);
    assert.match(
      (await explain(`GET ${setup.sandbox.url}/a\nAuthorization: Basic YTpi`)).said ?? "",
      /of the scheme Basic/,
    );
    assert.equal(setup.sandbox.requests.length, before);
  });

  it("sees that a token expired", async () => {
    const old = await token();
    setup.sandbox.setClock(301_000);
    const later = Date.now() + 301_000;
    const { now } = Date;
    Date.now = () => later;
    try {
      const { said } = await explain(`GET ${setup.sandbox.url}/a\nAuthorization: Bearer ${old}`);
      assert.match(said ?? "", /The token expired at/);
    } finally {
      Date.now = now;
    }
  });

  it("sees that a token goes to another profile's host, and sends it nowhere else", async () => {
    const live = await token();
    const text = `# @argus default\nGET https://argus.example.com/a\nAuthorization: Bearer ${live}`;
    const { said, report } = await explain(text);
    assert.match(said ?? "", /The token of “default” is for .*, but the request goes to argus.example.com/);
    assert.match(said ?? "", /belongs to the profile “other”/);
    assert(!report.includes(live));
  });

  it("sends a token to no other origin than its own", async () => {
    const live = await token();
    const before = setup.sandbox.requests.length;
    const { said } = await explain(`# @argus other\nGET https://argus.example.com/a\nAuthorization: Bearer ${live}`);
    assert.match(said ?? "", /was issued by .* for “default”/);
    assert.equal(setup.sandbox.requests.length, before);
  });

  it("sees that another address is sent than the one that Argus has bound the token to", async () => {
    standIn.set("user", "argus.profiles", {
      default: { ...setup.profile, scope: "openid clientip" },
    });
    const live = await token();
    const text = `GET ${setup.sandbox.url}/a\nX-Forwarded-For: 198.51.100.7:443, 10.0.0.1\nAuthorization: Bearer ${live}`;
    assert.match(
      (await explain(text)).said ?? "",
      /has bound the token to 127\.0\.0\.1, but the request sends 198\.51\.100\.7/,
    );
  });

  it("sees a reference without a token, and one whose variable is off", async () => {
    const text = `GET ${setup.sandbox.url}/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}`;
    assert.match((await explain(text)).said ?? "", /argus\.environmentVariables is off/);
    const { env } = await import("vscode");
    Object.assign(env, { remoteName: "ssh-remote" });
    assert.match((await explain(text)).said ?? "", /Turn it on in the settings of this remote machine/);
    Object.assign(env, { remoteName: undefined });
    standIn.set("user", "argus.environmentVariables", true);
    assert.match((await explain(text)).said ?? "", /there is none at present/);
    const ofOther = await explain(text.replace("GET", "# @argus other\nGET"));
    assert.match(ofOther.said ?? "", /belongs to “other”, but takes the token of “default”/);
    assert.match((await explain(text.replace("TOKEN", "TOKEN_GONE"))).said ?? "", /No Argus profile has the variable/);
  });

  it("names the key that has expired, by what the person entered or by Argus' own word", async () => {
    const apiKey = "15a6/1/mySecretKey";
    const own = await startSandbox({ apiKey });
    try {
      standIn.set("user", "argus.profiles", { default: { url: own.url, clientId: own.clientId } });
      standIn.set("user", "argus.environmentVariables", true);
      standIn.answer = ({ prompt }) => (prompt.startsWith("API key") ? apiKey : undefined);
      const live = await token();
      const literal = `GET ${own.url}/a\nAuthorization: Bearer ${live}`;
      await setup.window.keyLives.set({ origin: own.url, prefix: "15a6/1" }, { end: Date.now() - 1 });
      assert.match((await explain(literal)).said ?? "", /No cause was found/);
      own.fail({ kind: "status", status: 401, message: "No" });
      const entered = await explain(literal);
      assert.match(
        entered.said ?? "",
        /Key 15a6\/1 of “default” expired on \S+, according to what you entered\. Renew it/,
      );
      assert.match(entered.report, /API key: 15a6\/1, expired on/);
      assert.deepEqual(standIn.questions.at(-1)?.choices, ["Enter New Key"]);
      own.limitApiKey({ until: 0 });
      await setup.window.run("argus.signOut", "default");
      await setup.window.run("argus.getToken", "default");
      const reference = `GET ${own.url}/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}`;
      const refused = await explain(reference);
      assert.match(refused.said ?? "", /Argus refuses key 15a6\/1 of “default” as expired/);
      assert(!`${entered.report}${refused.report}`.includes("mySecretKey"));
    } finally {
      await own.close();
    }
  });

  it("blames the network if that fails, quotes Argus if it refuses the token, and remembers that", async () => {
    const live = await token();
    const text = `GET ${setup.sandbox.url}/a\nAuthorization: Bearer ${live}`;
    setup.sandbox.fail({ kind: "reset" }, 9);
    assert.match((await explain(text)).said ?? "", /could not be asked about the token of “default”/);
    setup.sandbox.recover();
    setup.sandbox.fail({ kind: "status", status: 401, message: "The session was ended" });
    assert.match((await explain(text)).said ?? "", /Argus refuses the token: .*The session was ended/);
    setup.sandbox.fail({ kind: "reset" }, 9);
    assert.match((await explain(text)).said ?? "", /The token has probably expired, at about /);
  });

  it("gives no answer about a request once it is cancelled", async () => {
    const live = await token();
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/a\nAuthorization: Bearer ${live}`)];
    standIn.messages = [];
    standIn.pause = (where) => {
      if (where === "worker: argus/userinfo") standIn.progress.at(-1)?.cancel();
      return Promise.resolve();
    };
    assert.equal(await setup.window.run("argus.explainRefusal", standIn.documents[0]!.uri.toString(), 0), false);
    assert.deepEqual([setup.window.reports, standIn.messages], [[], []]);
  });
});
