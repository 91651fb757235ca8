/** Properties of every text: nothing throws, ranges are inside the document, and edits change only what they should. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { documentLinks } from "../../../server/src/http/features/documentLinks.ts";
import { foldingRanges } from "../../../server/src/http/features/foldingRanges.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { hasRequest } from "../../../server/src/http/parse/model.ts";
import { requestActions } from "../../../server/src/http/features/requestActions.ts";
import { codeLenses, lensPositions } from "../../../server/src/http/features/codeLenses.ts";
import { documentSymbols } from "../../../server/src/http/features/documentSymbols.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { RequestView } from "../../../server/src/http/facts/requestView.ts";
import { headersOf, requestsOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { InsertStyle, Range, TextEdit } from "../../../common/protocol/documents.ts";
import { lensKinds, packLenses, unpackLenses } from "../../../common/protocol/codeLenses.ts";
import { DEAD, analysisWith, URI } from "./features.ts";
import { apply, at, holding, NONE, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

const lineBreak = fc.constantFrom("\n", "\r\n", "\r");
const requestLine = fc.constantFrom(
  ...[
    "GET /a",
    "POST https://x/{{y}} HTTP/1.1",
    " {{base}}/p",
    "GRPC a/b",
    "ws://x",
    "MQTT a/b",
    "GET https://x",
    "DELETE {{base}}/q",
  ],
  ...[
    "curl x",
    "curl 'https://x' \\",
    'curl "https://x" ^',
    'curl ^"https://x^" ^',
    "curl -u a:b x",
    "curl -XPOST -d 'a",
    "curl -L",
  ],
);
const option = fc.constantFrom(
  ...[
    "-H 'Authorization: Bearer old' \\",
    '-H "Authorization: Bearer old" \\',
    '-H ^"Authorization: Bearer old^" ^',
    "  -H 'X: y'",
  ],
  ...[
    "-H Authorization:\\ old \\",
    "--header=$'authorization: a\\'b' \\",
    "-H 'Authorization: {{a}} \\",
    "-H 'Authorization: Bearer '\\''x'",
  ],
  ...["-sH 'Argus-API-Key: my/api/key' \\", "-HX-Forwarded-For:me", `-H 'Authorization: Bearer ${DEAD}'`],
  ...["-H 'authorization:' \\", '-H "Authorization: Basic x" ^', "--data '{", "}'", "-d x \\", "y \\", '"', "'", "^"],
);
const header = fc.constantFrom(
  ...["Authorization: Bearer old", "authorization:", "Authorization : Bearer\n  old \r\n\tb", "Authorization:\n a"],
  ...["Authorization: Bearer {{argusToken}}", "AUTHORIZATION: Basic x", "Authorization: {{a}}", "Authorization:old"],
  ...["Argus-API-Key: my/api/key", "X-Forwarded-For: me", `Authorization: Bearer ${DEAD}`],
  ...["X: y", "{{a}}: b", "  folded", "  ?a=b", "&c=d", "  /e", " {{f}}", "  g: h"],
);
const other = fc.constantFrom(
  ...[
    "# c",
    "  // d",
    "/*",
    "*/",
    "# @argus dev",
    "// @argus=prod",
    "# @name n",
    "< {%",
    "%}",
    "> {%",
    "{{",
    "}}",
    "{{+after",
  ],
  ...[
    "@argusToken = 1",
    "  @argusToken=",
    "@a={{b}}",
    "@b = {{a}}",
    "@argusToken",
    "<> x",
    "< x",
    "?? y",
    "text",
    "HTTP/1.1 200",
  ],
  ...["", "", "", " \t", "##", "import ./x.http"],
);
const nasty = fc.oneof(
  fc.constantFrom(
    ...Array.from(":@= #?&/<>%{}"),
    "\u00a0",
    "\u2028",
    "\0",
    "\ufeff",
    "\ud83d",
    "\ude00",
    "\u{1f600}",
    "é",
    "\t",
    "\r",
    "\n",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
/** Most tokens look realistic, some contain everything that quotes and shells treat specially. */
const accessToken = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant(TOKEN) },
    {
      weight: 1,
      arbitrary: fc.string({
        unit: fc.constantFrom(...Array.from("a'\"\\^$`%!&|<>(){};#\u00e9")),
        minLength: 1,
        maxLength: 8,
      }),
    },
  )
  .filter((token) => !token.includes("{{"));
