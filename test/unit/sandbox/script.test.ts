import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { access, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { USERINFO } from "./setup.ts";

describe("npm run sandbox", () => {
  const script = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [script, ...args], { env: { ...process.env, NODE_NO_WARNINGS: "1" } });

  /** The output of a process that should fail. */
  async function complaint(...args: string[]): Promise<string> {
    const child = run(...args);
    let text = "";
    child.stderr!.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    assert.deepEqual(await once(child, "close"), [1, null]);
    return text.trim();
  }

  it("prints what is needed, serves, and stops on a signal", async () => {
    const child = run("--port", "0", "--lifetime", "20");
    const output = child.stdout!.setEncoding("utf8");
    let text = "";
    while (!text.includes("Bearer <token>")) text += String(await once(output, "data"));
    output.resume();
    assert.match(text, /Tokens live 20 s.*API key +sandbox\/demo\/key.*Client secret +sandbox-secret/s);
    const url = /URL +(\S+)/.exec(text)![1]!;
    assert.equal((await fetch(url + USERINFO)).status, 401);
    const keyFile = /Private key +(\S+)/.exec(text)![1]!;
    assert.equal(createPrivateKey(await readFile(keyFile)).asymmetricKeyType, "ec");
    const closed = once(child, "close");
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [0, null]);
    await assert.rejects(access(keyFile), { code: "ENOENT" });
  });

  it("explains in one sentence what it cannot do", async () => {
    const sandbox = await startSandbox();
    const [taken, badPort, unknown] = await Promise.all([
      complaint("--port", new URL(sandbox.url).port),
      complaint("--port", "x"),
      complaint("--speed", "1"),
    ]).finally(() => sandbox.close());
    assert.match(taken, /^Port \d+ is taken; choose another one, or 0 for any: .*$/);
    assert.equal(badPort, "--port must be a whole number from 0 to 65535.");
    assert.equal(unknown, "Unknown option '--speed'.");
  });
});
