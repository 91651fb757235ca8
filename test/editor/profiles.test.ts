import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { workspace } from "vscode";
import { BACK } from "./person.ts";
import { addProfile, keyFile, OTHER_ARGUS, profileAnswers, run, useExtension } from "./setup.ts";
import { TEST, SAVE, MORE, written, copied } from "./profileSteps.ts";

describe("Add Profile", () => {
  const setup = useExtension();

  it("counts its steps, and gets a token with the last one and no second call", async () => {
    const person = setup.person(profileAnswers(setup.sandbox));
    assert.equal(await run("argus.addProfile"), true);
    const steps = [...person.boxes, ...person.picks].sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
    assert.deepEqual(
      steps.map(({ title, step, total }) => [title, step, total]),
      [1, 2, 3, 4, 5, 6].map((step) => ["Argus: Add Profile", step, step === 1 ? 5 : 6]),
    );
    assert.equal(setup.sandbox.requests.length, 1);
    assert.match(await copied(), /^myUserName\//);
    assert.equal(setup.sandbox.requests.length, 1);
    assert.deepEqual(person.messages, []);
  });

  it("saves without a call on request, and asks for nothing more later", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([OTHER_ARGUS, url, apiKey, clientId, "default", SAVE]);
    assert.equal(await run("argus.addProfile"), true);
    assert.equal(setup.sandbox.requests.length, 0);
    assert.match(await copied(), /^myUserName\//);
    assert.equal(person.boxes.length, 4);
  });

  it("writes nothing when cancelled at the last step", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([OTHER_ARGUS, url, apiKey, clientId, "default"]);
    assert.equal(await run("argus.addProfile"), false);
    assert.equal(person.picks.at(-1)?.step, 6);
    assert.deepEqual(written(), {});
    await addProfile(setup.sandbox);
    const asked = setup.person();
    assert.equal(await run("argus.copyToken"), false);
    assert.equal(asked.boxes.length, 1, "a key was kept");
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("warns about a client ID that is not a UUID, and accepts it", async () => {
    const { url, apiKey } = setup.sandbox;
    const use = { label: "Use “my-client” as the Client ID" };
    const person = setup.person([OTHER_ARGUS, url, apiKey, ["", "two words", "my-client"], use, "default", SAVE]);
    assert.equal(await run("argus.addProfile"), true);
    const problems = person.boxes[2]?.problems ?? [];
    assert.match(problems[0] ?? "", /Enter the client ID/);
    assert.match(problems[1] ?? "", /without spaces/);
    assert.match(problems[2] ?? "", /usually a UUID/);
    assert.deepEqual(written(), { default: { url, clientId: "my-client" } });
  });

  it("returns to the earlier answers, with secrets masked", async () => {
    const { url, clientId, sessionToken } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, ""],
      { label: "Session Token" },
      sessionToken,
      BACK,
      BACK,
      BACK,
      "",
      { label: "Session Token" },
      sessionToken,
      ...[clientId, "default"],
      TEST,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    const [, , first, , again, , last] = person.boxes;
    assert.deepEqual([first?.value, first?.masked], ["", true]);
    assert.deepEqual([again?.value, again?.masked], [sessionToken, true]);
    assert.deepEqual([last?.value, last?.masked], [sessionToken, true]);
    assert.deepEqual(
      person.picks.map(({ step, active }) => [step, active]),
      [
        [1, "Argus API"],
        [4, "Session Token"],
        [4, "Session Token"],
        [4, "Session Token"],
        [8, "Get a Token Now"],
      ],
    );
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("asks for scopes, client secret, origin IP and settings file after one choice", async () => {
    const { url, clientId, clientSecret, apiKey } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, apiKey, clientId, "default"],
      MORE,
      { labels: ["openid", "Others…"] },
      ['"quoted"', " clientip  openid "],
      clientSecret,
      { label: "An Address…" },
      ["nonsense", "192.0.2.1:80", "192.0.2.1"],
      { label: "User Settings" },
      TEST,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    const settings = { url, clientId, scope: "openid clientip", forwardedFor: "192.0.2.1" };
    assert.deepEqual(written(), { default: settings });
    assert.equal(setup.sandbox.requests[0]?.fields["scope"], settings.scope);
    const [, , , , others, secret, address] = person.boxes;
    assert.match(others?.problems[0] ?? "", /ASCII/);
    assert.equal(secret?.masked, true);
    assert.match(address?.problems[1] ?? "", /without a port/);
    assert.deepEqual(
      person.picks.map(({ step, total }) => [step, total]),
      [
        [1, 5],
        [6, 6],
        [7, 11],
        [10, 12],
        [12, 13],
        [13, 13],
      ],
    );
    const document = await setup.open("GET /a\n");
    assert.equal(await run("argus.introspect", document.uri.toString(), 0), true);
    assert.equal(setup.sandbox.requests[1]?.fields["client_secret"], clientSecret);
  });

  it("warns about an origin IP that Argus cannot see, like the worker", async () => {
    const { clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, "https://argus.example.com", apiKey, clientId, "default"],
      MORE,
      { labels: [] },
      "",
      { label: "An Address…" },
      "10.0.0.1",
      { label: "User Settings" },
      SAVE,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    assert.match(person.boxes.at(-1)?.problems[0] ?? "", /Argus sees your public address/);
    assert.deepEqual(person.picks[2]?.ticked, []);
  });

  it("explains a failed test, and returns to the key with all other answers kept", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, "wrong/key", clientId, "default"],
      TEST,
      { label: "Correct the API Key" },
      apiKey,
      TEST,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    const failed = person.picks[2];
    assert.match(failed?.prompt ?? "", /nothing is saved/);
    assert.match(failed?.details[0] ?? "", /did not accept/);
    assert.deepEqual(failed?.labels, [
      "Correct the API Key",
      "Correct the Client ID",
      "Correct the URL",
      "Try Again",
      "Save Without Testing",
    ]);
    const again = person.boxes[4];
    assert.deepEqual([again?.step, again?.value, again?.masked], [3, "wrong/key", true]);
    assert.match(again?.feedback ?? "", /did not accept/);
    assert.equal(person.boxes.length, 5);
    assert.deepEqual(person.messages, []);
    assert.equal(setup.sandbox.requests.length, 2);
  });

  it("returns to scopes that the server does not know", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, apiKey, clientId, "default"],
      MORE,
      { labels: ["openid", "Others…"] },
      ...["audit", "", { label: "None" }, { label: "User Settings" }],
      TEST,
      { label: "Correct the Scopes" },
      { labels: ["openid"] },
      ...["", { label: "None" }, { label: "User Settings" }],
      TEST,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    const again = person.picks.findLast(({ labels }) => labels.includes("groups"));
    assert.match(again?.prompt ?? "", /did not accept the profile's scope/);
    assert.deepEqual(again?.ticked, ["openid", "Others…"]);
    assert.deepEqual(written(), { default: { url, clientId, scope: "openid", forwardedFor: "none" } });
  });

  it("returns to the URL too, tries again, and saves anyway", async () => {
    const { url, clientId, apiKey } = setup.sandbox;
    const elsewhere = "http://127.0.0.1:1";
    const person = setup.person([
      ...[OTHER_ARGUS, elsewhere, apiKey, clientId, "default"],
      TEST,
      { label: "Try Again" },
      BACK,
      TEST,
      { label: "Correct the URL" },
      url,
      TEST,
      SAVE,
    ]);
    setup.sandbox.fail({ kind: "status", status: 503, retryAfter: 60 });
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    assert.equal(person.picks[2]?.labels[0], "Correct the URL");
    assert.equal(person.boxes[4]?.value, elsewhere);
    assert.match(person.boxes[4].feedback ?? "", /127\.0\.0\.1/);
    assert.equal(person.boxes.length, 5, "more than the URL was asked again");
    assert.equal(person.picks.at(-1)?.labels[0], "Try Again");
    assert.deepEqual(written(), { default: { url, clientId } });
    assert.match(await copied(), /^myUserName\//);
  });

  it("keeps all answers if a file is not a key, and accepts the next one", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    setup.sandbox.enrol({ publicKey });
    const { url, clientId } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, ""],
      { label: "Signed JWT" },
      { label: "Choose Key File…" },
      { label: "Paste JWK" },
      JSON.stringify(privateKey.export({ format: "jwk" })),
      "",
      { label: "Authorization: Bearer" },
      { label: "Use Defaults" },
      clientId,
      "default",
    ]);
    person.file = await keyFile(publicKey.export({ type: "spki", format: "pem" }) as string);
    person.onward = true;
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    assert.match(person.picks[3]?.prompt ?? "", /public key/);
    assert.deepEqual(
      person.picks.map(({ step, total }) => [step, total]),
      [
        [1, 5],
        [4, 7],
        [5, 11],
        [5, 11],
        [8, 12],
        [9, 12],
        [12, 12],
      ],
    );
    assert.equal(setup.sandbox.requests.length, 1);
  });

  it("offers a suggested name, and makes the new profile active", async () => {
    await addProfile(setup.sandbox);
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([OTHER_ARGUS, url, apiKey, clientId, ["default", "other"], TEST]);
    assert.equal(await run("argus.addProfile", "dev"), true);
    assert.equal(person.boxes[3]?.value, "dev");
    assert.match(person.boxes[3].problems[0] ?? "", /already/);
    assert.equal(workspace.getConfiguration("argus").get("activeProfile"), "other");
  });

  it("saves to the workspace's settings on request, and is active only there", async () => {
    await addProfile(setup.sandbox);
    const { url, clientId, apiKey } = setup.sandbox;
    const person = setup.person([
      ...[OTHER_ARGUS, url, apiKey, clientId, "other"],
      MORE,
      { labels: [] },
      "",
      { label: "Automatic" },
      { label: "Workspace Settings" },
      SAVE,
    ]);
    assert.equal(await run("argus.addProfile"), true, person.picks.at(-1)?.prompt);
    const configuration = workspace.getConfiguration("argus");
    const profiles = configuration.inspect("profiles");
    assert.deepEqual(profiles?.workspaceValue, { other: { url, clientId, forwardedFor: "auto" } });
    assert.deepEqual(profiles.globalValue, { default: { url, clientId, hosts: ["example.com"] } });
    const active = configuration.inspect("activeProfile");
    assert.deepEqual([active?.globalValue, active?.workspaceValue], [undefined, "other"]);
  });
});
