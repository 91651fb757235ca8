import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { WindowEntry } from "../../../common/terminalFrames.ts";
import { until } from "../../host/until.ts";
import { CHECKOUT } from "./setup.ts";

const MODULE = join(CHECKOUT, "client/src/terminal/windowServer.ts");

describe("a window that terminals can reach", () => {
  let folder: string;
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    folder = mkdtempSync(join(tmpdir(), "argus-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const entries = (): string[] => (existsSync(join(folder, "w")) ? readdirSync(join(folder, "w")) : []);

  /** Starts a process that listens, ends it in some way, and returns how it ended. */
  async function endedBy(how: NodeJS.Signals | "exit", more = ""): Promise<NodeJS.Signals | number | null> {
    const program = `
      const { startServer } = await import(${JSON.stringify(MODULE)});
      await startServer({ windows: ${JSON.stringify(folder)}, workspace: "w" });
      process.stdin.on("data", () => process.exit(3));
      ${more}`;
    const options = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--input-type=module", "-e", program];
    const child = spawn(process.execPath, options, { stdio: ["pipe", "ignore", "inherit"] });
    const path = await until("the entry", () => entries().find((name) => name.endsWith(".json")));
    const { socket } = JSON.parse(readFileSync(join(folder, "w", path), "utf8")) as WindowEntry;
    assert(existsSync(socket));
    if (how === "exit") child.stdin.write("\n");
    else child.kill(how);
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    assert.deepEqual([entries(), existsSync(dirname(socket))], [[], false]);
    return signal ?? code;
  }

  it("leaves no files when its host exits or is terminated, and does not change how it ends", async () => {
    assert.equal(await endedBy("exit"), 3);
    assert.equal(await endedBy("SIGTERM"), "SIGTERM");
    assert.equal(await endedBy("SIGHUP"), "SIGHUP");
    assert.equal(await endedBy("SIGTERM", 'process.on("SIGTERM", () => process.exit(4));'), 4);
  });
});
