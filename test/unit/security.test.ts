import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const CHECKOUT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(CHECKOUT, path), "utf8");

describe("SECURITY.md", () => {
  it("names a test that exists for each of its promises", () => {
    const section = read("SECURITY.md").split("## Promises")[1] ?? "";
    const rows = section.split("\n").filter((line) => /^\| (?!Promise|-)/.test(line));
    assert(rows.length > 10, "the promises are gone");
    for (const row of rows) {
      const [, file, title] = /`(test\/\S+\.test\.ts)`: (.*?) +\|$/.exec(row) ?? [];
      assert(file !== undefined && title !== undefined, `no test in: ${row}`);
      const isThere = [`it("${title}", `, `describe("${title}", `].some((text) => read(file).includes(text));
      assert(isThere, `${file} has no test “${title}”`);
    }
  });
});
