import assert from "node:assert/strict";
import { ConfigurationTarget, type TextDocument, workspace } from "vscode";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

describe("a token for a request to another host", () => {
  const setup = useExtension();
  let document: TextDocument;
  beforeEach(async () => {
    const { clientId, apiKey } = setup.sandbox;
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, { url: "https://prod.example", clientId, hosts: [] }, "other");
    setup.person([apiKey]);
    assert.equal(await run("argus.getToken", "default"), true);
    document = await setup.open("# @argus default\nGET https://acme.example/a\n");
  });

  const insert = (): Promise<boolean> => run("argus.insertToken", document.uri.toString(), 1);
  const hosts = (): unknown =>
    workspace.getConfiguration("argus").get<Record<string, { hosts?: string[] }>>("profiles")?.["default"]?.hosts;

  it("is not written if the person cancels", async () => {
    const person = setup.person();
    assert.equal(await insert(), false);
    assert.equal(person.messages[0]?.text, "Insert a token of “default” into a request to acme.example?");
    assert.deepEqual(person.messages[0].buttons, ["Other Profile…", "Insert", "Insert and Remember Host"]);
    assert.equal(tokenIn(document), undefined);
  });

  it("is written once, and asked about again, if the person inserts it", async () => {
    setup.person([], ["Insert"]);
    assert.equal(await insert(), true);
    assert(tokenIn(document) !== undefined);
    const person = setup.person();
    assert.equal(await insert(), false);
    assert.match(person.messages[0]?.text ?? "", /^Insert a token of/);
    assert.deepEqual(hosts(), ["example.com"]);
  });

  it("is written without another question if the person has the host remembered", async () => {
    setup.person([], ["Insert and Remember Host"]);
    assert.equal(await insert(), true);
    assert.deepEqual(hosts(), ["example.com", "acme.example"]);
    const person = setup.person();
    assert.equal(await insert(), true);
    assert(!person.messages.some(({ text }) => text.startsWith("Insert a token of")));
  });

  it("is another profile's if the person chooses that one, which the request then names", async () => {
    await until("the document's language", () => document.languageId === "http");
    const person = setup.person([{ label: "other" }], ["Other Profile…"]);
    // The other one has no credential, and its host is another one too: the person closes that question.
    assert.equal(await insert(), false);
    assert.deepEqual(person.picks[0]?.labels, ["other"]);
    assert.match(document.getText(), /^# @argus other$/m);
    assert.equal(tokenIn(document), undefined);
  });

  it("leads to Add Profile if the person wants another profile and there is none", async () => {
    await workspace.getConfiguration("argus").update("profiles", undefined, ConfigurationTarget.Global);
    await addProfile(setup.sandbox);
    const person = setup.person([], ["Other Profile…"]);
    assert.equal(await insert(), false);
    assert.equal(person.picks[0]?.labels[0], "Argus API");
    assert.equal(tokenIn(document), undefined);
  });

  it("is not written by Refresh without a question", async () => {
    setup.person([], ["Insert"]);
    assert.equal(await insert(), true);
    const before = tokenIn(document);
    const person = setup.person();
    assert.equal(await run("argus.refreshTokens", document.uri.toString(), 1), false);
    assert.match(person.messages[0]?.text ?? "", /^Write fresh tokens into requests to hosts that do not belong/);
    assert.match(person.messages[0]?.detail ?? "", /A token of “default” to acme\.example/);
    assert.equal(tokenIn(document), before);
  });
});
