import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandOutput, commandProblem } from "../../../client/src/credentials/commandOutput.ts";
import { CancellationTokenSource } from "../../host/standIn/vscode.ts";
import { until } from "../../host/until.ts";
import { NODE, prints, script } from "./scripts.ts";

describe("a command's output", () => {
  const run = (command: readonly string[], patience?: number) =>
    commandOutput(command, new CancellationTokenSource().token, patience);

  it("is its first line, whatever follows", async () => {
    assert.equal(await run(prints("1/2/secret\r\nuser: me\n")), "1/2/secret");
    assert.equal(await run(prints("no line feed")), "no line feed");
    assert.equal(await run(prints("")), "");
    assert.equal(await run(prints("\nsecond\n")), "");
    assert.equal(await run(prints("\ufeff1/2/secret\n")), "1/2/secret");
    assert.equal(await run(prints("1/2/secret\rmore")), "1/2/secret");
  });

  it("does not wait for what the command leaves running", async () => {
    const leaves = `require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"],
      { detached: true, stdio: ["ignore", "inherit", "ignore"] }).unref(); console.log("secret")`;
    assert.equal(await run(script(leaves)), "secret");
  });

  it("passes arguments as they are, and no input", async () => {
    const echo = `process.stdin.on("data", () => console.log("input")).on("end", () => console.log(process.argv[1]))`;
    assert.equal(await run(script(echo, "$(id); `id` && 'a \"b'")), "$(id); `id` && 'a \"b'");
  });

  it("fails with an exit code, and never with the command's output", async () => {
    const fails = script(`console.log("secret"); console.error("secret"); process.exitCode = 7`);
    assert.deepEqual(await run(fails), { problem: "exited", detail: "7" });
    const dies = script(`process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)`);
    assert.deepEqual(await run(dies), { problem: "killed", detail: "SIGTERM" });
  });

  it("is abandoned if it takes too long or is too long, and every process that it started is stopped", async () => {
    const connected: Socket[] = [];
    const server = createServer((socket) => void connected.push(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const child = `require("net").connect(${port}, "127.0.0.1").on("error", () => {}); setInterval(() => {}, 1000)`;
    const starts = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);`;
    const source = new CancellationTokenSource();
    const running = commandOutput(script(`${starts} setInterval(() => {}, 1000)`), source.token);
    const socket = await until("the child", () => connected[0]);
    socket.on("error", () => undefined).resume();
    source.cancel();
    assert.deepEqual(await running, { problem: "cancelled" });
    await until("the child to end", () => socket.destroyed);
    server.close();
    assert.deepEqual(await run(script("setInterval(() => {}, 1000)"), 200), { problem: "slow" });
    const endless = `const write = () => { while (process.stdout.write("x".repeat(9999))); };
      process.stdout.on("drain", write); write();`;
    assert.deepEqual(await run(script(endless)), { problem: "tooLong" });
  });

  it("needs an absolute program that exists, may run and needs no shell", async () => {
    assert.deepEqual(await run(["pass", "show", "argus"]), { problem: "relative" });
    assert.deepEqual(await run(["./pass"]), { problem: "relative" });
    assert.deepEqual(await run([]), { problem: "relative" });
    const missing = join(tmpdir(), "no-such-folder", "pass");
    assert.deepEqual(await run([missing]), { problem: "notFound" });
    assert.deepEqual(await run([NODE, "a\0b"]), { problem: "notStarted", detail: "ERR_INVALID_ARG_VALUE" });
    if (process.platform !== "win32") {
      assert.deepEqual(await run([import.meta.filename]), { problem: "notExecutable" });
      for (const program of ["/bin/op.cmd", "/bin/op.BAT", "/bin/op.bat. "]) {
        assert.deepEqual(commandProblem([program], "win32"), { problem: "needsShell" });
        assert.equal(commandProblem([program], "linux"), undefined);
      }
    }
  });
});
