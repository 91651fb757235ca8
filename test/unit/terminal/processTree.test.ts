import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { parentsIn, withAncestors } from "../../../client/src/terminal/processTree.ts";

describe("the ancestors of a terminal program", () => {
  it("lead up to its shell, through other programs", async function () {
    if (process.platform === "win32") this.skip();
    const child = spawn("sh", ["-c", "sh -c 'echo $$; read line; :'; :"], { stdio: ["pipe", "pipe", "ignore"] });
    const [printed] = (await once(child.stdout, "data")) as [Buffer];
    const inner = Number(printed.toString());
    const found = await withAncestors(inner);
    child.stdin.end();
    assert.deepEqual(found.slice(0, 3), [inner, child.pid, process.pid]);
  });

  it("do not exist for a missing process", async () => {
    assert.deepEqual(await withAncestors(0), []);
    assert.deepEqual(await withAncestors(-1), []);
    assert.deepEqual(await withAncestors(2 ** 31 - 1), [2 ** 31 - 1]);
  });

  it("are read from the system's list", () => {
    const list = "    1     0\r\n  612     1\n 7024   612\nnonsense\n";
    assert.deepEqual(
      [...parentsIn(list)],
      [
        [1, 0],
        [612, 1],
        [7024, 612],
      ],
    );
  });
});
