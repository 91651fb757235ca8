import assert from "node:assert/strict";
import { commands, env, workspace } from "vscode";
import { storeKey } from "../../client/src/edits/storeKey.ts";
import { addProfile, OTHER_ARGUS, run, tokenIn, until, useExtension } from "./setup.ts";
import { told, actionIn } from "./trackedFiles.ts";

const STORE = "Store this key in a profile and remove it here";

describe("an API key in a file", () => {
  const setup = useExtension();
  const text = (key: string): string =>
    `@key = ${key}\n\n###\nGET https://example.com/a\nArgus-API-Key: {{key}}\nX: y\n\n###\nGET https://example.com/b\nArgus-API-Key: ${key}\n`;
  const cleaned = "\n###\nGET https://example.com/a\nX: y\n\n###\nGET https://example.com/b\n";

  it("is stored in a profile and removed by a quick fix, with a token in its place", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([{ label: "default" }], ["Save", "Insert Token"]);
    const { apiKey } = setup.sandbox;
    const document = await setup.open(text(apiKey));
    await told(document, "argus-api-key-literal", "argus-api-key-literal");
    const { command } = await actionIn(document, STORE);
    assert(command && !JSON.stringify(command).includes(apiKey));
    assert.equal(await run(command.command, ...(command.arguments as unknown[])), true);
    await until("the token", () => tokenIn(document));
    assert.equal(document.getText().replace(/Authorization: .*\n/, ""), cleaned);
    assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], apiKey);
    assert.deepEqual(person.boxes, []);
    assert.match(person.messages[0]?.text ?? "", /^Save “/);
    assert.match(
      person.messages[1]?.text ?? "",
      /Local History and git can still have it: revoke the key in Argus under User Preferences/,
    );
    assert(person.messages.every((message) => !message.text.includes(apiKey)));
  });

  it("is restored by one undo", async () => {
    await addProfile(setup.sandbox);
    setup.person([{ label: "default" }]);
    const document = await setup.open(text("my/key"));
    assert.equal(await run("argus.storeKey", document.uri.toString(), 3), true);
    assert.equal(document.getText(), cleaned);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text("my/key"));
  });

  it("replaces another stored credential only after asking", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const document = await setup.open(text("other/key"));
    const uri = document.uri.toString();
    const doubtful = setup.person([{ label: "default" }]);
    assert.equal(await run("argus.storeKey", uri, 3), false);
    assert.match(doubtful.messages[0]?.text ?? "", /^Replace the stored credential of “default”/);
    assert.equal(document.getText(), text("other/key"));
    setup.person([{ label: "default" }], ["Replace"]);
    assert.equal(await run("argus.storeKey", uri, 3), true);
    assert.equal(document.getText(), cleaned);
    setup.person();
    assert.equal(await run("argus.getToken"), false);
    assert.equal(setup.sandbox.requests[1]?.headers["argus-api-key"], "other/key");
  });

  it("suggests the request's own profile first, and is left alone without a choice", async () => {
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, {}, "other");
    const written = `# @argus other\n${text("my/key")}`;
    const document = await setup.open(written);
    const person = setup.person();
    assert.equal(await run("argus.storeKey", document.uri.toString(), 4), false);
    assert.deepEqual(person.picks[0]?.labels, ["other", "default", "New Profile…"]);
    assert.equal(document.getText(), written);
    assert.deepEqual(person.messages, []);
  });

  for (const [which, before] of [
    ["the first profile", []],
    ["a new profile", [{ label: "New Profile…" }]],
  ] as const) {
    it(`creates ${which}, which does not ask for it again`, async () => {
      const { url, clientId, apiKey } = setup.sandbox;
      if (before.length > 0) await addProfile(setup.sandbox);
      const document = await setup.open(text(apiKey));
      const person = setup.person([...before, OTHER_ARGUS, url, clientId, "other", { label: "Get a Token Now" }]);
      assert.equal(await run("argus.storeKey", document.uri.toString(), 3), true);
      assert.equal(document.getText(), cleaned);
      assert.deepEqual(
        person.boxes.map(({ masked, step, total }) => [masked, step, total]),
        [2, 3, 4].map((step) => [false, step, 5]),
      );
      assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], apiKey);
      // The token from the test is still there.
      assert.equal(await run("argus.copyToken", "other"), true);
      assert.equal(setup.sandbox.requests.length, 1);
      await env.clipboard.writeText("");
    });
  }

  it("that Argus refuses creates no profile, and is left where it is", async () => {
    const { url, clientId } = setup.sandbox;
    const document = await setup.open(text("wrong/key"));
    const person = setup.person([OTHER_ARGUS, url, clientId, "other", { label: "Get a Token Now" }]);
    assert.equal(await run("argus.storeKey", document.uri.toString(), 3), false);
    assert.equal(document.getText(), text("wrong/key"));
    assert.deepEqual(workspace.getConfiguration("argus").inspect("profiles")?.globalValue ?? {}, {});
    const ways = person.picks.at(-1)?.labels ?? [];
    assert.deepEqual(ways, ["Try Again", "Correct the Client ID", "Correct the URL", "Save Without Testing"]);
    assert.match(person.picks.at(-1)?.details[0] ?? "", /./);
  });

  it("is kept in the file if the secret storage fails", async () => {
    await addProfile(setup.sandbox);
    const document = await setup.open(text("my/key"));
    const person = setup.person([{ label: "default" }, { label: "default" }]);
    const kept: unknown[] = [];
    const found = { apiKey: "my/key", requestLine: 3, version: document.version, edits: [] };
    const parts = {
      profileSecrets: {
        read: () => Promise.resolve({ secrets: kept.length > 0 ? { credential: kept[0] } : {} }),
        isInWindowAlone: () => kept.length > 0,
      },
      signIn: {
        keep: (_: unknown, { credential }: { credential: unknown }) =>
          Promise.resolve((kept.push(credential), "window")),
      },
      worker: { send: () => Promise.resolve({ ok: true, value: found }) },
    } as unknown as Parameters<typeof storeKey>[1];
    for (const tries of [1, 2]) {
      const outcome = await storeKey({ document, line: 3, dispose: () => undefined }, parts);
      assert(!outcome.ok);
      assert.equal(outcome.error.code, "keyNotStored");
      assert.match(outcome.error.message, /stays in the file/);
      assert(!outcome.error.message.includes("my/key"));
      assert.equal(kept.length, tries);
    }
    assert.equal(document.getText(), text("my/key"));
    assert.deepEqual(person.messages, []);
  });

  it("must exist for the command", async () => {
    const document = await setup.open("GET https://example.com/a\nArgus-API-Key: {{$processEnv KEY}}\n");
    const person = setup.person();
    assert.equal(await run("argus.storeKey", document.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /no API key/);
  });
});
