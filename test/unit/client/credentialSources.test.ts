import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourcesIn } from "../../../common/credentialSources.ts";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { workspace } from "../../host/standIn/vscode.ts";
import { useClient } from "./setup.ts";
import { NODE, prints, script } from "./scripts.ts";

describe("the setting argus.credentialSources", () => {
  it("has commands and variables by name; what is neither or both is left out", () => {
    const command = ["/usr/bin/pass", "show", "argus"];
    const value = {
      pass: { command },
      "a variable": { variable: " KEY ", gives: "session" },
      both: { command, variable: "KEY" },
      none: {},
      empty: { command: [] },
      text: { command: "/usr/bin/pass show argus" },
      blank: { variable: " " },
      unknown: { command, gives: "clientSecret" },
      nothing: null,
    };
    assert.deepEqual(sourcesIn(value), [
      { kind: "command", source: "pass", command, gives: "apiKey" },
      { kind: "environment", source: "a variable", variable: "KEY", gives: "session" },
    ]);
    for (const other of [undefined, null, "text", 1, []]) assert.deepEqual(sourcesIn(other), []);
  });
});

describe("a credential from a secret manager or the environment", () => {
  const VARIABLE = "ARGUS_TEST_CREDENTIAL";
  const setup = useClient();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "argus-"));
  });
  afterEach(() => {
    workspace.isTrusted = true;
    Reflect.deleteProperty(process.env, VARIABLE);
    rmSync(folder, { recursive: true });
  });

  const set = (value: unknown, owner: "user" | "workspace" = "user") =>
    standIn.set(owner, "argus.credentialSources", value);
  /** A command that prints the sandbox's key and counts how often it ran. */
  const manager = (text = setup.sandbox.apiKey): string[] =>
    script(`require("fs").appendFileSync(process.argv[1], "x"); console.log(process.argv[2])`, join(folder, "n"), text);
  const runs = (): number => {
    const file = join(folder, "n");
    return existsSync(file) ? readFileSync(file, "utf8").length : 0;
  };
  const modals = (): Question[] => standIn.questions.filter(({ prompt }) => /^(Run|Read) this /.test(prompt));
  /** Chooses a source once, and leaves if it is asked for again. */
  const choose = (kind: string, source: string, allow: Answer = "Allow") => {
    const sources = [source];
    return ({ prompt, title }: Question): Answer => {
      if (prompt.startsWith("You left")) return "Start Over";
      if (prompt.startsWith("API key for")) return "";
      if (prompt.startsWith("What do you want to enter")) return kind;
      if (title !== "" && prompt.includes("the secret for")) return sources.shift();
      if (prompt.startsWith("The test failed")) return "Save Without Testing";
      return /^(Run|Read) this /.test(prompt) ? allow : undefined;
    };
  };
  const enter = async (kind: string, source: string, allow?: Answer): Promise<boolean> => {
    standIn.answer = choose(kind, source, allow);
    return setup.window.run("argus.setCredential", "default", "credential");
  };
  const key = (at: number) => setup.sandbox.requests[at]?.headers["argus-api-key"];

  it("is asked for whenever a token is needed, after one question that shows the command", async () => {
    const command = manager();
    set({ pass: { command } });
    assert(await enter("Command", "pass"));
    assert.equal(modals().length, 1);
    const { prompt } = modals()[0]!;
    assert(prompt.includes(`${NODE} -e "`) && prompt.includes(` ${join(folder, "n")} `), prompt);
    assert(prompt.includes(`is sent to ${setup.sandbox.url} as: API Key.`), prompt);
    assert(await setup.window.run("argus.getToken", "default"));
    const first = setup.window.sessions.held().get("default")!.accessToken;
    assert.deepEqual(await setup.window.tokens.renew("default", first), { kind: "renewed" });
    assert(await setup.window.run("argus.getToken", "default"));
    assert(await enter("Command", "pass"));
    assert.equal(modals().length, 1, "asked again");
    assert(runs() >= 3);
    assert(setup.sandbox.requests.length >= 3);
    assert.equal(key(0), setup.sandbox.apiKey);
  });

  it("is nowhere in the storage, the settings, the log or a message, and is redacted", async () => {
    const hidden = script(`console.log(Buffer.from(process.argv[1], "base64").toString())`);
    set({ pass: { command: [...hidden, Buffer.from(`${setup.sandbox.apiKey}\nnotes`).toString("base64")] } });
    assert(await enter("Command", "pass"));
    assert(await setup.window.run("argus.getToken", "default"));
    const everything = JSON.stringify([
      [...setup.storage.secrets.entries()].filter(([name]) => name.startsWith("argus.profile/")),
      [...setup.storage.state],
      setup.window.log,
      standIn.messages,
      standIn.questions,
    ]);
    assert(!everything.includes(setup.sandbox.apiKey));
    assert.match([...setup.storage.secrets.values()].join(), /"kind":"command"/);
    assert.match(setup.window.log.join("\n"), /^command default: ok in \d+ ms$/m);
    assert.equal(setup.window.redactor.redact(`key ${setup.sandbox.apiKey}.`), "key [redacted].");
  });

  it("leads back to the list, with the reason, if it is not allowed or cannot run", async () => {
    set({ pass: { command: manager() }, relative: { command: ["pass"] } });
    assert(!(await enter("Command", "pass", "Cancel")));
    assert.match(
      standIn.questions.at(-1)!.prompt,
      /^“pass” was not used, because you did not allow it\. Which command/,
    );
    standIn.questions = [];
    assert(!(await enter("Command", "relative")));
    assert.match(standIn.questions.at(-1)!.prompt, /^The command “relative” was not run/);
    assert.equal(runs(), 0);
  });

  it("asks again if the command has changed, before it runs", async () => {
    set({ pass: { command: manager() } });
    assert(await enter("Command", "pass"));
    assert(await setup.window.run("argus.getToken", "default"));
    const before = runs();
    const held = setup.window.sessions.held().get("default")!.accessToken;
    set({ pass: { command: [...manager(), "more"] } });
    assert.deepEqual(await setup.window.tokens.renew("default", held), { kind: "impossible" });
    standIn.questions = [];
    standIn.answer = choose("", "", "Cancel");
    assert.equal(await setup.window.run("argus.getToken", "default"), false);
    assert.match(standIn.messages.at(-1)!, /^“default”: “pass” was not used, because you did not allow it\.$/);
    assert.equal(runs(), before, "it ran");
    standIn.answer = choose("", "");
    assert(await setup.window.run("argus.getToken", "default"));
    assert.equal(runs(), before + 1);
    assert.equal(modals().length, 2);
  });

  it("is not used when the person refuses, and nothing is stored", async () => {
    set({ pass: { command: manager() } });
    assert.equal(await enter("Command", "pass", "Cancel"), false);
    assert.equal(runs(), 0);
    assert.deepEqual(setup.window.profileSecrets.names(), []);
  });

  it("cannot come from a workspace's settings, nor run in a folder that is not trusted", async () => {
    set({ pass: { command: manager() }, other: { variable: VARIABLE } }, "workspace");
    process.env[VARIABLE] = setup.sandbox.apiKey;
    for (const kind of ["Command", "Environment Variable"]) {
      assert.equal(await enter(kind, "Open Setting…"), false);
      const question = standIn.questions.findLast(({ prompt }) => prompt.includes("the secret for"));
      assert.deepEqual(question?.choices, ["Open Setting…"]);
    }
    set({ pass: { command: manager() } });
    assert(await enter("Command", "pass"));
    const before = runs();
    // The workspace changes the allowed command.
    set({ pass: { command: script("process.exit(1)") } }, "workspace");
    assert(await setup.window.run("argus.getToken", "default"));
    assert.equal(runs(), before + 1);
    workspace.isTrusted = false;
    assert.equal(await setup.window.run("argus.getToken", "default"), false);
    assert.match(standIn.messages.at(-1)!, /The command “pass” was not run, because you do not trust this folder/);
    assert.equal(runs(), before + 1);
  });

  it("is bound to the address it was chosen for", async () => {
    set({ pass: { command: manager() } });
    assert(await enter("Command", "pass"));
    const before = runs();
    standIn.set("user", "argus.profiles", { default: { url: "http://127.0.0.1:9", clientId: setup.sandbox.clientId } });
    standIn.answer = () => undefined;
    assert.equal(await setup.window.run("argus.getToken", "default"), false);
    assert.equal(runs(), before);
    assert.match(standIn.messages.at(-1)!, /entered for .* were not sent|entered for another address/);
  });

  it("can be a session token, a private key or a variable", async () => {
    process.env[VARIABLE] = ` ${setup.sandbox.sessionToken}\n`;
    set({ mine: { variable: VARIABLE, gives: "session" } });
    assert(await enter("Environment Variable", "mine"));
    assert.equal(modals().length, 0);
    assert(await setup.window.run("argus.getToken", "default"));
    assert.equal(setup.sandbox.requests[0]?.headers["authorization"], `Bearer ${setup.sandbox.sessionToken}`);
    assert.equal(setup.window.profileSecrets.credentialName("default"), "Environment Variable “mine”");
  });

  it("is deleted by Forget Credentials, and kept by Sign Out", async () => {
    set({ pass: { command: manager() } });
    assert(await enter("Command", "pass"));
    assert(await setup.window.run("argus.getToken", "default"));
    assert(await setup.window.run("argus.signOut", "default"));
    assert(await setup.window.run("argus.getToken", "default"));
    assert.equal(modals().length, 1);
    assert(await setup.window.run("argus.forgetCredentials", "default"));
    await setup.window.tokens.reload();
    assert.equal(setup.window.profileSecrets.credentialName("default"), undefined);
  });

  it("explains each problem of its source, with a remedy", async () => {
    const allowed: [unknown, RegExp][] = [
      [{ command: [join(folder, "pass")] }, /there is no .* where the extension runs/],
      [{ command: script("process.exit(3)") }, /failed with exit code 3/],
      [{ command: prints("\nsecond line") }, /printed nothing on its first line/],
      [{ command: prints("x".repeat(70_000)) }, /printed too much for a credential/],
      [{ command: prints("key – copied\n") }, /is not a credential: it must not contain characters outside Latin-1/],
      [{ variable: VARIABLE }, /The variable ARGUS_TEST_CREDENTIAL of “it” is not set, or empty/],
    ];
    for (const [source, sentence] of allowed) {
      set({ it: source });
      const kind =
        (source as object as { command?: string[] }).command === undefined ? "Environment Variable" : "Command";
      await enter(kind, "it");
      assert.equal(await setup.window.run("argus.getToken", "default"), false, String(sentence));
      assert.match(standIn.messages.at(-1)!, sentence);
      const buttons = standIn.questions.at(-1)?.choices ?? [];
      assert(buttons.includes("Open Setting"), buttons.join());
    }
    set({ it: { command: ["pass"] } });
    assert.equal(await enter("Command", "it"), false);
    assert.match(standIn.questions.at(-1)!.prompt, /its program must be an absolute path/);
    assert.equal(modals().at(-1)?.prompt.includes('"pass"'), false, "asked about it");
    set({});
    assert.equal(await setup.window.run("argus.getToken", "default"), false);
    assert.match(
      standIn.messages.at(-1)!,
      /Your user settings have no valid “it” in argus\.credentialSources any more/,
    );
    assert.deepEqual(setup.sandbox.requests, []);
  });

  it("is named if Argus refuses it", async () => {
    set({ pass: { command: manager("1/2/other-key") } });
    await enter("Command", "pass");
    assert.equal(await setup.window.run("argus.getToken", "default"), false);
    assert.match(standIn.messages.at(-1)!, /It came from “pass” in argus\.credentialSources\.$/);
  });
});
