import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { clearLeftovers, makeEndpoint, makePrivateFolder, publish } from "../../../client/src/terminal/meetingPlace.ts";
import { TOKEN, makeHome } from "./setup.ts";

const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

describe("the place where a terminal and its window meet", () => {
  let folder: string;
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    folder = mkdtempSync(join(tmpdir(), "argus-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe("as a socket", () => {
    const homeOf = (runtime: string | undefined, temporary = folder): string => {
      const endpoint = makeEndpoint(runtime === undefined ? {} : { XDG_RUNTIME_DIR: runtime }, temporary);
      const made = dirname(endpoint.socket);
      assert.equal(modeOf(made), 0o700);
      endpoint.dispose();
      assert.equal(existsSync(made), false);
      return dirname(made);
    };

    it("is in the user's runtime folder if that is private, else in the temporary folder", () => {
      const runtime = join(folder, "runtime");
      mkdirSync(runtime, { mode: 0o700 });
      assert.equal(homeOf(runtime), runtime);
      chmodSync(runtime, 0o755);
      assert.equal(homeOf(runtime), folder);
      chmodSync(runtime, 0o700);
      symlinkSync(runtime, join(folder, "link"));
      assert.equal(homeOf(join(folder, "link")), folder);
      assert.equal(homeOf("runtime"), folder);
      assert.equal(homeOf(join(folder, "missing")), folder);
      assert.equal(homeOf(undefined), folder);
    });

    it("avoids folders in which others could replace it", () => {
      chmodSync(folder, 0o777);
      assert.equal(homeOf(undefined), "/tmp");
      chmodSync(folder, 0o1777);
      assert.equal(homeOf(undefined), folder);
    });

    it("has a path short enough for every system", () => {
      const deep = join(folder, "x".repeat(100));
      mkdirSync(deep);
      assert.equal(homeOf(undefined, deep), "/tmp");
    });
  });

  describe("as a folder", () => {
    it("becomes private, whatever it was before", () => {
      const place = join(folder, "a/b");
      makePrivateFolder(place);
      assert.equal(modeOf(place), 0o700);
      chmodSync(place, 0o777);
      makePrivateFolder(place);
      assert.equal(modeOf(place), 0o700);
    });

    it("is not a symbolic link, a file, or another user's folder", () => {
      const elsewhere = join(folder, "elsewhere");
      mkdirSync(elsewhere, { mode: 0o755 });
      symlinkSync(elsewhere, join(folder, "link"));
      assert.throws(() => makePrivateFolder(join(folder, "link")));
      assert.equal(modeOf(elsewhere), 0o755, "what a link leads to is left alone");
      writeFileSync(join(folder, "file"), "");
      assert.throws(() => makePrivateFolder(join(folder, "file")));
    });

    it("contains one private entry per window", () => {
      makePrivateFolder(folder);
      const before = process.umask(0);
      const unpublish = publish(folder, { socket: "/a", nonce: "b" });
      process.umask(before);
      const [name] = readdirSync(folder);
      assert.equal(modeOf(join(folder, name!)), 0o600);
      unpublish();
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  describe("after a crash", () => {
    it("is cleared for every workspace, and nothing else is removed", async () => {
      const home = makeHome();
      try {
        const alive = await home.open(() => Promise.resolve(TOKEN));
        const dead = await home.open(() => Promise.resolve(TOKEN));
        dead.crash();
        const precious = join(home.folder, "precious");
        mkdirSync(precious, { mode: 0o700 });
        publish(home.windows, { socket: join(precious, "s"), nonce: "" });
        writeFileSync(join(home.windows, "broken.json"), "{", { mode: 0o600 });
        writeFileSync(join(home.windows, "next.json.new"), "{", { mode: 0o600 });
        assert.equal(readdirSync(home.windows).length, 5);
        await clearLeftovers(dirname(home.windows));
        assert.equal(readdirSync(home.windows).length, 2);
        assert(existsSync(alive.endpoint.socket));
        assert.equal(existsSync(dirname(dead.endpoint.socket)), false);
        assert(existsSync(precious), "an entry cannot have other folders deleted");
        assert.deepEqual(alive.cutOff, []);
      } finally {
        home.dispose();
      }
    });
  });
});
