import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { CHECKOUT, type Home, makeHome, type Result, run, tokenFrom } from "./setup.ts";

const PAGE = readFileSync(join(CHECKOUT, "docs/terminals.md"), "utf8");

interface Recipe {
  /** What has to be there: programs, and modules of Python. */
  needs: string[];
  /** The shells that the line is for. */
  shells: string[];
  /** Makes a script of the line, where it is not one. */
  script?: (line: string) => string;
  /** Writes the files that the line names. */
  prepare?: (home: Home, url: string) => void;
}

const HEADER_HELPER = "An agent's header helper";
const CURL: Recipe = { needs: ["curl"], shells: ["sh"] };

/** The first cells of the table of recipes, and how each is tried. */
const RECIPES: Record<string, Recipe> = {
  "curl (bash, zsh)": { ...CURL, shells: ["bash", "zsh"] },
  "curl (any shell)": { ...CURL, shells: ["sh", "dash", "bash", "zsh", "fish"] },
  wget: { needs: ["wget"], shells: ["sh"] },
  "HTTPie, xh": { needs: ["http"], shells: ["sh", "fish"] },
  "Python `requests`": {
    needs: ["python3", "requests"],
    shells: ["python3"],
    script: (line) =>
      `import json, os, requests, subprocess\nrequests.get(os.environ["URL"], ${line}).raise_for_status()`,
  },
  PowerShell: { needs: ["pwsh"], shells: ["pwsh"] },
  "PowerShell 7": {
    needs: ["pwsh"],
    shells: ["pwsh"],
    // It sends a token without TLS, as the sandbox needs, only if told to.
    script: (line) => `${line} -AllowUnencryptedAuthentication`,
  },
  // cmd itself exists only on Windows; a pipe between two programs is the same in every shell.
  cmd: CURL,
  fish: { ...CURL, shells: ["fish"] },
  Make: {
    needs: ["make", "curl"],
    shells: ["sh"],
    script: () => "make -s",
    prepare: ({ folder }) => {
      writeFileSync(join(folder, "Makefile"), `${recipeLines().get("Make")!}\n`);
    },
  },
  "httpYac CLI": {
    needs: [],
    shells: ["sh"],
    prepare: ({ folder }, url) => {
      const [, header] = /with `(Bearer \{\{.*?\}\})`/.exec(PAGE)!;
      writeFileSync(join(folder, "file.http"), `GET ${url}\nAuthorization: ${header!}\n`);
      symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
    },
  },
};

/** The lines of the table of recipes, by their first cells. */
function recipeLines(): Map<string, string> {
  const [, table = ""] = /^\| Tool .*\n.*\n((?:\|.*\n)*)/m.exec(PAGE) ?? [];
  const rows = table.trim().split("\n");
  return new Map(
    rows.map((row) => {
      const [, tool = "", cell = ""] = row.replaceAll("\\|", "\0").split("|");
      const [, line = ""] = /`([^`]*)`/.exec(cell) ?? [];
      return [tool.trim(), line.replaceAll("\0", "|")];
    }),
  );
}

const isThere = (program: string): boolean =>
  program === "requests"
    ? spawnSync("python3", ["-c", "import requests"]).status === 0
    : spawnSync(program, ["--version"]).error === undefined;

describe("docs/terminals.md", () => {
  let home: Home;
  let sandbox: Sandbox;
  let url: string;
  beforeEach(async function () {
    if (process.platform === "win32") this.skip();
    home = makeHome();
    sandbox = await startSandbox();
    url = `${sandbox.url}/app/whoami`;
    const token = await tokenFrom(sandbox);
    await home.open(() => Promise.resolve(token));
  });
  afterEach(async () => {
    home.dispose();
    await sandbox.close();
  });

  const environment = (): NodeJS.ProcessEnv => ({ ...home.environment, URL: url, no_proxy: "*" });
  const script = (shell: string, text: string): Promise<Result> =>
    run(shell, ["-c", text], { env: environment(), cwd: home.folder });

  /** How often an application has taken the token. */
  const accepted = (): number =>
    sandbox.requests.filter(({ target, status }) => target === "/app/whoami" && status === 200).length;

  it("has only lines that are tried here", () => {
    assert.deepEqual([...recipeLines().keys()].sort(), [...Object.keys(RECIPES), HEADER_HELPER].sort());
  });

  for (const [tool, line] of recipeLines()) {
    const recipe = RECIPES[tool];
    for (const shell of recipe?.shells ?? []) {
      it(`has a line for ${tool} that works in ${shell}`, async function () {
        if (![shell, ...recipe!.needs].every(isThere)) this.skip();
        recipe!.prepare?.(home, url);
        const text = line.replaceAll(/\bURL\b(?!\))/g, url);
        const { code, stdout, stderr } = await script(shell, recipe!.script?.(text) ?? text);
        assert.equal(code, 0, stdout + stderr);
        assert.equal(accepted(), 1, stdout + stderr);
      }).timeout(60_000);
    }
  }

  it("has a line for header helpers that prints an object of headers", async () => {
    const { stdout } = await script("sh", recipeLines().get(HEADER_HELPER)!);
    const headers = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual(Object.keys(headers), ["Authorization"]);
    assert.equal((await fetch(url, { headers })).status, 200);
  });

  it("lists ways to call argus-token that all work", async function () {
    if (!isThere("make")) this.skip();
    writeFileSync(join(home.folder, "Makefile"), 'check: ; @test -n "$$ARGUS_TOKEN"\n');
    const lines = [...PAGE.matchAll(/^\| `(argus-token[^`]*)` +\|/gm)].map(([, line]) => line!);
    assert(lines.length >= 7);
    for (const line of lines) {
      const { code, stderr } = await script("sh", line);
      assert.deepEqual([line, code, stderr], [line, 0, ""]);
    }
  });
});
