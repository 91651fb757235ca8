import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { commands, ConfigurationTarget, env, workspace } from "vscode";
import { storeKey } from "./profileSteps.ts";
import { addProfile, run, until, useExtension } from "./setup.ts";
import { hasTerminals, Shell } from "./terminals.ts";

const [TERMINAL, WINDOW, DENY] = ["Allow for This Terminal", "Allow for This Window", "Deny"];

/** Sends a request with the header on its input, as curl would, which a minimal system lacks; prints the status. */
const SEND =
  'const [name, value] = require("fs").readFileSync(0, "utf8").trim().split(": ");' +
  "fetch(process.argv[1], { headers: { [name]: value } }).then(({ status }) => console.log(status))";

async function set(value: string | undefined): Promise<void> {
  await workspace.getConfiguration("argus").update("terminalCommand", value, ConfigurationTarget.Global);
}

/** What others can see of processes: command lines and environments. */
function processes(): { pid: number; command: string; environment: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (file: string): string => readFileSync(`/proc/${name}/${file}`, "utf8");
        return [{ pid: Number(name), command: read("cmdline"), environment: read("environ") }];
      } catch {
        // It has exited meanwhile.
        return [];
      }
    });
}

describe("argus-token in a terminal", () => {
  const setup = useExtension();
  let shell: Shell;
  before(async function () {
    if (!hasTerminals()) this.skip();
    // The window opens its socket right after startup.
    await until("argus-token in PATH", async () => {
      const probe = await Shell.open("probe");
      const { code } = await probe.run("command -v argus-token");
      await probe.close();
      return code === 0;
    });
  });
  beforeEach(async () => {
    shell = await Shell.open("bash here");
  });
  afterEach(async () => {
    await shell.close();
    await set(undefined);
  });

  /** A profile with a credential, but without any token so far. */
  async function prepare(name = "default"): Promise<void> {
    await addProfile(setup.sandbox, {}, name);
    await storeKey(setup, name);
  }

  const tokenCalls = (): number => setup.sandbox.requests.filter(({ fields }) => "grant_type" in fields).length;

  it("prints a token after the person allowed the terminal once", async () => {
    await prepare();
    const person = setup.person([], [TERMINAL]);
    const first = await shell.run("argus-token");
    assert.deepEqual([first.code, first.stderr], [0, ""]);
    assert.match(first.stdout, /^myUserName\/\S+\n$/);
    assert.deepEqual(
      person.messages.map(({ text, buttons }) => [text, buttons]),
      [["The terminal “bash here” is asking for the Argus token of the profile “default”.", [TERMINAL, WINDOW, DENY]]],
    );
    assert.match(person.messages[0]?.detail ?? "", /every program in this terminal/);
    const second = await shell.run("sh -c 'sh -c argus-token'");
    assert.deepEqual(second, first);
    assert.equal(person.messages.length, 1);
    assert.equal(tokenCalls(), 1);
    assert.equal(await run("argus.copyToken"), true);
    assert.equal(await env.clipboard.readText(), first.stdout.trim(), "it is the window's token");

    const other = await Shell.open("another");
    try {
      const { code, stderr } = await other.run("argus-token --no-prompt");
      assert.equal(code, 4);
      assert.match(stderr, /^argus-token: You have not allowed access to the token of “default” here .*\n$/);
      assert.equal(person.messages.length, 1);
    } finally {
      await other.close();
    }
  });

  it("asks for each profile, until the person allows all terminals of the window", async () => {
    await prepare();
    await prepare("other");
    const person = setup.person([], [WINDOW]);
    assert.equal((await shell.run("argus-token other")).code, 0);
    const second = await Shell.open("another");
    try {
      assert.equal((await second.run("ARGUS_PROFILE=other argus-token")).code, 0);
      assert.equal(person.messages.length, 1);
      assert.equal((await second.run("argus-token")).code, 4);
      assert.match(person.messages[1]?.text ?? "", /“another” is asking for the Argus token of the profile “default”/);
    } finally {
      await second.close();
    }
  });

  it("stays denied until the terminal closes, and asks again after a closed question", async () => {
    await prepare();
    const closed = setup.person();
    assert.equal((await shell.run("argus-token")).code, 4);
    assert.equal(closed.messages.length, 1);
    const person = setup.person([], [DENY]);
    for (let time = 0; time < 3; time += 1) {
      const { code, stdout, stderr } = await shell.run("argus-token");
      assert.deepEqual([code, stdout], [4, ""]);
      assert.match(stderr, /^argus-token: You denied access to the token of “default” here; .*\n$/);
    }
    assert.equal(person.messages.length, 1);
    assert.equal(setup.sandbox.requests.length, 0);
  });

  it("asks one question for 100 calls at once, and makes one call to Argus", async () => {
    await prepare();
    const person = setup.person([], [TERMINAL]);
    const { stdout, stderr } = await shell.run("for i in $(seq 100); do argus-token & done; wait", 60_000);
    assert.deepEqual(
      stderr.split("\n").filter((line) => line.startsWith("argus-token:")),
      [],
    );
    const tokens = stdout.trim().split("\n");
    assert.equal(tokens.length, 100);
    assert.equal(new Set(tokens).size, 1);
    assert.equal(person.messages.length, 1);
    assert.equal(tokenCalls(), 1);
  }).timeout(90_000);

  it("answers 100 of 100 calls with a live token over three expiries, even in an old terminal", async () => {
    setup.sandbox.setLifetime(8);
    await set("on");
    await prepare();
    const url = `${setup.sandbox.url}/app/whoami`;
    const seen = new Set<string>();
    const call = `argus-token --header | ELECTRON_RUN_AS_NODE=1 '${process.execPath}' -e '${SEND}' ${url}`;
    for (let batch = 0; batch < 4; batch += 1) {
      const { stdout } = await shell.run(`for i in $(seq 25); do ${call}; done; argus-token --json`, 90_000);
      const lines = stdout.trim().split("\n");
      const last = JSON.parse(lines.pop() ?? "") as { access_token: string; expires_at: number };
      assert.deepEqual(
        lines,
        Array.from({ length: 25 }, () => "200"),
      );
      seen.add(last.access_token);
      if (batch < 3) await until("the end of the token", () => Date.now() > (last.expires_at + 1) * 1000);
    }
    assert(seen.size >= 4, `${seen.size} tokens`);
  }).timeout(300_000);

  it("stops at a sign-out until the person enters a credential that works", async () => {
    await set("on");
    await prepare();
    assert.equal((await shell.run("argus-token")).code, 0);
    assert.equal(await run("argus.signOut"), true);
    const calls = tokenCalls();
    const stopped = async (): Promise<void> => {
      const { code, stdout, stderr } = await shell.run("argus-token");
      assert.deepEqual([code, stdout], [4, ""]);
      assert.match(stderr, /^argus-token: You are signed out of the profile “default”: .*\n$/);
    };
    await stopped();
    assert.equal(tokenCalls(), calls);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.setCredential", "default", "apiKey"), true);
    assert.equal((await shell.run("argus-token")).code, 0);
  });

  it("says by its exit code who has to act", async () => {
    await set("on");
    assert.equal((await shell.run("argus-token nonsense")).code, 3);
    await addProfile(setup.sandbox);
    const none = await shell.run("argus-token");
    assert.equal(none.code, 4);
    assert.match(none.stderr, /^argus-token: No credential is stored for the profile “default”: .*\n$/);
    await prepare();
    setup.sandbox.fail({ kind: "reset" }, 10);
    assert.equal((await shell.run("argus-token")).code, 6);
    setup.sandbox.recover();
    await addProfile({ ...setup.sandbox, clientId: "00000000-0000-4000-8000-000000000000" }, {}, "other");
    setup.person(["1/2/aWrongKey", { label: "Save Without Testing" }]);
    assert.equal(await run("argus.setCredential", "other", "apiKey"), true);
    const refused = await shell.run("argus-token other");
    assert.equal(refused.code, 5);
    assert(!refused.stderr.includes("aWrongKey"));
    assert.equal((await shell.run("argus-token --nonsense")).code, 2);
  });

  it("exits with 7 when turned off, and works again in the same terminal when turned on", async () => {
    await set("on");
    await prepare();
    assert.equal((await shell.run("argus-token")).code, 0);
    await set("off");
    await until("the end", async () => (await shell.run("argus-token")).code === 7);
    const later = await Shell.open("later");
    try {
      assert.equal((await later.run("command -v argus-token")).code, 1);
      await set("on");
      await until("the new socket", async () => (await shell.run("argus-token")).code === 0);
    } finally {
      await later.close();
    }
  });

  it("gives the token only to --exec's command, in no other environment or command line", async () => {
    await set("on");
    await prepare();
    const { stdout } = await shell.run("argus-token");
    const token = stdout.trim();
    const secrets = [token, setup.sandbox.apiKey, setup.sandbox.clientSecret];
    const finds = (): { pid: number; environment: boolean; command: boolean }[] =>
      processes()
        .map(({ pid, command, environment }) => ({
          pid,
          environment: secrets.some((secret) => environment.includes(secret)),
          command: secrets.some((secret) => command.includes(secret)),
        }))
        .filter(({ environment, command }) => environment || command);
    assert.deepEqual(finds(), []);
    const ends = shell.begin("argus-token --exec -- sh -c 'echo $$; read line' </dev/tty");
    const found = await until("the command", () => finds()[0]);
    assert.equal(found.command, false);
    assert.equal(finds().length, 1);
    shell.terminal.sendText("");
    assert.equal((await ends()).stdout.trim(), String(found.pid));
    assert.deepEqual(finds(), []);
  });

  it("lets --exec's command handle Ctrl+C", async () => {
    await set("on");
    await prepare();
    const script = `trap "echo caught; exit 9" INT; echo ready; while :; do sleep 0.1; done`;
    const ends = shell.begin(`argus-token --exec -- sh -c '${script}'`);
    // Its process exists before it handles the key.
    await shell.prints("ready\n");
    await commands.executeCommand("workbench.action.terminal.focus");
    shell.terminal.sendText("\u0003", false);
    const { code, stdout } = await ends();
    assert.deepEqual([code, stdout], [9, "ready\ncaught\n"]);
  });

  it("is found by a login shell, before anything a workspace adds to PATH", async () => {
    await set("on");
    await prepare();
    const evil = "/tmp/evil-bin";
    const login = await Shell.open("login", ["--login"], {
      PATH: `${evil}:/usr/bin:/bin`,
      ARGUS_TOKENS_WINDOW: "/tmp/evil",
    });
    try {
      const { stdout } = await login.run("type -P argus-token; echo $ARGUS_TOKENS_WINDOW; argus-token");
      const [program, window, token] = stdout.split("\n");
      assert.match(program ?? "", /globalStorage.argus-tokens\.argus-tokens.bin.argus-token$/);
      assert.notEqual(window, "/tmp/evil");
      assert.match(token ?? "", /^myUserName\//);
    } finally {
      await login.close();
    }
  });
});
