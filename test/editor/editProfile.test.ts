import assert from "node:assert/strict";
import { commands, ConfigurationTarget, type Diagnostic, languages, Uri, window, workspace } from "vscode";
import { addProfile, run, setProfiles, until, useExtension } from "./setup.ts";
import { TEST, SAVE, MORE, written, copied } from "./profileSteps.ts";

describe("Edit Profile", () => {
  const setup = useExtension();

  it("starts with the current settings, keeps the others, and shows no secret", async () => {
    const endpoints = { userinfo: "/authentication/v1/oauth/userinfo" };
    const { url, clientId, otherClientId, apiKey } = setup.sandbox;
    await addProfile(setup.sandbox);
    setup.person([apiKey]);
    assert.equal(await run("argus.getToken"), true);
    await addProfile(setup.sandbox, { scope: "openid audit", endpoints, clientAuthentication: "basic" });
    const person = setup.person([
      ...[url, otherClientId],
      { label: "Keep the API Key" },
      MORE,
      { labels: ["openid", "profile"] },
      "",
      { label: "None" },
      TEST,
    ]);
    assert.equal(await run("argus.editProfile", "default"), true, person.picks.at(-1)?.prompt);
    const [first, second, secret] = person.boxes;
    assert.deepEqual([first?.value, second?.value, secret?.value], [url, clientId, ""]);
    assert.equal(first?.title, "Argus: Edit Profile default");
    assert.equal(person.picks[0]?.labels[0], "Keep the API Key");
    assert.deepEqual(person.picks[2]?.ticked, ["openid", "Others…"]);
    const more = { scope: "openid profile", forwardedFor: "none" };
    assert.deepEqual(written(), {
      default: {
        url,
        clientId: otherClientId,
        hosts: ["example.com"],
        endpoints,
        clientAuthentication: "basic",
        ...more,
      },
    });
    assert.equal(setup.sandbox.requests.length, 2);
    assert.match(await copied(), /^myUserName\//);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("keeps no secret for another origin, and explains why it asks again", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const { url, clientId, apiKey } = setup.sandbox;
    const moved = url.replace("127.0.0.1", "localhost");
    const person = setup.person([moved, clientId, { label: "API Key" }, apiKey, TEST]);
    assert.equal(await run("argus.editProfile"), true, JSON.stringify(person.messages));
    assert.equal(person.picks[0]?.labels[0], "API Key");
    assert.match(person.picks[0].prompt ?? "", /entered for http:\/\/127\.0\.0\.1:\d+ and are not sent/);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("edits a profile where it is defined, and leaves the same name elsewhere alone", async () => {
    const { url, clientId, otherClientId } = setup.sandbox;
    await setProfiles({ default: { url, clientId } });
    await setProfiles({ default: { url, clientId } }, ConfigurationTarget.Workspace);
    setup.person([url, otherClientId, { label: "Enter It Later" }, SAVE]);
    assert.equal(await run("argus.editProfile"), true);
    const profiles = workspace.getConfiguration("argus").inspect("profiles");
    assert.deepEqual(profiles?.globalValue, { default: { url, clientId } });
    assert.deepEqual(profiles.workspaceValue, { default: { url, clientId: otherClientId } });
  });

  it("repairs a profile without a URL, and opens the settings for the rest", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    await setProfiles({ default: { clientId } });
    const person = setup.person([
      url,
      clientId,
      { label: "API Key" },
      apiKey,
      { label: "Save, and Open settings.json" },
    ]);
    assert.equal(await run("argus.editProfile"), true, JSON.stringify(person.messages));
    assert.equal(person.boxes[0]?.value, "https://api.mnemonic.no");
    assert.deepEqual(written(), { default: { url, clientId } });
    await until("settings.json", () => window.activeTextEditor?.document.uri.path.endsWith("/settings.json") === true);
  });

  it("opens from a failure's button, for the profile that failed", async () => {
    const { clientId } = setup.sandbox;
    await addProfile(setup.sandbox);
    await setProfiles({
      default: { url: setup.sandbox.url, clientId },
      other: { url: "http://argus.example", clientId },
    });
    const person = setup.person(["any/key", SAVE], ["Edit Profile"]);
    assert.equal(await run("argus.getToken", "other"), false);
    await until("the question", () => person.boxes.some(({ title }) => title === "Argus: Edit Profile other"));
  });
});

describe("several profiles", () => {
  const setup = useExtension();

  it("are shown with their differences and states, and the picked one becomes active", async () => {
    const { url, clientId, otherClientId, apiKey } = setup.sandbox;
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, { clientId: otherClientId, scope: "openid" }, "other");
    setup.person([apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const person = setup.person([{ label: "other" }]);
    assert.equal(await run("argus.selectProfile"), true);
    const [list] = person.picks;
    assert.deepEqual(list?.labels, ["default", "other"]);
    assert.equal(list.active, "default");
    const { host } = new URL(url);
    const [first = "", second] = list.descriptions;
    assert(first.startsWith(`${host} · token until `), first);
    assert.match(first, / · token until \d\d:\d\d:\d\d · active profile$/);
    assert.equal(second, `${host} · no token`);
    assert.deepEqual(list.details, [`${clientId} · user settings`, `${otherClientId} · user settings · openid`]);
    const active = workspace.getConfiguration("argus").inspect("activeProfile");
    assert.deepEqual([active?.globalValue, active?.workspaceValue], ["other", undefined]);
  });

  it("become active in the settings that already name one", async () => {
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, {}, "other");
    const configuration = workspace.getConfiguration("argus");
    await configuration.update("activeProfile", "default", ConfigurationTarget.Workspace);
    setup.person([{ label: "other" }]);
    assert.equal(await run("argus.selectProfile"), true);
    const active = workspace.getConfiguration("argus").inspect("activeProfile");
    assert.deepEqual([active?.globalValue, active?.workspaceValue], [undefined, "other"]);
  });

  it("each have their own credential, token and expiry", async () => {
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, {}, "other");
    const { apiKey, sessionToken } = setup.sandbox;
    setup.person([apiKey, "", { label: "Session Token" }, sessionToken]);
    setup.sandbox.setLifetime(300);
    assert.equal(await run("argus.getToken", "default"), true);
    setup.sandbox.setLifetime(600);
    assert.equal(await run("argus.getToken", "other"), true);
    const [first, second] = setup.sandbox.requests;
    assert.equal(first?.headers["argus-api-key"], apiKey);
    assert.equal(second?.headers["authorization"], `Bearer ${sessionToken}`);
    assert.notEqual(await copied("default"), await copied("other"));
    assert.equal(setup.sandbox.requests.length, 2);

    assert.equal(await run("argus.signOut", "other"), true);
    await copied("default");
    assert.equal(setup.sandbox.requests.length, 2, "the other one's token is gone");
    await copied("other");
    assert.equal(setup.sandbox.requests.length, 3);
  });
});

describe("a workspace's profile", () => {
  const setup = useExtension();

  it("cannot send a stored secret elsewhere, and the message names its settings", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const thief = setup.sandbox.url.replace("127.0.0.1", "localhost");
    await setProfiles({ default: { url: thief } }, ConfigurationTarget.Workspace);
    const person = setup.person();
    assert.equal(await run("argus.getToken"), false);
    const source = /set by this workspace, in \.vscode\/settings\.json/;
    assert.match(person.boxes[0]?.prompt ?? "", /entered for http:\/\/127.*not sent to http:\/\/localhost/);
    assert.match(person.boxes[0]?.prompt ?? "", source);
    assert.match(person.messages[0]?.text ?? "", /were entered for another address, so they were not sent/);
    assert.match(person.messages[0]?.text ?? "", source);
    assert.equal(setup.sandbox.requests.length, 1);
  });
});

