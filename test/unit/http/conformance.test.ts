import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { fixtureJson, fixtures, modelOf } from "./fixtures.ts";
import { eachCase } from "../../host/eachCase.ts";

const LINE_BREAKS = { LF: "\n", CRLF: "\r\n", CR: "\r" };

describe("the conformance table", () => {
  it("describes how the fixtures are read", async () => {
    for (const { name, text } of fixtures()) {
      const expected = fixtureJson(`${name}.json`);
      await eachCase(
        Object.entries(LINE_BREAKS),
        ([what]) => `${name}, ${what}`,
        ([, lineBreak]) => {
          assert.ok(!text.includes("\r"), "a fixture has LF alone: the other line breaks are made from it");
          assert.deepEqual(modelOf(parse(text.replaceAll("\n", lineBreak))), expected);
        },
      );
    }
  });

  it("does not depend on line breaks", () => {
    const breaks = Object.values(LINE_BREAKS);
    for (const { name, text } of fixtures()) {
      let line = 0;
      // A CR before an empty line that ends in LF would be one line break with it.
      const mixed = text.replace(/\n/g, (_, at: number) =>
        text[at + 1] === "\n" ? "\r\n" : (breaks[line++ % 3] ?? "\n"),
      );
      assert.deepEqual(modelOf(parse(mixed)), fixtureJson(`${name}.json`), name);
    }
  });
});