const separator = fc.constantFrom("###", "### t", "####", " ###");
const line = fc.oneof(
  { weight: 3, arbitrary: requestLine },
  { weight: 6, arbitrary: header },
  { weight: 2, arbitrary: option },
  { weight: 4, arbitrary: other },
  { weight: 1, arbitrary: nasty },
  { weight: 2, arbitrary: separator },
);
const anyText = fc
  .tuple(
    fc.constantFrom("", "", "\ufeff", "###\n", "\ufeff### t\r\n"),
    fc.array(fc.tuple(line, lineBreak), { maxLength: 30, size: "max" }),
    fc.oneof(line, fc.constant("")),
  )
  .map(([start, lines, end]) => start + lines.flat().join("") + end);

function lengths(text: string): number[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.length);
}

function assertInside(lineLengths: number[], range: Range): void {
  const { start, end } = range;
  for (const { line, character } of [start, end]) {
    const length = lineLengths[line];
    assert.ok(length !== undefined && character >= 0 && character <= length, JSON.stringify(range));
  }
  assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
}

function assertWithin(inner: Range, outer: Range): void {
  const order = (a: Range["start"], b: Range["start"]): number => a.line - b.line || a.character - b.character;
  assert.ok(order(outer.start, inner.start) <= 0 && order(inner.end, outer.end) <= 0);
}

function checkRanges(text: string): void {
  const document = parse(text);
  const lineLengths = lengths(text);
  assert.equal(document.lineCount, lineLengths.length);
  let line = 0;
  let offset = 0;
  for (const block of document.blocks) {
    assert.deepEqual([block.line, block.offset], [line, offset]);
    line += block.lineCount;
    offset += block.length;
    for (const header of headersOf(document, block)) {
      for (const range of [header.range, header.nameRange, header.valueRange]) assertInside(lineLengths, range);
      assertWithin(header.nameRange, header.range);
      assertWithin(header.valueRange, header.range);
      assert.equal(at(text, header.nameRange), header.name);
    }
  }
  assert.deepEqual([line, offset], [document.lineCount, text.length]);
  const requests = requestsOf(document);
  for (const request of requests) {
    for (const range of [request.range, request.requestLineRange, request.urlRange]) assertInside(lineLengths, range);
    assertWithin(request.requestLineRange, request.range);
    const isCommand = at(text, request.requestLineRange).startsWith("curl");
    assertWithin(request.urlRange, isCommand ? request.range : request.requestLineRange);
    assert.equal(requestAt(document, request.range.start)?.requestLine, request.requestLine);
    assert.equal(requestAt(document, { line: request.requestLine, character: 0 })?.url, request.url);
  }
  const lenses = codeLenses(document, "file:///x", 1, "full");
  const positions = lensPositions(document, "file:///x");
  assert.deepEqual(unpackLenses(packLenses(positions)), positions);
  assert.deepEqual(
    positions.flatMap((place) => lensKinds(place, "full").map(() => [place.line, place.start, place.line, place.end])),
    lenses.map(({ range: { start, end } }) => [start.line, start.character, end.line, end.character]),
  );
  assert.equal(positions.length, requests.filter(({ acceptsHeader }) => acceptsHeader).length);
  for (const { range } of lenses) assertInside(lineLengths, range);
  for (const symbol of documentSymbols(document)) {
    assertInside(lineLengths, symbol.range);
    assertWithin(symbol.selectionRange, symbol.range);
    assert.ok(symbol.name.trim() !== "");
  }
}

