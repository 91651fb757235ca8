import assert from "node:assert/strict";
import fc from "fast-check";
import { type LineChange, moveLine } from "../../../client/src/documents/moveLine.ts";

describe("a tracked line", () => {
  const change = (startLine: number, start: number, endLine: number, end: number, text: string): LineChange => ({
    range: { start: { line: startLine, character: start }, end: { line: endLine, character: end } },
    text,
  });
  const cases: [string, LineChange[], number | undefined][] = [
    ["stays when text below changes", [change(6, 0, 7, 3, "x\ny")], 5],
    ["moves down by lines inserted above", [change(0, 0, 0, 0, "a\r\nb\r\n")], 7],
    ["moves up by lines deleted above", [change(1, 2, 3, 0, "")], 3],
    ["moves down by lines inserted right before it", [change(5, 0, 5, 0, "new\n")], 6],
    ["moves up when the whole line before it is deleted", [change(4, 0, 5, 0, "")], 4],
    ["is lost when typed into", [change(5, 3, 5, 3, "x")], undefined],
    ["is lost when text is put before it on its line", [change(5, 0, 5, 0, "x")], undefined],
    ["is lost when it is joined to the line before", [change(4, 7, 5, 0, "")], undefined],
    ["is lost when it is deleted", [change(5, 0, 6, 0, "")], undefined],
    ["is lost when it is inside a replaced range", [change(2, 0, 9, 0, "a\nb\nc\n")], undefined],
    ["adds up several changes", [change(9, 0, 9, 1, ""), change(3, 0, 3, 0, "\n"), change(0, 0, 1, 0, "")], 5],
  ];
  for (const [what, changes, expected] of cases) it(what, () => assert.equal(moveLine(5, changes), expected));

  it("keeps its text whenever it survives", () => {
    const lines = fc.array(fc.constantFrom("a", "b", ""), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        lines,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom("", "\n", "x", "x\n", "\nx", "a\r\nb\r\n"),
        (texts, at, from, size, text) => {
          const original = texts.map((line, index) => `${line}#${index}`);
          const line = at % original.length;
          const whole = original.join("\n");
          const start = from % (whole.length + 1);
          const end = Math.min(whole.length, start + (size % 6));
          const position = (offset: number) => {
            const before = whole.slice(0, offset).split("\n");
            return { line: before.length - 1, character: before.at(-1)!.length };
          };
          const moved = moveLine(line, [{ range: { start: position(start), end: position(end) }, text }]);
          const after = (whole.slice(0, start) + text + whole.slice(end)).split(/\r\n|\n/);
          if (moved !== undefined) assert.equal(after[moved], original[line]);
        },
      ),
    );
  });
});
