import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  type CodeAction,
  commands,
  ConfigurationTarget,
  env,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import { workerPid } from "./processes.ts";
import { addProfile, run, setProfiles, until, useExtension } from "./setup.ts";
import { hasTerminals } from "./terminals.ts";

const QUESTION = "The request takes its token from the environment";

async function set(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration("argus").update(name, value, ConfigurationTarget.Global);
}

/** The environment as another extension sees it now. */
function found(name = "ARGUS_TOKEN"): Promise<string | undefined> {
  return Promise.resolve(commands.executeCommand<string | undefined>("standIn.environment", name));
}

async function held(profile?: string): Promise<string> {
  assert.equal(await run("argus.copyToken", profile), true);
  return env.clipboard.readText();
}

/** Chooses a code action like a person does in the menu. */
async function actAt(document: TextDocument, line: number, title: string): Promise<void> {
  const action = await until(title, async () => {
    const range = new Range(line, 0, line, 0);
    const actions = await commands.executeCommand<CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
    );
    return actions.find((offered) => offered.title === title);
  });
  assert(action.edit);
  assert(await workspace.applyEdit(action.edit));
}

describe("the environment", () => {
  const setup = useExtension();
  afterEach(async () => {
    await set("environmentVariables", undefined);
    await set("insertAs", undefined);
    await set("activeProfile", undefined);
  });

  /** Gets a token for a new profile. */
  async function signIn(name = "default"): Promise<string> {
    await addProfile(setup.sandbox, {}, name);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken", name), true);
    return held(name);
  }

  it("contains no token while the setting is off", async () => {
    assert.match(await signIn(), /^myUserName\//);
    assert.equal(await found(), undefined);
    assert.equal(await found("ARGUS_TOKEN_DEFAULT"), undefined);
  });

  it("contains the live token for other extensions, follows renewals, and loses it at sign-out", async () => {
    await set("environmentVariables", true);
    const first = await signIn();
    assert.equal(await found(), first);
    assert.equal(await found("ARGUS_TOKEN_DEFAULT"), first);

    setup.sandbox.fail({ kind: "late", ms: 500 });
    const getting = run("argus.getToken");
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    assert.equal(await found(), first, "it is good while the next one is on its way");
    assert.equal(await getting, true);
    const second = await held();
    assert.notEqual(second, first);
    assert.equal(await found(), second);

    assert.equal(await run("argus.signOut"), true);
    assert.equal(await found(), undefined);
    assert.equal(await found("ARGUS_TOKEN_DEFAULT"), undefined);
  });

  it("loses the token when the setting is turned off, credentials are forgotten, or the profile is removed", async () => {
    const ends: (() => Promise<unknown>)[] = [
      () => set("environmentVariables", undefined),
      () => run("argus.forgetCredentials", "default"),
      () => setProfiles(undefined),
    ];
    for (const end of ends) {
      await set("environmentVariables", true);
      const token = await signIn();
      assert.equal(await found(), token);
      await end();
      await until("an environment without it", async () => (await found()) === undefined);
      await run("argus.forgetCredentials", "default");
    }
  });

  it("loses an expired token, and gets its earlier value back", async () => {
    process.env["ARGUS_TOKEN"] = "mine";
    try {
      await set("environmentVariables", true);
      // Long enough for a busy machine to notice that it lives.
      setup.sandbox.setLifetime(5);
      await addProfile(setup.sandbox);
      setup.person([setup.sandbox.apiKey]);
      assert.equal(await run("argus.getToken"), true);
      assert.match((await found()) ?? "", /^myUserName\//);
      await until("the one from before", async () => (await found()) === "mine");
      assert.equal(await found("ARGUS_TOKEN_DEFAULT"), undefined);
    } finally {
      delete process.env["ARGUS_TOKEN"];
    }
  });

  it("has a variable per profile, and the active one's follows the selection", async () => {
    await set("environmentVariables", true);
    const [first, second] = [await signIn(), await signIn("other")];
    assert.notEqual(first, second);
    assert.equal(await found(), first);
    assert.equal(await found("ARGUS_TOKEN_OTHER"), second);
    await set("activeProfile", "other");
    await until("the other one's", async () => (await found()) === second);
    assert.equal(await found("ARGUS_TOKEN_DEFAULT"), first);
  });

  it("has no variable for two profiles that differ only in case, and says so once", async () => {
    await set("environmentVariables", true);
    const token = await signIn();
    const person = setup.person();
    for (const round of [1, 2]) {
      await addProfile(setup.sandbox, {}, "Default");
      await until(`round ${round}`, async () => (await found("ARGUS_TOKEN_DEFAULT")) === undefined);
      assert.equal(await found(), token);
      await setProfiles(undefined);
      await addProfile(setup.sandbox);
      await held();
    }
    assert.equal(person.messages.length, 1, JSON.stringify(person.messages));
    assert.match(person.messages[0]?.text ?? "", /“default” and “Default” .* ARGUS_TOKEN_DEFAULT/);
  });

  it("cannot be turned on by a folder's settings", async () => {
    const token = await signIn();
    const folder = workspace.workspaceFolders?.[0]?.uri;
    assert(folder);
    const file = Uri.joinPath(folder, ".vscode", "settings.json");
    const settings = { "argus.environmentVariables": true, "argus.timeout": 17 };
    await workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    try {
      await until("the folder's settings", () => workspace.getConfiguration("argus").get("timeout") === 17);
      assert.equal(await held(), token);
      assert.equal(await found(), undefined);
    } finally {
      await workspace.fs.delete(file);
      await until("the folder's settings to go", () => workspace.getConfiguration("argus").get("timeout") === 30);
    }
  });

  it("does not reach the worker", async function () {
    if (process.platform !== "linux") this.skip();
    await set("environmentVariables", true);
    const token = await signIn();
    assert.equal(await run("argus.restartWorker"), true);
    const environment = await until("a worker", () => {
      const pid = workerPid();
      return pid !== undefined && readFileSync(`/proc/${pid}/environ`, "utf8");
    });
    assert.match(environment, /PATH=/);
    assert(!environment.includes(token));
  });

  it("contains the token of the profile that a request's file names", async () => {
    await set("environmentVariables", true);
    await set("insertAs", "environment");
    await signIn();
    await addProfile(setup.sandbox, {}, "other");
    // It has no token yet.
    setup.person([setup.sandbox.apiKey]);
    const document = await setup.open("# @argus other\nGET /a\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 1), true);
    const [, name] = /^Authorization: Bearer \{\{\$processEnv (\w+)\}\}$/m.exec(document.getText()) ?? [];
    const token = await held("other");
    assert.equal(await found(name), token);

    const calls = setup.sandbox.requests.length;
    assert.equal(await run("argus.userinfo", document.uri.toString(), 1), true);
    assert.deepEqual(
      setup.sandbox.requests.slice(calls).map(({ headers }) => headers["authorization"]),
      [`Bearer ${token}`],
    );
  });

  describe("of a terminal", () => {
    it("contains the token that is live when the terminal starts", async function () {
      if (!hasTerminals()) this.skip();
      await set("environmentVariables", true);
      const token = await signIn();
      const folder = workspace.workspaceFolders?.[0]?.uri;
      assert(folder);
      const file = Uri.joinPath(folder, "terminal.txt");
      const script = `printf %s "$ARGUS_TOKEN,$ARGUS_TOKEN_DEFAULT" > "${file.fsPath}"`;
      const terminal = window.createTerminal({ name: "test", shellPath: "/bin/sh", shellArgs: ["-c", script] });
      const text = await until("what it wrote", async () => {
        try {
          // The shell creates the file before writing to it.
          return Buffer.from(await workspace.fs.readFile(file)).toString() || undefined;
        } catch {
          return undefined;
        }
      });
      terminal.dispose();
      assert.equal(text, `${token},${token}`);
    });
  });

  describe("referred to while the setting is off", () => {
    it("can be turned on in one step if the setting wrote the reference", async () => {
      await set("insertAs", "environment");
      await addProfile(setup.sandbox);
      const person = setup.person([setup.sandbox.apiKey], ["Turn On"]);
      const document = await setup.open("GET /a\n");
      assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
      assert.equal(document.getText(), "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n");
      const token = await held();
      await until("the token", async () => (await found()) === token);
      const asked = person.messages.filter(({ text }) => text.startsWith(QUESTION));
      assert.deepEqual(
        asked.map(({ buttons }) => buttons),
        [["Turn On", "Not Now"]],
      );
      assert.match(asked[0]?.text ?? "", /every other extension .* every process/);
    });

    it("can be turned on if a code action wrote the reference; “Not Now” ends unasked offers", async () => {
      const document = await setup.open("GET /a\nAuthorization: Bearer {{argusToken}}\n");
      const title = "Write Argus Token as a reference to the environment";
      const person = setup.person([], ["Not Now"]);
      const asked = (): number => person.messages.filter(({ text }) => text.startsWith(QUESTION)).length;
      await actAt(document, 0, title);
      await until("the question", () => asked() === 1);
      assert.equal(await found(), undefined);

      await commands.executeCommand("undo");
      await actAt(document, 0, title);
      await addProfile(setup.sandbox);
      assert.equal(asked(), 1);
      const again = setup.person([setup.sandbox.apiKey], ["Not Now"]);
      await set("insertAs", "environment");
      // Insert finds its reference there, and must end in something visible.
      assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
      await until("the question", () => again.messages.some(({ text }) => text.startsWith(QUESTION)));
      assert.equal(again.messages.length, 1);
      assert.equal(await found(), undefined);
    });
  });
});
