/** On the fixtures, httpyac's own parser sees the same requests and headers, except where a table says so. */
import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { headersOf, requestOf } from "./requests.ts";
import type { Httpyac, HttpyacSymbol } from "../../bench/httpyac.ts";
import { httpyacParser, regionsOf } from "../../bench/httpyac.ts";
import { fixtureJson, fixtures, rangeText } from "./fixtures.ts";

/** The compared facts of a request, as strings. */
type Facts = Record<"method" | "url" | "name" | "headers", string>;

interface Row {
  file: string;
  /** The line of the request line, from zero. */
  line: number;
  what: "request" | keyof Facts;
  ours: string;
  httpyac: string;
  reason: string;
}

const NONE = "none";

function ourFacts(text: string): Map<number, Facts> {
  const document = parse(text);
  const facts = new Map<number, Facts>();
  for (const block of document.blocks) {
    const request = requestOf(document, block);
    if (!request) continue;
    facts.set(request.requestLine, {
      method: request.method,
      url: request.url,
      // httpYac uses the title if there is no name.
      name: request.name ?? request.title ?? NONE,
      headers: headersOf(document, block)
        .map(({ name, range }) => `${rangeText(range)} ${name}`)
        .join(", "),
    });
  }
  return facts;
}

async function httpyacFacts(httpyac: Httpyac, text: string): Promise<Map<number, Facts>> {
  const facts = new Map<number, Facts>();
  for (const { request, metaData, symbol } of await regionsOf(httpyac, text)) {
    const symbols = symbol.children ?? [];
    const line = symbols.find(({ kind }) => kind === "requestLine");
    if (!request || !line) continue;
    facts.set(line.startLine, {
      method: request.method,
      url: request.url,
      name: metaData.name ?? NONE,
      headers: symbols
        .filter(({ kind }) => kind === "requestHeader")
        .map((header) => `${rangeText(rangeOf(header))} ${header.name}`)
        .join(", "),
    });
  }
  return facts;
}

function rangeOf({ startLine, startOffset, endLine, endOffset }: HttpyacSymbol): Parameters<typeof rangeText>[0] {
  return { start: { line: startLine, character: startOffset }, end: { line: endLine, character: endOffset } };
}

async function differences(httpyac: Httpyac): Promise<Omit<Row, "reason">[]> {
  const rows: Omit<Row, "reason">[] = [];
  for (const { name: file, text } of fixtures()) {
    const ours = ourFacts(text);
    const theirs = await httpyacFacts(httpyac, text);
    for (const line of [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b)) {
      const our = ours.get(line);
      const their = theirs.get(line);
      if (!our || !their) {
        const described = (facts?: Facts): string => (facts ? `${facts.method} ${facts.url}` : NONE);
        rows.push({ file, line, what: "request", ours: described(our), httpyac: described(their) });
        continue;
      }
      for (const what of ["method", "url", "name", "headers"] as const) {
        if (our[what] !== their[what]) rows.push({ file, line, what, ours: our[what], httpyac: their[what] });
      }
    }
  }
  return rows;
}

describe("httpYac's parser", () => {
  it("differs only where the table says so", async function () {
    this.timeout(30_000); // loading it takes a while
    const httpyac = httpyacParser();
    assert.ok(httpyac, "httpyac is a development dependency");
    const table = fixtureJson("httpyac-differences.json") as Row[];
    assert.deepEqual(
      await differences(httpyac),
      table.map(({ reason, ...row }) => {
        assert.ok(reason.length > 10, `${row.file}:${row.line} has a reason`);
        return row;
      }),
    );
  });
});
