import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { Uri, workspace } from "vscode";
import { startSandbox } from "../sandbox/sandbox.ts";
import { addProfile, keyFile, run, useExtension } from "./setup.ts";

const PASSPHRASE = "a pass phrase: ä";

describe("a credential", () => {
  const setup = useExtension();
  const ec = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = (key: ReturnType<typeof ec>["privateKey"]) => key.export({ type: "pkcs8", format: "pem" }) as string;

  it("can be a session token, masked and validated", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person(["", { label: "Session Token" }, ["two\nlines", setup.sandbox.sessionToken]]);
    assert.equal(await run("argus.getToken"), true);
    const [, box] = person.boxes;
    assert(box?.masked);
    assert.match(box.problems[0] ?? "", /^The session token must be one line/);
    assert.equal(setup.sandbox.requests[0]?.headers["authorization"], `Bearer ${setup.sandbox.sessionToken}`);
  });

  it("is asked for again by its own name after a refusal", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person(["", { label: "Session Token" }, "wrong/token", { label: "Save Without Testing" }]);
    assert.equal(await run("argus.getToken"), false);
    assert.equal(person.picks.at(-1)?.labels[0], "Correct the Session Token");
    assert.deepEqual(person.messages[0]?.buttons, ["Enter Session Token"]);
  });

  it("can be a key file that signs a JWT for each call, mostly by pressing Enter", async () => {
    const { privateKey, publicKey } = ec();
    setup.sandbox.enrol({ publicKey });
    await addProfile(setup.sandbox);
    // The empty text is for the key ID.
    const person = setup.person(["", { label: "Signed JWT" }, { label: "Choose Key File…" }, ""]);
    person.onward = true;
    person.file = await keyFile(pem(privateKey));
    assert.equal(await run("argus.getToken"), true, JSON.stringify(person.messages));
    await workspace.fs.delete(person.file);
    assert.equal(await run("argus.getToken"), true, "the file was looked at again");
    assert.match(setup.sandbox.requests[0]?.headers["authorization"] ?? "", /^Bearer ey/);
    assert.deepEqual(
      person.picks.map(({ labels }) => labels[0]),
      ["Session Token", "Choose Key File…", "Authorization: Bearer", "Use Defaults"],
    );
  });

  it("can be an encrypted key, whose passphrase is asked for until it is right", async () => {
    const { privateKey, publicKey } = ec();
    const encrypted = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE } as const;
    setup.sandbox.enrol({ publicKey, keyId: "mine" });
    await addProfile(setup.sandbox);
    const person = setup.person([
      { label: "Choose Key File…" },
      ["", "wrong", PASSPHRASE],
      "mine",
      { label: "client_assertion" },
      { label: "Edit…" },
      setup.sandbox.clientId,
      "",
      "",
      ["0", "7200", "120"],
    ]);
    person.file = await keyFile(privateKey.export(encrypted) as string);
    assert.equal(await run("argus.setCredential", "default", "jwt"), true, JSON.stringify(person.messages));
    const [passphrase, , , , , lifetime] = person.boxes;
    assert(passphrase?.masked);
    assert.match(passphrase.problems[1] ?? "", /passphrase/);
    assert.match(lifetime?.problems[1] ?? "", /1 to 3600/);
    assert.equal(await run("argus.getToken"), true, JSON.stringify(person.messages));
    assert.match(setup.sandbox.requests[0]?.fields["client_assertion"] ?? "", /^ey/);
  });

  it("can be a pasted JWK, sent in a header of its own", async () => {
    const { privateKey, publicKey } = ec();
    const sandbox = await startSandbox({ assertionHeader: "X-Argus-Assertion" });
    sandbox.enrol({ publicKey });
    await addProfile(sandbox);
    const person = setup.person([
      { label: "Paste JWK" },
      ["nonsense", JSON.stringify(privateKey.export({ format: "jwk" }))],
      "",
      { label: "A Header…" },
      ["not one", "X-Argus-Assertion"],
      { label: "Use Defaults" },
    ]);
    assert.equal(await run("argus.setCredential", "default", "jwt"), true, JSON.stringify(person.messages));
    await sandbox.close();
    assert(person.boxes[0]?.masked);
    assert.match(person.boxes[0].problems[0] ?? "", /JWK/);
    assert.match(person.boxes[2]?.problems[0] ?? "", /valid header name/);
    assert.match(sandbox.requests[0]?.headers["x-argus-assertion"] ?? "", /^ey/);
    assert.deepEqual(sandbox.violations, []);
  });

  it("is asked for again, with an explanation, if it is not a private key", async () => {
    const { publicKey } = ec();
    await addProfile(setup.sandbox);
    const person = setup.person([{ label: "Choose Key File…" }]);
    person.file = await keyFile(publicKey.export({ type: "spki", format: "pem" }) as string);
    assert.equal(await run("argus.setCredential", "default", "jwt"), false);
    assert.match(person.picks[1]?.prompt ?? "", /public key/);
    const gone = setup.person([{ label: "Choose Key File…" }]);
    gone.file = Uri.file("/nowhere/key.pem");
    assert.equal(await run("argus.setCredential", "default", "jwt"), false);
    assert.match(gone.picks[1]?.prompt ?? "", /This file does not exist/);
    assert.deepEqual([person.messages, gone.messages], [[], []]);
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("as a client secret keeps its spaces, and loses a line break at its end with a message", async () => {
    await addProfile(setup.sandbox);
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    const secret = setup.sandbox.clientSecret;
    const person = setup.person([setup.sandbox.apiKey, [`${secret}\r\n`]]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    assert.equal(setup.sandbox.requests[1]?.fields["client_secret"], secret);
    assert.deepEqual(
      person.messages.map(({ text }) => text),
      ["The line break at the end of the client secret was removed."],
    );
    setup.person([" spaces "]);
    assert.equal(await run("argus.setCredential", "default", "clientSecret"), true);
    setup.person();
    assert.equal(await run("argus.introspect", uri, 0), false);
    assert.equal(setup.sandbox.requests[2]?.fields["client_secret"], " spaces ");
  });

  it("can be chosen, including the client secret, only through the command", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person(["", { label: "Client Secret" }, setup.sandbox.clientSecret]);
    assert.equal(await run("argus.setCredential"), true);
    assert.deepEqual(person.picks[0]?.labels, [
      "Session Token",
      "Signed JWT",
      "Command",
      "Environment Variable",
      "Client Secret",
    ]);
    assert.equal(setup.sandbox.requests.length, 0);
  });
});
