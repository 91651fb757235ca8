import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { type ClientWindow, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const SESSION = "session";

describe("argus.secretStorage: session", () => {
  const setup = useClient();
  beforeEach(() => {
    standIn.answer = ({ prompt, choices }) =>
      choices?.includes("API Key") === true
        ? "API Key"
        : prompt.includes("API key for")
          ? setup.sandbox.apiKey
          : undefined;
  });

  const stored = (): string[] =>
    [...setup.storage.secrets].flatMap(([key, text]) => (key.startsWith("argus.profile/") ? [text] : []));

  it("stores neither credential nor token, works all the same, and a new window asks again", async () => {
    standIn.set("user", "argus.secretStorage", SESSION);
    const window = setup.open();
    for (let count = 0; count < 2; count += 1) assert.equal(await window.run("argus.getToken"), true);
    assert.deepEqual(stored(), []);
    assert(![...setup.storage.secrets.values()].join().includes(setup.sandbox.apiKey));
    standIn.answer = () => undefined;
    assert.equal(await window.run("argus.copyToken"), true);
    assert.equal(await setup.open().run("argus.getToken"), false);
  });

  it("moves stored secrets into the window, and still gets tokens", async () => {
    const window = setup.open();
    assert.equal(await window.run("argus.getToken"), true);
    assert.equal(stored().length, 1);
    standIn.set("user", "argus.secretStorage", SESSION);
    assert((await window.profileSecrets.leaveStorage()).ok);
    assert.deepEqual(stored(), []);
    standIn.answer = () => undefined;
    assert.equal(await window.run("argus.getToken"), true);
    assert.deepEqual(stored(), []);
  });

  describe("with a client certificate", () => {
    const FILE = "/keys/client.pem";
    const passphrases = (): string[] =>
      [...setup.storage.secrets.keys()].filter((key) => key.startsWith("argus.passphrase/"));
    const enter = async (window: ClientWindow): Promise<void> => {
      standIn.answer = ({ prompt }) => (prompt.startsWith("Passphrase of") ? "open sesame" : undefined);
      assert.equal(await window.run("argus.setCredential", "default", "certificatePassphrase"), true);
    };
    beforeEach(() => {
      standIn.set("user", "argus.clientCertificate", { [new URL(setup.sandbox.url).host]: { certFile: FILE } });
    });

    it("keeps its passphrase in this window alone, and says so", async () => {
      standIn.set("user", "argus.secretStorage", SESSION);
      const window = setup.open();
      await enter(window);
      assert.match(standIn.questions.at(-1)?.prompt ?? "", /kept in memory until this window is closed$/);
      assert.deepEqual(window.passphrases.all, { [FILE]: "open sesame" });
      assert(![...setup.storage.secrets.values()].join().includes("open sesame"));
      const other = setup.open();
      await other.passphrases.ready();
      assert.deepEqual(other.passphrases.all, {});
    });

    it("moves a stored passphrase into the window, and forgets it on request", async () => {
      const window = setup.open();
      await enter(window);
      assert.deepEqual(passphrases(), [`argus.passphrase/${FILE}`]);
      standIn.set("user", "argus.secretStorage", SESSION);
      assert((await window.passphrases.leaveStorage()).ok);
      await window.passphrases.ready();
      assert.deepEqual(passphrases(), []);
      assert.deepEqual(window.passphrases.all, { [FILE]: "open sesame" });
      assert.equal(await window.run("argus.forgetCredentials", "default"), true);
      assert.deepEqual(window.passphrases.all, {});
    });

    it("deletes the passphrase of a file that the settings no longer name, too", async () => {
      await enter(setup.open());
      standIn.set("user", "argus.clientCertificate", undefined);
      standIn.set("user", "argus.secretStorage", SESSION);
      assert((await setup.open().passphrases.leaveStorage()).ok);
      assert.deepEqual(passphrases(), []);
    });

    it("says if a stored passphrase could not be deleted", async () => {
      const window = setup.open();
      await enter(window);
      standIn.set("user", "argus.secretStorage", SESSION);
      standIn.pause = (where) => (where === "secrets" ? Promise.reject(new Error("locked")) : Promise.resolve());
      const left = await window.passphrases.leaveStorage();
      assert(!left.ok);
      assert.equal(left.error.code, "notDeleted");
    });
  });

  /** Everything that is said while all kinds of secrets are entered and forgotten, a line each. */
  async function saidMeanwhile(): Promise<string> {
    const window = setup.open();
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`)];
    for (const kind of ["Session Token", "Signed JWT", "Client Secret"]) {
      standIn.answer = ({ prompt }) =>
        prompt.includes("API key for") ? "" : prompt.startsWith("What do you want to enter") ? kind : undefined;
      await window.run("argus.setCredential", "default");
    }
    standIn.answer = setup.enterKey;
    await window.run("argus.setCredential", "default", "apiKey");
    standIn.answer = ({ prompt }) => (prompt.startsWith("Which profile") ? "default" : undefined);
    await window.run("argus.storeKey", "file:///workspace/test.http", 1);
    await window.run("argus.setCredential", "default", "certificatePassphrase");
    await window.run("argus.forgetCredentials", "default");
    await window.run("argus.forgetCredentials");
    window.close();
    const asked = standIn.questions.flatMap(({ prompt, details = [] }) => [prompt, ...details]);
    return [...asked, ...standIn.messages, ...standIn.statusMessages].join("\n");
  }

  it("never claims to keep a secret that it does not", async () => {
    standIn.set("user", "argus.clientCertificate", {
      [new URL(setup.sandbox.url).host]: { certFile: "/keys/client.pem" },
    });
    const usual = await saidMeanwhile();
    for (const what of ["API key for", "Session token for", "The key is copied", "Passphrase of"]) {
      assert.match(usual, new RegExp(`^${what}.* kept in VS Code's secret storage$`, "m"));
    }
    standIn.questions = [];
    standIn.messages = [];
    standIn.set("user", "argus.secretStorage", SESSION);
    const inMemory = await saidMeanwhile();
    for (const what of ["API key for", "Session token for", "The key is copied", "Passphrase of"]) {
      assert.match(inMemory, new RegExp(`^${what}.* kept in memory until this window is closed$`, "m"));
    }
    assert.doesNotMatch(inMemory, /secret storage/);
  });

  it("leaves a key in a file that would be lost with the window, and says so", async () => {
    standIn.set("user", "argus.secretStorage", SESSION);
    const window = setup.open();
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`)];
    standIn.answer = ({ prompt }) => (prompt.startsWith("Which profile") ? "default" : undefined);
    assert.equal(await window.run("argus.storeKey", "file:///workspace/test.http", 1), false);
    assert.match(
      standIn.messages.at(-1) ?? "",
      /is kept only until this window is closed, as argus\.secretStorage says/,
    );
    assert.equal(standIn.edits, 0);
  });
});
