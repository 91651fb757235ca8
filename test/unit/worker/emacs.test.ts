import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CHECKOUT } from "../../host/paths.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";

/** Debian: apt-get install emacs-nox elpa-eglot. */
const INIT = ["--batch", "-q", "--eval", "(package-initialize)"];

function hasEglot(): boolean {
  try {
    execFileSync("emacs", [...INIT, "--eval", "(require 'eglot)"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Carries out the code action of the first line, as `eglot-code-actions` does, without the questions that only a person could answer. */
const RUN = `
  (setq eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil eglot-confirm-server-edits nil)
  (find-file "a.http")
  (call-interactively 'eglot)
  (let ((action (car (append (eglot-code-actions (point-min) (point-min)) nil))))
    (message "offered: %s" (plist-get action :title))
    (jsonrpc-request (eglot-current-server) :workspace/executeCommand (plist-get action :command)))
  (with-timeout (15 (error "no token"))
    (while (not (save-excursion (goto-char (point-min)) (search-forward "Authorization" nil t)))
      (accept-process-output nil 0.1)))
  (save-buffer)
  (with-timeout (15 (error "no problem"))
    (while (null (flymake-diagnostics)) (flymake-start) (accept-process-output nil 0.1)))
  (message "problem: %s" (flymake-diagnostic-text (car (flymake-diagnostics))))
`;

/** With the configuration of docs/other-editors.md. */
describe("Emacs", () => {
  let folder: string;
  let sandbox: Sandbox | undefined;
  before(async function () {
    if (!hasEglot()) this.skip();
    folder = await mkdtemp(join(tmpdir(), "argus-emacs-"));
    sandbox = await startSandbox();
  });
  after(async () => {
    if (sandbox === undefined) return;
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("inserts a token by a code action, and shows problems", async () => {
    const { url, clientId, apiKey } = sandbox!;
    const page = await readFile(join(CHECKOUT, "docs/other-editors.md"), "utf8");
    const init = /```elisp\n([^]*?)```/
      .exec(page)![1]!
      .replace("/path/to/argus-tokens", CHECKOUT)
      .replace("https://api.mnemonic.no", url)
      .replace('"…"', JSON.stringify(clientId))
      .replace('["pass" "show" "argus/api-key"]', `["echo" ${JSON.stringify(apiKey)}]`);
    await writeFile(join(folder, "init.el"), init);
    await writeFile(join(folder, "run.el"), RUN);
    await writeFile(join(folder, "a.http"), `GET ${url}/app/whoami\n\n###\nGTE ${url}/app/whoami\n`);
    const args = [...INIT, "-l", "init.el", "-l", "run.el"];
    const env = { ...process.env, HOME: folder };
    const { stderr } = await promisify(execFile)("emacs", args, { cwd: folder, env, timeout: 50_000 });
    assert.match(stderr, /offered: Insert Argus Token/);
    assert.match(stderr, /problem: .*GTE/);
    assert.match(await readFile(join(folder, "a.http"), "utf8"), /^Authorization: Bearer myUserName\//m);
  }).timeout(60_000);
});
