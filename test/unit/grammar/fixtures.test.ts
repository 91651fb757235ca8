/** On the fixtures, the grammar marks the same requests and headers as the model, except where a table says so. */
import assert from "node:assert/strict";
import { headersOf, requestOf } from "../http/requests.ts";
import { hasRequest } from "../../../server/src/http/parse/model.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { fixtureJson, fixtures } from "../http/fixtures.ts";
import { type Piece, tokenizer } from "./grammar.ts";

/** A line that differs; a method with its URL, a header's name with its colon, or neither. */
interface Row {
  file: string;
  line: number;
  model: string;
  grammar: string;
  reason: string;
}

const NONE = "none";

/** The model's view of each line. A command, which is highlighted as such, is only marked as one. */
function modelled(text: string): Map<number, string> {
  const document = parse(text);
  const lines = text.split("\n");
  const facts = new Map<number, string>();
  for (const block of document.blocks.filter(hasRequest)) {
    const request = requestOf(document, block);
    assert.ok(request);
    const { requestLine, requestLineRange, urlRange, url } = request;
    if (block.request.curl) {
      facts.set(requestLine, "curl");
      continue;
    }
    const line = lines[requestLine] ?? "";
    const method = line.slice(requestLineRange.start.character, urlRange.start.character).trim();
    const written =
      urlRange.end.line === requestLine ? line.slice(urlRange.start.character, urlRange.end.character) : url;
    facts.set(requestLine, `${method} ${written}`.trim());
    for (const { name, range } of headersOf(document, block)) facts.set(range.start.line, `${name}:`);
  }
  return facts;
}

/** The grammar's view, from the scopes of a line. */
function highlighted(pieces: readonly Piece[]): string {
  const of = (scope: string): string =>
    pieces
      .filter(([, scopes]) => scopes.split(" ").includes(scope))
      .map(([piece]) => piece)
      .join("");
  // A line that continues the URL belongs to a request without being one.
  if (of("variable.parameter.http") !== "") return NONE;
  const name = of("entity.name.tag.header.http");
  if (name !== "") return `${name}:`;
  return `${of("keyword.control.method.http")} ${of("string.unquoted.url.http")}`.trim() || NONE;
}

describe("the grammar on the fixtures", () => {
  it("differs from the model only where the table says so", async () => {
    const tokenize = await tokenizer();
    const differences = fixtures().flatMap(({ name: file, text }) => {
      const facts = modelled(text);
      return tokenize(text).flatMap((pieces, index): Omit<Row, "reason">[] => {
        const [model, grammar] = [facts.get(index) ?? NONE, highlighted(pieces)];
        return model === grammar ? [] : [{ file, line: index + 1, model, grammar }];
      });
    });
    const table = fixtureJson("grammar-differences.json") as Row[];
    assert.deepEqual(
      differences,
      table.map(({ reason, ...row }) => {
        assert.ok(reason.length > 10, `${row.file}:${row.line} has a reason`);
        return row;
      }),
    );
  });
});
