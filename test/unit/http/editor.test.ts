import assert from "node:assert/strict";
import { codeLenses } from "../../../server/src/http/features/codeLenses.ts";
import { documentSymbols } from "../../../server/src/http/features/documentSymbols.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { at, NONE } from "./helpers.ts";

describe("code lenses", () => {
  it("come in threes above each request line that takes a header", () => {
    const text = "### A\nGET /a\n\nGET /body\n###\nnotes\n### B\nPOST /b\nAuthorization: Bearer x\n###\nMQTT x/y\n";
    const uri = "file:///x.http";
    const lenses = codeLenses(parse(text), uri, 1, "full", { held: NONE, settings: {}, now: 1 });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title, command?.command]),
      [
        [1, "Insert Argus Token", "argus.insertToken"],
        [1, "Introspect", "argus.introspect"],
        [1, "Userinfo", "argus.userinfo"],
        [7, "Insert Argus Token", "argus.insertToken"],
        [7, "Introspect", "argus.introspect"],
        [7, "Userinfo", "argus.userinfo"],
      ],
    );
    for (const { range, command } of lenses) {
      assert.equal(range.end.line, range.start.line);
      assert.deepEqual(command?.arguments, [uri, range.start.line]);
    }
  });
});

describe("document symbols", () => {
  it("are named after the title, the name, or method and path", () => {
    const text =
      "### Title\n# @name n\nGET https://x/a\n###\n# @name n\nGET https://x/a\n###\nPOST https://x.example/a/b?c=d\n###\n" +
      "PUT {{base}}/a/{{b}}?c\n###\nGET https://x.example\n###\nGET {{url}}\n###\nno request\n###\nGET /a\n  /b\n";
    const symbols = documentSymbols(parse(text));
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["Title", "n", "POST /a/b", "PUT /a/{{b}}", "GET https://x.example", "GET {{url}}", "GET /a/b"],
    );
    assert.equal(symbols[0]?.detail, "GET https://x/a");
  });

  it("select the request line within the block", () => {
    const text = "### One\r\n  GET /a  \r\n\r\nbody\r\n### Two\r\nGET /b";
    const symbols = documentSymbols(parse(text));
    assert.deepEqual(
      symbols.map(({ range, selectionRange }) => [at(text, range), at(text, selectionRange)]),
      [
        ["### One\r\n  GET /a  \r\n\r\nbody", "GET /a"],
        ["### Two\r\nGET /b", "GET /b"],
      ],
    );
  });

  it("are shortened", () => {
    const [symbol] = documentSymbols(parse(`GET https://x/${"y".repeat(5_000_000)}`));
    assert.ok(symbol && symbol.name.length <= 200 && (symbol.detail ?? "").length <= 200);
  });
});
