import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { repositoryAbove } from "../../../client/src/git/repositoryAbove.ts";
import { trackedFiles } from "../../../client/src/git/trackedFiles.ts";

/** Ignores the settings of the person who runs this. */
const ALONE = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };

describe("tracked files", () => {
  let root: string;
  const git = (...args: string[]): void => {
    execFileSync("git", args, { cwd: root, env: ALONE, stdio: "pipe" });
  };

  before(function () {
    try {
      execFileSync("git", ["--version"], { stdio: "pipe" });
    } catch {
      this.skip();
    }
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "argus-git-"));
    git("init", "-q");
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("are those added to git, with names that are not read as patterns", async () => {
    await mkdir(join(root, "a b"));
    for (const name of ["a b/é.http", "[x].http", "x.http", "-n.http"]) await writeFile(join(root, name), "GET /\n");
    git("add", "--", "a b", ":(literal)[x].http", "./-n.http");
    const asked = ["a b/é.http", "[x].http", "x.http", "-n.http", "*.http", ":/", "gone.http"];
    assert.deepEqual([...(await trackedFiles("git", root, asked))].sort(), ["-n.http", "[x].http", "a b/é.http"]);
    git("rm", "-q", "--cached", "a b/é.http");
    assert.deepEqual([...(await trackedFiles("git", root, ["a b/é.http"]))], []);
  });

  it("are found among more files than fit in one command line", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `file-${index}.http`);
    for (const name of names) await writeFile(join(root, name), "");
    git("add", ".");
    assert.equal((await trackedFiles("git", root, names)).size, 250);
  });

  it("are found without running any program of the repository", async () => {
    const ran = join(root, "ran");
    const hook = join(root, "hook");
    await writeFile(hook, `#!/bin/sh\ntouch "${ran}"\n`, { mode: 0o755 });
    await writeFile(join(root, "x.http"), "");
    git("add", "x.http");
    git("config", "core.fsmonitor", hook);
    execFileSync("git", ["status"], { cwd: root, env: ALONE, stdio: "pipe" });
    assert(existsSync(ran), "the repository does run its program");
    await rm(ran);
    assert.deepEqual([...(await trackedFiles("git", root, ["x.http"]))], ["x.http"]);
    assert(!existsSync(ran));
  });

  it("are found in the folder's own repository, whatever the environment says", async () => {
    process.env["GIT_DIR"] = join(root, "elsewhere");
    try {
      await writeFile(join(root, "x.http"), "");
      execFileSync("git", ["add", "x.http"], { cwd: root, env: { ...ALONE, GIT_DIR: join(root, ".git") } });
      assert.deepEqual([...(await trackedFiles("git", root, ["x.http"]))], ["x.http"]);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  it("are in the nearest repository above a file, which may be a worktree", async () => {
    const worktree = join(root, "a", "worktree");
    await mkdir(join(worktree, "b"), { recursive: true });
    await writeFile(join(worktree, ".git"), "gitdir: elsewhere");
    assert.equal(await repositoryAbove(join(root, "a", "x.http")), root);
    assert.equal(await repositoryAbove(join(worktree, "b", "x.http")), worktree);
    assert.equal(await repositoryAbove(join(parse(root).root, "x.http")), undefined);
  });

  it("are unknown without git or outside a repository", async () => {
    await assert.rejects(trackedFiles(join(root, "no-git"), root, ["x.http"]));
    const plain = await mkdtemp(join(tmpdir(), "argus-plain-"));
    await assert.rejects(trackedFiles("git", plain, ["x.http"]));
    await rm(plain, { recursive: true });
  });
});
