import assert from "node:assert/strict";
import { window } from "vscode";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

describe("a document", () => {
  const setup = useExtension();
  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey, setup.sandbox.clientSecret]);
  });

  it("does not send another address' token to its profile's", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    await addProfile(setup.sandbox, { url: setup.sandbox.url.replace("127.0.0.1", "localhost") });
    const person = setup.person();
    for (const command of ["argus.userinfo", "argus.introspect"]) assert.equal(await run(command, uri, 0), false);
    assert.equal(setup.sandbox.requests.length, 1);
    assert.match(person.messages[0]?.text ?? "", /belongs to another address/);
    assert.deepEqual(person.boxes, []);
  });

  it("does not have the session's token checked instead of its own", async () => {
    const document = await setup.open("GET /one\nAuthorization: Basic dXNlcjpwYXNz\n");
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.userinfo", document.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /cannot be read here/);
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("has its own token introspected, asking for the client secret once", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    const [, first, second, third] = setup.sandbox.requests;
    assert(first && second && third);
    const token = tokenIn(document);
    assert.deepEqual([first.fields["token"], second.fields["token"]], [token, token]);
    assert.equal(first.fields["client_secret"], setup.sandbox.clientSecret);
    assert.equal(third.headers["authorization"], `Bearer ${token}`);
    assert.deepEqual([first.status, second.status, third.status], [200, 200, 200]);
  });

  it("offers to enter a wrong client secret again, and then continues", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    const { apiKey, clientSecret } = setup.sandbox;
    const person = setup.person([apiKey, "wrong", clientSecret], ["Enter Client Secret"]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), false);
    const again = await until("the second introspection", () => setup.sandbox.requests[2]);
    await until("its answer", () => again.status === 200);
    assert.equal(person.messages.length, 1);
    assert.match(person.messages[0]?.text ?? "", /client secret/);
  });

  it("without a token has the profile's checked, or reports that there is none", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.userinfo", uri, 0), false);
    assert.match(person.messages[0]?.text ?? "", /no token to check/);
    assert.deepEqual(person.messages[0]?.buttons, ["Get Token"]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
  });

  it("can show the last answer as a JSON document", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    assert.equal(window.activeTextEditor?.document.uri.toString(), uri);
    assert.equal(await run("argus.showResult"), true);
    const result = window.activeTextEditor.document;
    assert(result);
    assert.equal(result.languageId, "json");
    assert.equal((JSON.parse(result.getText()) as { username: string }).username, "myUserName");
  });
});
