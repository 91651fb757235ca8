import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type FakeWindow, type Home, makeHome, type Result, run, TOKEN } from "./setup.ts";

describe("argus-token", () => {
  let home: Home;
  const answer = (): Promise<typeof TOKEN> => Promise.resolve(TOKEN);
  const call = (...args: string[]): Promise<Result> => run("argus-token", args, { env: home.environment });
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    home = makeHome();
  });
  afterEach(() => home.dispose());

  describe("with files that another user could have created", () => {
    const trusts = async (): Promise<boolean> => (await call()).code === 0;
    let window: FakeWindow;
    beforeEach(async () => {
      window = await home.open(answer);
      assert.equal(await trusts(), true);
    });

    it("sends nothing to a socket in a folder that others can write to", async () => {
      chmodSync(dirname(window.endpoint.socket), 0o770);
      assert.equal(await trusts(), false);
    });

    it("sends nothing through a symbolic link instead of the socket's folder", async () => {
      const folder = dirname(window.endpoint.socket);
      renameSync(folder, `${folder}-moved`);
      symlinkSync(`${folder}-moved`, folder);
      assert.equal(await trusts(), false);
    });

    it("sends nothing through a symbolic link instead of the socket", async () => {
      const { socket } = window.endpoint;
      renameSync(socket, `${socket}-moved`);
      symlinkSync(`${socket}-moved`, socket);
      assert.equal(await trusts(), false);
    });

    it("reads no entry in a folder that others can read", async () => {
      chmodSync(home.windows, 0o755);
      assert.equal(await trusts(), false);
    });

    it("reads no entries through a symbolic link", async () => {
      const elsewhere = join(home.folder, "elsewhere");
      renameSync(home.windows, elsewhere);
      symlinkSync(elsewhere, home.windows);
      assert.equal(await trusts(), false);
    });

    it("prints nothing that controls the terminal", async () => {
      await home.open(() => Promise.resolve({ ...TOKEN, accessToken: "a\u001b]0;evil\u0007\nb" }));
      const { code, stdout } = await call();
      assert.deepEqual([code, stdout], [7, ""]);
    });

    it("starts neither from a folder that a script puts first, nor through a relative PATH", async () => {
      const evil = join(home.folder, "evil");
      mkdirSync(evil);
      for (const name of ["node", "sh", "env"])
        writeFileSync(join(evil, name), "#!/bin/sh\necho evil\n", { mode: 0o755 });
      const { stdout } = await run(join(home.bin, "argus-token"), [], {
        env: { ...home.environment, PATH: `${evil}:.` },
        cwd: evil,
      });
      assert.equal(stdout, "myUserName/token-1\n");
    });
  });

  it("gives nothing to another user's process", async function () {
    if (process.getuid?.() !== 0) this.skip();
    const window = await home.open(answer);
    // It may even run the program: this test opens the folders on the way.
    chmodSync(home.folder, 0o755);
    chmodSync(home.bin, 0o755);
    chmodSync(join(home.bin, "argus-token"), 0o755);
    const other = { env: home.environment, uid: 65534, gid: 65534 };
    const { code, stdout } = await run(join(home.bin, "argus-token"), [], other);
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
    const program = `require("node:net").connect(process.argv[1]).on("error", ({ code }) => console.log(code))`;
    const direct = await run(process.execPath, ["-e", program, window.endpoint.socket], other);
    assert.equal(direct.stdout, "EACCES\n");
  });

  it("tells the superuser in a person's terminal whose window it is", async function () {
    if (process.getuid?.() !== 0) this.skip();
    await home.open(answer);
    chownSync(home.windows, 65534, 65534);
    const { code, stdout, stderr } = await call();
    assert.deepEqual([code, stdout], [7, ""]);
    assert.match(stderr, /belongs to another user: run argus-token as the user who opened the window\.\n$/);
  });
});
