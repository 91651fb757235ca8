import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchWrapper, shellWrapper, writeWrappers } from "../../../client/src/terminal/wrappers.ts";
import { run } from "./setup.ts";

describe("the wrapper in PATH", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "argus-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a wrapper whose runtime prints its arguments. */
  async function started(name: string, isElectron: boolean, ...args: string[]): Promise<string[]> {
    const executable = join(folder, name);
    writeFileSync(executable, '#!/bin/sh\nprintf "%s\\n" "$ELECTRON_RUN_AS_NODE" "$@"\n', { mode: 0o755 });
    writeWrappers(join(folder, "bin"), { executable, isElectron, program: "/a b/$c`d`/cli.js" });
    const { stdout } = await run(join(folder, "bin/argus-token"), args, { env: {} });
    return stdout.trimEnd().split("\n");
  }

  for (const name of ["node", "Code Helper (Plugin)", "it's", '"; echo evil; "', "$(echo evil)", "a\\b", "*"]) {
    it(`starts a runtime called ${name}, with the program and unchanged arguments`, async function () {
      if (process.platform === "win32") this.skip();
      const got = await started(name, false, "a b", "$HOME", "*", "'");
      assert.deepEqual(got, ["", "/a b/$c`d`/cli.js", "a b", "$HOME", "*", "'"]);
    });
  }

  it("makes Electron, and only Electron, run as Node", async function () {
    if (process.platform === "win32") this.skip();
    assert.equal((await started("code", true))[0], "1");
    assert.equal((await started("node", false))[0], "");
  });

  it("is private, and is not rewritten if it is right", async function () {
    if (process.platform === "win32") this.skip();
    await started("node", false);
    const path = join(folder, "bin/argus-token");
    assert.equal(lstatSync(path).mode & 0o777, 0o700);
    utimesSync(path, 1, 1);
    await started("node", false);
    assert.equal(lstatSync(path).mtimeMs, 1000);
    await started("other", false);
    assert.notEqual(lstatSync(path).mtimeMs, 1000);
    assert.match(readFileSync(path, "utf8"), /other/);
    chmodSync(join(folder, "bin"), 0o777);
    await started("other", false);
    assert.equal(lstatSync(join(folder, "bin")).mode & 0o777, 0o700);
  });

  it("keeps a debug terminal's options away from the program", () => {
    assert.match(shellWrapper({ executable: "/n", isElectron: false, program: "/p" }), /^ {2}unset NODE_OPTIONS$/m);
  });

  it("on Windows names paths in the user's folder by a variable, and escapes percent signs", () => {
    const runtime = {
      executable: "C:\\Users\\Åse\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe",
      isElectron: true,
      program: "D:\\100%\\cli.js",
    };
    const lines = batchWrapper(runtime, { USERPROFILE: "C:\\Users\\Åse" }).split("\r\n");
    assert(lines.includes('set "ELECTRON_RUN_AS_NODE=1"'));
    assert(
      lines.includes('"%USERPROFILE%\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe" "D:\\100%%\\cli.js" %*'),
    );
    assert.equal(lines.at(-2), "exit /b %ERRORLEVEL%");
  });

  it("on Windows keeps a debug terminal's options aside, and expands nothing in the arguments", () => {
    const text = batchWrapper({ executable: "C:\\n.exe", isElectron: false, program: "C:\\p.js" }, {});
    const order = [
      "setlocal EnableDelayedExpansion",
      'set "ARGUS_NODE_OPTIONS=!NODE_OPTIONS!"',
      'set "NODE_OPTIONS="',
      "setlocal DisableDelayedExpansion",
      '"C:\\n.exe" "C:\\p.js" %*',
      "exit /b %ERRORLEVEL%",
    ].map((part) => text.indexOf(part));
    assert(!order.includes(-1), text);
    assert.deepEqual(
      order,
      [...order].sort((one, other) => one - other),
    );
    assert(!text.includes("ELECTRON"));
    // cmd misreads a batch file with other line endings.
    assert.doesNotMatch(text, /[^\r]\n/);
  });
});
