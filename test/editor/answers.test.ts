import assert from "node:assert/strict";
import { ConfigurationTarget, env, workspace } from "vscode";
import { addProfile, run, until, useExtension } from "./setup.ts";

describe("an answer of Argus", () => {
  const setup = useExtension();
  const support = (value: string | undefined) =>
    workspace.getConfiguration("editor").update("accessibilitySupport", value, ConfigurationTarget.Global);
  beforeEach(() => addProfile(setup.sandbox, { scope: "openid profile" }));
  afterEach(() => support(undefined));

  it("is also a notification for screen readers, which opens the JSON", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    const person = setup.person([setup.sandbox.apiKey], ["Open as JSON"]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    assert.deepEqual(person.messages, []);
    await support("on");
    assert.equal(await run("argus.userinfo", uri, 0), true);
    const message = await until("the notification", () => person.messages[0]);
    assert.equal(message.text, "Argus userinfo: myUserName · My Name");
    await until("the JSON", () => workspace.textDocuments.some(({ uri: { scheme } }) => scheme === "argus-result"));
  });

  it("names differences from the known facts", async () => {
    await support("on");
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    const person = setup.person([setup.sandbox.apiKey, setup.sandbox.clientSecret]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const told = { active: true, exp, scope: "openid", username: "another", client_id: "another-client" };
    setup.sandbox.fail({ kind: "json200", value: told });
    assert.equal(await run("argus.introspect", uri, 0), true);
    const [same, other] = await until("both", () => person.messages.length === 2 && person.messages);
    assert.match(same?.text ?? "", /^Argus introspection: active · until [\d:]+ · myUserName · 2 scopes$/);
    const time = String.raw`\d\d:\d\d:\d\d`;
    const pattern = String.raw`^Argus introspection: active · not as expected: scope openid profile, until ${time}, client ${setup.sandbox.clientId}, user myUserName · until [\d: -]+ · another · openid$`;
    assert.match(other?.text ?? "", new RegExp(pattern));
  });

  it("can be copied and closed, one or all", async () => {
    const document = await setup.open("GET /one\n\n###\nGET /two\n");
    const uri = document.uri.toString();
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    await env.clipboard.writeText("");
    assert.equal(await run("argus.copyResult"), true);
    assert.equal((JSON.parse(await env.clipboard.readText()) as { username: string }).username, "myUserName");
    assert.equal(await run("argus.clearResult"), true);
    assert.equal(await run("argus.clearResult"), false, "there was none any more");
    assert.equal(await run("argus.userinfo", uri, 0), true);
    assert.equal(await run("argus.clearResults"), true);
  });
});
