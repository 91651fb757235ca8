import assert from "node:assert/strict";
import { commands, env, window, workspace } from "vscode";
import { BACK } from "./person.ts";
import { addProfile, OTHER_ARGUS, profileAnswers, run, setProfiles, tokenIn, until, useExtension } from "./setup.ts";

describe("get token", () => {
  const setup = useExtension();

  it("creates the first profile, and asks for the key in a masked box", async () => {
    const person = setup.person(profileAnswers(setup.sandbox));
    assert.equal(await run("argus.getToken"), true);
    assert.deepEqual(
      person.boxes.map(({ step, masked }) => [step, masked]),
      [
        [2, false],
        [3, true],
        [4, false],
        [5, false],
      ],
    );
    assert.deepEqual(
      person.picks.map(({ step, labels }) => [step, labels]),
      [
        [1, ["Argus API", "Argus Log Cloud", "Another URL…"]],
        [6, ["Get a Token Now", "Save Without Testing", "More Settings…"]],
      ],
    );
    const { url, clientId } = setup.sandbox;
    assert.deepEqual(workspace.getConfiguration("argus").get("profiles"), { default: { url, clientId } });
    assert.deepEqual(person.messages, []);
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("writes nothing when cancelled at the key", async () => {
    setup.person(profileAnswers(setup.sandbox).slice(0, 2));
    assert.equal(await run("argus.getToken"), false);
    assert.deepEqual(workspace.getConfiguration("argus").get("profiles"), {});
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("goes back to the previous question", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      OTHER_ARGUS,
      "https://wrong.example",
      BACK,
      url,
      apiKey,
      BACK,
      apiKey,
      clientId,
      ...["default", { label: "Get a Token Now" }],
    ]);
    assert.equal(await run("argus.getToken"), true);
    assert.deepEqual(
      person.boxes.map(({ step }) => step),
      [2, 3, 2, 3, 4, 3, 4, 5],
    );
  });

  it("explains in the box what is wrong with a key or URL, and trims a pasted one", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      OTHER_ARGUS,
      ["two words", "http://api.mnemonic.no", ` ${url} `],
      ["nøkkel–1", "two\nlines", ` “${apiKey}”\n`],
      clientId,
      ...["default", { label: "Get a Token Now" }],
    ]);
    assert.equal(await run("argus.getToken"), true);
    const [urls, keys] = person.boxes;
    assert.match(urls?.problems[0] ?? "", /Enter a URL/);
    assert.match(urls?.problems[1] ?? "", /https:\/\//);
    assert.match(keys?.problems[0] ?? "", /Latin-1/);
    assert.match(keys?.problems[1] ?? "", /line break/);
    assert.match(keys?.problems[2] ?? "", /^Removed from the API key: /);
    assert.deepEqual(person.messages, [{ text: "Removed from the API key: white space and quotes.", buttons: [] }]);
  });

  it("asks only for the key if there is a profile, and only once", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(person.boxes.length, 1);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("makes one call for a hundred commands at the same time", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    const done = await Promise.all(Array.from({ length: 100 }, () => run("argus.getToken")));
    assert(done.every((worked) => worked));
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("copies the token", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.copyToken"), true);
    assert.match(await env.clipboard.readText(), /^myUserName\//);
    await env.clipboard.writeText("");
  });

  it("goes back to a refused key with the reason before it is stored, and then continues", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person(["wrong/key", { label: "Correct the API Key" }, setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true, JSON.stringify(person.messages));
    const [, again] = person.boxes;
    assert.equal(again?.value, "wrong/key");
    assert.match(again.feedback ?? "", /did not accept/);
    assert.equal(await run("argus.copyToken"), true);
    assert.equal(setup.sandbox.requests.length, 2);
    assert.deepEqual(person.messages, []);
    await env.clipboard.writeText("");
  });

  it("explains what is wrong with a profile, and with its name", async () => {
    const person = setup.person();
    await setProfiles({ default: { url: "http://api.mnemonic.no", clientId: "c" } });
    setup.person(["any/key"]);
    await setProfiles({ default: { clientId: "c" } });
    const broken = setup.person();
    assert.equal(await run("argus.getToken"), false);
    assert.match(broken.messages[0]?.text ?? "", /default: url is missing/);
    assert.deepEqual(broken.messages[0]?.buttons, ["Edit Profile"]);
    assert.equal(await run("argus.getToken", "nobody"), false);
    assert.match(broken.messages[1]?.text ?? "", /no profile “nobody”/);
    assert.deepEqual(person.messages, []);
  });
});

describe("secrets", () => {
  const setup = useExtension();

  it("are not sent to another origin until they are entered for it", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);

    const moved = setup.sandbox.url.replace("127.0.0.1", "localhost");
    await addProfile(setup.sandbox, { url: moved });
    const refusing = setup.person();
    assert.equal(await run("argus.getToken"), false);
    assert.match(
      refusing.boxes[0]?.prompt ?? "",
      /entered for http:\/\/127\.0\.0\.1:\d+ and are not sent to http:\/\/localhost/,
    );
    assert.match(refusing.messages[0]?.text ?? "", /entered for another address/);
    const document = await setup.open("GET /a\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), false);
    assert.equal(document.getText(), "GET /a\n");
    assert.equal(setup.sandbox.requests.length, 1, "something was sent");

    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("are asked for again after Forget Credentials, which also removes the token", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const forgetting = setup.person([], ["Delete"]);
    assert.equal(await run("argus.forgetCredentials"), true);
    assert.equal(forgetting.messages[0]?.text, "Delete the stored credentials of “default”?");
    assert.match(forgetting.messages[0].detail ?? "", /credential, client secret and token/);
    assert.match(forgetting.messages[1]?.text ?? "", /were deleted/);
    assert.equal(await run("argus.copyToken"), false);
    assert.equal(forgetting.boxes.length, 1);
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("do not return with a call that was under way when they were forgotten", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const call = run("argus.getToken");
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    assert.equal(await run("argus.forgetCredentials", "default"), true);
    await call;
    assert.equal(await run("argus.copyToken"), false);
    assert.equal(person.boxes.length, 2, "the key was not asked for");
  });

  it("outdate the token when they change, as does another client", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey, setup.sandbox.apiKey], ["Use the Secrets"]);
    assert.equal(await run("argus.copyToken"), true);
    const first = await env.clipboard.readText();
    assert.equal(await run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await run("argus.copyToken"), true);
    const second = await env.clipboard.readText();
    assert.notEqual(second, first);
    await addProfile(setup.sandbox, { clientId: setup.sandbox.otherClientId });
    assert.equal(await run("argus.copyToken"), true);
    assert.notEqual(await env.clipboard.readText(), second);
    assert.equal(setup.sandbox.requests.length, 3);
    await env.clipboard.writeText("");
  });

  it("survive Sign Out, but the token does not", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.signOut"), true);
    assert.equal(await run("argus.copyToken"), true);
    assert.equal(person.boxes.length, 1);
    assert.equal(setup.sandbox.requests.length, 2);
    await env.clipboard.writeText("");
  });
});