describe("the settings' help", () => {
  const setup = useExtension();

  it("underlines mistakes in a profile", async () => {
    await setup.open("");
    const folder = workspace.workspaceFolders?.[0]?.uri;
    assert(folder);
    const uri = Uri.joinPath(folder, ".vscode", "settings.json");
    const profiles = {
      "no url": { clientId: "c", colour: "red", forwardedFor: "everywhere" },
      b: { url: 1, clientId: "a b", scope: 'a"b', clientAuthentication: "none", endpoints: { token: "x", other: "y" } },
    };
    await workspace.fs.writeFile(uri, Buffer.from(JSON.stringify({ "argus.profiles": profiles })));
    try {
      await window.showTextDocument(await workspace.openTextDocument(uri));
      const messages = (): string[] => languages.getDiagnostics(uri).map(({ message }: Diagnostic) => message);
      for (const expected of [
        /A profile name has no spaces/,
        /Missing property "url"/,
        /colour is not allowed/,
        /one IPv4 or IPv6 address/,
        /Incorrect type/,
        /no spaces/,
        /Scopes separated by spaces/,
        /not accepted.*"basicEncoded"/s,
        /begins with \//,
        /other is not allowed/,
      ]) {
        await until(`the problem ${expected.source}`, () => messages().some((message) => expected.test(message)));
      }
    } finally {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await workspace.fs.delete(uri);
    }
  });
});
