import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../host/until.ts";
import { ExitCode } from "../../../common/terminalFrames.ts";
import { type Home, makeHome, outcome, type Result, run, TOKEN } from "./setup.ts";

const SHELLS = ["sh", "dash", "bash", "zsh", "fish"].filter((shell) => spawnSync(shell, ["-c", "exit 0"]).status === 0);

describe("argus-token", () => {
  let home: Home;
  const answer = (): Promise<typeof TOKEN> => Promise.resolve(TOKEN);
  const call = (...args: string[]): Promise<Result> => run("argus-token", args, { env: home.environment });
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    home = makeHome();
  });
  afterEach(() => home.dispose());

  for (const shell of SHELLS) {
    it(`is found by ${shell}, and its token can be used in a command`, async () => {
      await home.open(answer);
      const script = 'printf "%s|" "Bearer $(argus-token)" "$(argus-token --header dev)"';
      const { stdout, stderr } = await run(shell, ["-c", script], { env: home.environment });
      assert.equal(stdout, "Bearer myUserName/token-1|Authorization: Bearer myUserName/token-1|");
      assert.equal(stderr, "");
    });
  }

  it("prints the token, the header, headers as JSON or everything, on one line", async () => {
    await home.open(answer);
    const printed = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await call(...args);
      assert.deepEqual([code, stderr], [0, ""]);
      return stdout;
    };
    assert.equal(await printed(), "myUserName/token-1\n");
    assert.equal(await printed("--header"), "Authorization: Bearer myUserName/token-1\n");
    assert.equal(await printed("--headers-json"), '{"Authorization":"Bearer myUserName/token-1"}\n');
    const json = await printed("--json");
    assert.match(json, /^\{.*\}\n$/);
    assert.deepEqual(JSON.parse(json), {
      access_token: "myUserName/token-1",
      token_type: "Bearer",
      expires_at: 1_758_696_924,
      profile: "dev",
    });
  });

  it("passes on the profile, the process and whether to ask", async () => {
    const seen: unknown[] = [];
    await home.open((asked) => {
      seen.push(asked);
      return answer();
    });
    const child = spawn("argus-token", ["dev", "--no-prompt"], { env: home.environment, stdio: "ignore" });
    await once(child, "close");
    await call();
    await run("argus-token", [], { env: { ...home.environment, ARGUS_PROFILE: "prod" } });
    const [first, second, third] = seen as Record<string, unknown>[];
    assert.deepEqual(first, { pid: child.pid, prompt: false, profile: "dev" });
    assert.deepEqual([second?.["prompt"], second?.["profile"], third?.["profile"]], [true, undefined, "prod"]);
  });

  it("explains in one sentence why there is no token, and exits with the window's code", async () => {
    await home.open(() => Promise.resolve({ exitCode: ExitCode.refused, message: "Argus refused it." }));
    assert.deepEqual(await call(), { code: 5, signal: null, stdout: "", stderr: "argus-token: Argus refused it.\n" });
  });

  it("prints foreign text on one line, without controlling the terminal", async () => {
    const message = "Argus said: a\u001b]0;evil\u0007\r\nb\u202ec";
    await home.open(() => Promise.resolve({ exitCode: ExitCode.refused, message }));
    assert.equal((await call()).stderr, "argus-token: Argus said: a ]0;evil b c\n");
  });

  it("uses the terminal's language", async () => {
    const { stdout } = await run("argus-token", ["--help"], { env: { ...home.environment, LANG: "nb_NO.UTF-8" } });
    assert.match(stdout, /tilgangstoken/);
    const { stderr } = await run("argus-token", ["--nonsense"], { env: { ...home.environment, LANG: "nb_NO.UTF-8" } });
    assert.equal(stderr, "argus-token: Alternativet --nonsense finnes ikke. Se argus-token --help.\n");
  });

  it("exits with 2 for a wrong command line, without asking the window", async () => {
    const window = await home.open(answer);
    const { code, stdout, stderr } = await call("--nonsense");
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^argus-token: There is no option --nonsense\..*\n$/);
    assert.deepEqual(window.cutOff, []);
  });

  it("reports that the output could not be written, and exits with 1", async function () {
    if (process.platform !== "linux") this.skip();
    await home.open(answer);
    const { code, stderr } = await run("/bin/sh", ["-c", "argus-token >/dev/full"], { env: home.environment });
    assert.deepEqual([code, stderr], [1, "argus-token: The output could not be written (ENOSPC).\n"]);
  });

  it("waits for a slow pipe, and ignores a reader that stops early", async () => {
    const accessToken = "t".repeat(200_000);
    await home.open(() => Promise.resolve({ ...TOKEN, accessToken }));
    const all = await run("/bin/sh", ["-c", "argus-token | (sleep 0.2; wc -c)"], { env: home.environment });
    assert.equal(Number(all.stdout), accessToken.length + 1);
    const some = await run("/bin/sh", ["-c", "argus-token | head -c 1"], { env: home.environment });
    assert.deepEqual([some.stdout, some.stderr], ["t", ""]);
  });

  it("prints the extension's version", async () => {
    const { version } = (await import("../../../package.json", { with: { type: "json" } })).default;
    assert.equal((await call("--version")).stdout, `${version}\n`);
  });

  it("does not load what NODE_OPTIONS names, but passes it on to --exec's command", async () => {
    await home.open(answer);
    const evil = join(home.folder, "evil.cjs");
    writeFileSync(evil, 'console.log("loaded");');
    const environment = { ...home.environment, NODE_OPTIONS: `--require=${evil.replaceAll(" ", "\\ ")}` };
    assert.equal((await run("argus-token", [], { env: environment })).stdout, "myUserName/token-1\n");
    const printed = await run(
      "argus-token",
      ["--exec", "--", "/bin/sh", "-c", 'echo "$NODE_OPTIONS,$ARGUS_NODE_OPTIONS"'],
      {
        env: environment,
      },
    );
    assert.equal(printed.stdout, `${environment.NODE_OPTIONS},\n`);
  });

  describe("without its window", () => {
    const isGone = async (): Promise<void> => {
      const { code, stdout, stderr } = await call();
      assert.deepEqual([code, stdout], [7, ""]);
      assert.match(stderr, /^argus-token: .*window.*\.\n$/);
    };

    it("exits with 7 if the window was closed", async () => {
      (await home.open(answer)).close();
      await isGone();
    });

    it("exits with 7 if the window crashed and left its socket", async () => {
      (await home.open(answer)).crash();
      await isGone();
    });

    it("exits with 7 if the terminal belongs to no window", async () => {
      rmSync(home.windows, { recursive: true });
      await isGone();
      const { code } = await run("argus-token", [], { env: { PATH: home.environment["PATH"] } });
      assert.equal(code, 7);
    });

    it("exits with 7 if the window closes while it waits", async () => {
      const window = await home.open(() => {
        window.close();
        return new Promise(() => undefined);
      });
      const { code, stderr } = await call();
      assert.deepEqual([code, stderr], [7, "argus-token: The VS Code window was closed before it answered.\n"]);
    });

    it("finds the next window, despite remains of a crash", async () => {
      const first = await home.open(() => Promise.resolve({ exitCode: ExitCode.refused, message: "Old." }));
      first.crash();
      await home.open(answer);
      assert.equal((await call()).stdout, "myUserName/token-1\n");
    });

    it("asks the workspace's other window when the newer one is closed", async () => {
      await home.open(answer);
      const newer = await home.open(() => Promise.resolve({ exitCode: ExitCode.refused, message: "Newer." }));
      newer.close();
      assert.equal((await call()).stdout, "myUserName/token-1\n");
    });
  });

  describe("--exec", () => {
    beforeEach(() => home.open(answer));
    const exec = (...command: string[]): Promise<Result> => call("--exec", "--", ...command);

    it("gives the token only to the command, in its environment", async () => {
      const { code, stdout } = await exec("/bin/sh", "-c", 'printf %s "$ARGUS_TOKEN:$0:$*"', "a b", "c d");
      assert.deepEqual([code, stdout], [0, "myUserName/token-1:a b:c d"]);
    });

    it("exits like the command", async () => {
      assert.equal((await exec("/bin/sh", "-c", "exit 42")).code, 42);
      assert.equal((await exec("/bin/sh", "-c", "kill -TERM $$")).signal, "SIGTERM");
      assert.equal((await exec("/bin/sh", "-c", "kill -KILL $$")).code, 128 + 9);
    });

    it("reports a command that is missing or cannot be run", async () => {
      const missing = await exec("no-such-command");
      assert.deepEqual(
        [missing.code, missing.stderr],
        [127, "argus-token: The command no-such-command was not found.\n"],
      );
      const file = join(home.folder, "file");
      writeFileSync(file, "");
      assert.equal((await exec(file)).code, 126);
    });

    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"] as const) {
      it(`passes ${signal} on, and waits for the command's reaction`, async () => {
        const script = `trap "echo caught; exit 7" ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
        const args = ["--exec", "--", "/bin/sh", "-c", script];
        const child = spawn("argus-token", args, { env: home.environment, stdio: ["ignore", "pipe", "pipe"] });
        let printed = "";
        child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
        await until("the command", () => printed.includes("ready"));
        child.kill(signal);
        const { code } = await outcome(child);
        assert.equal(code, 7);
        assert.match(printed, /caught/);
      });
    }

    it("runs nothing without a token", async () => {
      await home.open(() => Promise.resolve({ exitCode: ExitCode.needsPerson, message: "No." }));
      const { code, stdout } = await exec("/bin/echo", "ran");
      assert.deepEqual([code, stdout], [4, ""]);
    });
  });

  it("answers 100 calls at once", async () => {
    await home.open(answer);
    const script = "for i in $(seq 100); do argus-token & done; wait";
    const { stdout } = await run("/bin/sh", ["-c", script], { env: home.environment });
    assert.equal(stdout, "myUserName/token-1\n".repeat(100));
  }).timeout(60_000);
});
