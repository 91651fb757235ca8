import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sha256 } from "../../release/checksums.ts";
import { CHECKOUT, readManifest, vsixName } from "../../release/manifest.ts";

const VSIX = vsixName(readManifest());

function digest(folder: string): string {
  return sha256(join(folder, VSIX));
}

describe("the package, built again", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "argus-rebuild-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has the same bytes in another folder, time zone and language, for a person with other rights", function () {
    this.timeout(120_000);
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: CHECKOUT,
      encoding: "utf8",
    }).split("\0");
    for (const file of listed.filter((name) => name !== "")) {
      cpSync(join(CHECKOUT, file), join(folder, file), { recursive: true });
    }
    symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
    const epoch = execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: CHECKOUT, encoding: "utf8" }).trim();
    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      SOURCE_DATE_EPOCH: epoch,
      TZ: "Pacific/Auckland",
      LANG: "nb_NO.UTF-8",
    };
    execFileSync("sh", ["-c", "umask 077 && npm run package"], { cwd: folder, env, stdio: "pipe" });
    assert.equal(digest(folder), digest(CHECKOUT));
  });
});