describe("expiry", () => {
  const setup = useExtension();

  it("of a token leads to a new one at the next insertion", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    setup.sandbox.setLifetime(1);
    const document = await setup.open("GET /a\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    const first = tokenIn(document);
    setup.sandbox.setLifetime(300);
    await until("a token after the expiry", async () => {
      assert.equal(await run("argus.insertToken", uri, 0), true);
      return tokenIn(document) !== first;
    });
    // On a busy machine the first one may have expired, and been renewed, before it was inserted.
    const { length } = setup.sandbox.requests;
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(setup.sandbox.requests.length, length);
  });
});

describe("commands", () => {
  const setup = useExtension();

  it("are all registered, and work without a document", async () => {
    const registered = new Set(await commands.getCommands(true));
    const manifest = (await import("../../package.json")).default;
    for (const { command } of manifest.contributes.commands) assert(registered.has(command), command);
  });

  it("explain where they work if there is no .http document", async () => {
    const person = setup.person();
    await until("no editor", () => window.activeTextEditor === undefined);
    assert.equal(await run("argus.introspect"), false);
    assert.match(person.messages[0]?.text ?? "", /\.http files/);
  });

  it("accept arguments from others", async () => {
    const person = setup.person();
    for (const args of [[42], [{ uri: 1 }], [null, "x"], ["file:///nowhere.http", 3]]) {
      assert.equal(await run("argus.insertToken", ...args), false);
    }
    assert.equal(person.messages.length, 4);
  });
});
