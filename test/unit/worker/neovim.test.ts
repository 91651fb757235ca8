import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { CHECKOUT } from "../../host/paths.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";

const NVIM = (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, "nvim")));

/** Runs the first lens of the first line, like codelens.run(), and saves the buffer once the token is there. */
const RUN = `
  assert(vim.wait(15000, function() return #vim.lsp.buf_get_clients(0) > 0 end), "no client")
  local _, client = next(vim.lsp.buf_get_clients(0))
  assert(vim.wait(15000, function() return client.initialized and client.server_capabilities.executeCommandProvider end), "no commands")
  local lenses = client.request_sync("textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params() }, 15000, 0).result
  client.request_sync("workspace/executeCommand", lenses[1].command, 15000, 0)
  assert(vim.wait(15000, function() return vim.fn.search("Authorization", "n") > 0 end), "no token")
  vim.cmd("write")
`;

/** Uses the configuration in docs/other-editors.md. */
describe("Neovim", () => {
  let folder: string;
  let sandbox: Sandbox;
  before(async function () {
    // Debian: apt-get install neovim.
    if (!NVIM) this.skip();
    folder = await mkdtemp(join(tmpdir(), "argus-neovim-"));
    sandbox = await startSandbox();
  });
  after(async () => {
    if (!NVIM) return;
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("inserts a token through a lens", async function () {
    this.timeout(60_000);
    const page = await readFile(join(CHECKOUT, "docs/other-editors.md"), "utf8");
    const init = /```lua\n([^]*?)```/
      .exec(page)![1]!
      .replace("/path/to/argus-tokens", CHECKOUT)
      .replace("https://api.mnemonic.no", sandbox.url)
      .replace('"…"', JSON.stringify(sandbox.clientId))
      .replace('{ "pass", "show", "argus/api-key" }', `{ "echo", ${JSON.stringify(sandbox.apiKey)} }`);
    await writeFile(join(folder, "init.lua"), init);
    await writeFile(join(folder, "run.lua"), RUN);
    await writeFile(join(folder, "a.http"), `GET ${sandbox.url}/app/whoami\n`);
    const args = ["--headless", "-n", "-i", "NONE", "-u", "init.lua", "a.http", "-c", "luafile run.lua", "-c", "qa!"];
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_STATE_HOME: folder };
    const { stderr } = await promisify(execFile)("nvim", args, { cwd: folder, env, timeout: 50_000 });
    const text = await readFile(join(folder, "a.http"), "utf8");
    assert.match(text, /^Authorization: Bearer myUserName\//m, stderr);
  });
});
