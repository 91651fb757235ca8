import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { HttpHeader } from "./requests.ts";
import { headersOf, requestsOf } from "./requests.ts";
import { at } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

function headers(text: string): HttpHeader[] {
  const document = parse(text);
  return document.blocks.flatMap((block) => headersOf(document, block));
}

describe("headers", () => {
  const cases: [what: string, text: string, expected: [name: string, value: string][]][] = [
    ["any case", "authorization: a\nX-FOO: b", [["authorization", "a"], ["X-FOO", "b"]]], // prettier-ignore
    ["spacing", "A:b\nC :  d  \n  E:\tf", [["A", "b"], ["C", "d"], ["E", "f"]]], // prettier-ignore
    ["empty values", "A:\nB:   \nC: d", [["A", ""], ["B", ""], ["C", "d"]]], // prettier-ignore
    ["duplicates", "A: b\nA: c", [["A", "b"], ["A", "c"]]], // prettier-ignore
    ["colons in values", "A: b:c", [["A", "b:c"]]],
    ["variables", "{{a}}: b\nX-{{c}}-Y: {{d}}\n{{ e }} : f", [["{{a}}", "b"], ["X-{{c}}-Y", "{{d}}"], ["{{ e }}", "f"]]], // prettier-ignore
    ["continuation", "A: b\n  c\n\td\nE: f", [["A", "b c d"], ["E", "f"]]], // prettier-ignore
    ["continuation of nothing", "A:\n  b\n {{c}}", [["A", "b {{c}}"]]],
    ["an indented header", "A: b\n  C: d", [["A", "b"], ["C", "d"]]], // prettier-ignore
    ["comments between", "# x\nA: b\n  # y: z\n  lost\n// C: d\nE: f", [["A", "b"], ["E", "f"]]], // prettier-ignore
    ["a variable between", "A: b\n@x = y\nC: d", [["A", "b"], ["C", "d"]]], // prettier-ignore
    ["a line being typed", "A: b\nAuth\n...spread\nC: d", [["A", "b"], ["C", "d"]]], // prettier-ignore
    ["a blank line", "A: b\n \t\nC: d", [["A", "b"]]],
    ["a separator", "A: b\n###\nC: d", [["A", "b"]]],
    ["a script", "A: b\n> {%\nC: d\n%}", [["A", "b"]]],
    ["a script file", "A: b\n> ./x.js\nC: d", [["A", "b"]]],
    ["a file as the body", "A: b\n< ./x.json\nC: d", [["A", "b"]]],
    ["a file with variables", "A: b\n<@ ./x.json\nC: d", [["A", "b"]]],
    ["a response reference", "A: b\n<> ./x.json\nC: d", [["A", "b"]]],
    ["an output redirection", "A: b\n>> ./x.json\nC: d", [["A", "b"]]],
    ["an assertion", "A: b\n?? status == 200\nC: d", [["A", "b"]]],
    ["an httpYac script", "A: b\n{{@response\nC: d\n}}", [["A", "b"]]],
    ["no header", "\nC: d", []],
    ["the end", "", []],
  ];
  it("are read with their values and continuation lines", async () => {
    for (const [what, text, expected] of cases) {
      await eachCase(
        ["\n", "\r\n", "\r"],
        (lineBreak) => `${what}, ${JSON.stringify(lineBreak)}`,
        (lineBreak) => {
          const whole = `### t\nGET /a\n${text}`.replaceAll("\n", lineBreak);
          const found = headers(whole);
          assert.deepEqual(
            found.map(({ name, value }) => [name, value]),
            expected,
          );
          for (const { name, nameRange, value, valueRange, range } of found) {
            assert.equal(at(whole, nameRange), name);
            if (valueRange.start.line === valueRange.end.line) assert.equal(at(whole, valueRange), value);
            assert.deepEqual(range.start, nameRange.start);
            assert.equal(range.end.line, valueRange.end.line);
            assert.ok(at(whole, range).endsWith(at(whole, valueRange).trimEnd()) || /\s$/.test(at(whole, range)));
          }
        },
      );
    }
  });

  it("keep positions in UTF-16", () => {
    const text = "GET /a\nX: \u{1f600}\ud800 é\0z";
    assert.equal(headers(text)[0]?.value, "\u{1f600}\ud800 é\0z");
    assert.deepEqual(headers(text)[0]?.valueRange.end, { line: 1, character: 10 });
  });

  it("end where the body starts", () => {
    const bodyLines = (text: string): number[] => requestsOf(parse(text)).map(({ bodyLine }) => bodyLine);
    assert.deepEqual(bodyLines("GET /a\nA: b\n\nbody"), [2]);
    assert.deepEqual(bodyLines("GET /a\nA: b\n###\nGET /b"), [2, 4]);
    assert.deepEqual(bodyLines("GET /a\n\nA: b"), [1]);
  });
});
