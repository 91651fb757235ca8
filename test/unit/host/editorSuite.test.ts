import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CHECKOUT } from "../../host/paths.ts";

describe("the tests in a real VS Code", () => {
  for (const folder of ["editor", "editor/coexistence"]) {
    it(`are all in the index of ${folder}`, async () => {
      const path = join(CHECKOUT, "test", folder);
      const files = (await readdir(path)).filter((name) => name.endsWith(".test.ts"));
      const index = await readFile(join(path, "index.ts"), "utf8");
      assert.deepEqual(
        files.filter((name) => !index.includes(`import("./${name}")`)),
        [],
      );
    });
  }
});