/** Definitions, and what makes them a region of their own where they need one. */
const DEFINITIONS =
  /^(?:(?:@argusToken\w* = \S+(?:\r\n|[\r\n]))+(?:(?:\r\n|[\r\n])###(?:\r\n|[\r\n]))?|(?:\r\n|[\r\n])?###(?:\r\n|[\r\n]){2}(?:@argusToken\w* = \S+(?:\r\n|[\r\n])?)+)$/;

/**
 * The edits insert a header or the variable, or replace its value, and change nothing else.
 * @param header of the only request that may change
 */
function assertEdits(text: string, edits: TextEdit[], header?: Range): void {
  const lineLengths = lengths(text);
  for (const { range, newText } of edits) {
    assertInside(lineLengths, range);
    const line = at(text, { start: { line: range.start.line, character: 0 }, end: range.start });
    const isInserted = range.start.line === range.end.line && range.start.character === range.end.character;
    const inserted = newText.replace(/^(?:\r\n|\r|\n)|(?:\r\n|\r|\n)$/, "");
    if (isInserted && DEFINITIONS.test(newText)) continue;
    assert.ok(!/[\r\n]/.test(inserted));
    if (isInserted && /^Authorization: Bearer .+$/.test(inserted)) continue;
    if (isInserted && /^ -(?:H|-header) (["']|\^")Authorization: Bearer .+\1$/.test(inserted)) continue;
    if (newText === "") {
      assert.match(at(text, range), /authorization|--oauth2-bearer|@argusToken/i);
      continue;
    }
    if (/^\ufeff?\s*@argusToken/.test(line)) {
      assert.equal(newText, TOKEN);
      continue;
    }
    if (/^\ufeff?\s*@argusToken/.test(line)) {
      assert.equal(newText, TOKEN);
      continue;
    }
    if (/^-H ?$/.test(newText) && /^--header=?$/.test(at(text, range))) continue;
    if (/^(["'])[Aa]uthorization *: Bearer .+\1$/.test(newText)) continue;
    if (/^-(?:H|-header) (["'])Authorization: Bearer .+\1$/.test(newText)) continue;
    assert.match(newText, /^['"]?Bearer .+$/);
    if (header) assertWithin(range, header);
  }
}

describe("any text", () => {
  it("has a model whose ranges are in the document", () => {
    fc.assert(fc.property(anyText, checkRanges), { numRuns: 2000 });
  });

  it("has the token in the right request after authorize", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...STYLES), fc.nat(), accessToken, (text, style, seed, token) => {
        const document = parse(text);
        const before = requestsOf(document);
        const index = seed % Math.max(before.length, 1);
        const target = before[index];
        fc.pre(target !== undefined);
        const position = { line: target.requestLine, character: 0 };
        const options = { position, accessToken: style === "literal" ? token : TOKEN, style };
        const answer = authorize(document, options, NONE);
        if ("refused" in answer) {
          assert.ok(!answer.refused.includes(TOKEN));
          return;
        }
        assertEdits(text, answer.edits, requestAt(document, position)?.authorization?.headerRange);
        const changed = apply(text, answer.edits);
        const after = requestsOf(parse(changed));
        // The same requests with the same profiles; only lines have moved.
        const facts = before.map(({ method, url, name, profile, title }) => ({ method, url, name, profile, title }));
        assert.deepEqual(
          after.map(({ method, url, name, profile, title }) => ({ method, url, name, profile, title })),
          facts,
        );
        const moved = { line: after[index]!.requestLine, character: 0 };
        const found = requestAt(parse(changed), moved)?.authorization;
        assert.ok(found);
        assert.equal(found.scheme, "Bearer");
        assert.equal(found.token, style === "environment" ? undefined : options.accessToken);
        const again = authorize(parse(changed), { ...options, position: moved }, NONE);
        assert.deepEqual(again, { edits: [] });
      }),
      { numRuns: 3000 },
    );
  });

  it("is not changed by authorizing all requests a second time", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...STYLES, undefined), (text, style) => {
        const held = holding("old", TOKEN);
        const options = { accessToken: TOKEN, style };
        const answer = authorize(parse(text), options, held);
        assert.ok("edits" in answer);
        assertEdits(text, answer.edits);
        const changed = apply(text, answer.edits);
        assert.deepEqual(authorize(parse(changed), options, held), { edits: [] });
        assert.equal(requestsOf(parse(changed)).length, requestsOf(parse(text)).length);
      }),
      { numRuns: 2000 },
    );
  });

  it("can be hovered over, completed, diagnosed, acted on, folded and linked", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const document = parse(text);
        const lineLengths = lengths(text);
        const analysis = analysisWith();
        for (const [line, length] of lineLengths.entries()) {
          for (const character of new Set([0, length >> 1, length])) {
            const position = { line, character };
            const hover = hoverAt(document, position, analysis);
            if (hover) assertInside(lineLengths, hover.range);
            for (const { textEdit } of completionsAt(document, URI, position, analysis, true)) {
              if (textEdit && "range" in textEdit) assertInside(lineLengths, textEdit.range);
            }
          }
        }
        for (const { range, fixes } of findingsIn(document, URI, analysis)) {
          assertInside(lineLengths, range);
          for (const { edits } of fixes()) apply(text, [...(edits ?? [])]);
        }
        for (const block of document.blocks.filter(hasRequest)) {
          for (const { edits } of requestActions(new RequestView(document, block), URI, analysis)) {
            for (const { range } of edits ?? []) assertInside(lineLengths, range);
            assert.equal(requestsOf(parse(apply(text, [...(edits ?? [])]))).length, requestsOf(document).length);
          }
        }
        for (const { startLine, endLine } of foldingRanges(document)) {
          assert.ok(startLine < endLine && endLine < lineLengths.length);
        }
        for (const { range } of documentLinks(document, URI)) assertInside(lineLengths, range);
      }),
      { numRuns: 500 },
    );
  });

  it("has no Argus token left after one removal, and keeps all requests", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const analysis = { held: holding("old", TOKEN), settings: {}, now: 0 };
        const edits = removeTokens(parse(text), analysis).edits;
        for (const { range } of edits) assertInside(lengths(text), range);
        const changed = apply(text, edits);
        // A line below that was not a header may continue the URL now.
        const facts = (written: string): unknown[] =>
          requestsOf(parse(written)).map(({ method, name, title }) => [method, name, title]);
        assert.deepEqual(facts(changed), facts(text));
        assert.deepEqual(removeTokens(parse(changed), analysis).edits, []);
      }),
      { numRuns: 2000 },
    );
  });

  const MB = 1_000_000;
  const large: Record<string, string> = {
    "a line of 5 MB": `GET /${"a".repeat(5 * MB)}`,
    "a value of 5 MB": `GET /a\nAuthorization: Bearer ${"a".repeat(5 * MB)}`,
    "white space of 5 MB": `${" ".repeat(5 * MB)}x`,
    "a body of one line": `POST /a\n\n${"{".repeat(5 * MB)}`,
    "100 000 lines of #": "#\n".repeat(100_000),
    "100 000 separators": "###\n".repeat(100_000),
    "100 000 requests": "GET /a\nAuthorization: Bearer {{argusToken}}\n###\n".repeat(100_000),
    "100 000 continuation lines": `GET /a\nAuthorization: Bearer\n${" a\n".repeat(100_000)}`,
    "100 000 unclosed braces": `GET /a\n${"{{a\n".repeat(100_000)}`,
    "100 000 headers with braces": `GET /a\n${"{{a}}{{b: c\n".repeat(100_000)}`,
    "1 MB of {{ on a line": "{{".repeat(MB / 2),
    "1 MB of {{ in a value": `GET /a\nAuthorization: Bearer ${"{{".repeat(MB / 2)}`,
    "1 MB of {{a}} in a name": `GET /a\n${"{{a}}".repeat(MB / 5)}: b`,
    "1 MB of {{a}} in a value": `@a = {{a}}\nGET /a\nAuthorization: Bearer ${"{{a}}".repeat(MB / 5)}`,
    "1 MB of {{ in a URL": `GET ${"{{".repeat(MB / 2)}`,
    "1 MB of # on a line": "#".repeat(MB),
    "1 MB of @ on a line": "@".repeat(MB),
    "1 MB of letters in capitals": "A".repeat(MB),
    "an unclosed script": `< {%\n${"x\n".repeat(100_000)}`,
    "a NUL of 1 MB": "\0".repeat(MB),
  };
  it("may be large or malformed", () =>
    eachCase(
      Object.entries(large),
      ([what]) => what,
      ([, text]) => {
        const document = parse(text);
        const [request] = requestsOf(document);
        requestAt(document, { line: request?.requestLine ?? 0, character: 0 });
        codeLenses(document, "file:///x", 1, "full");
        documentSymbols(document);
        for (const style of STYLES)
          assert.ok("edits" in authorize(document, { accessToken: TOKEN, style }, holding("x")));
      },
    ));
});
