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
import { RequestView } from "../../../server/src/http/facts/requestView.ts";
import { headersOf, requestsOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { lensKinds, packLenses, unpackLenses } from "../../../common/protocol/codeLenses.ts";
import { analysisWith, URI } from "./features.ts";
import { apply, at, holding, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";
import { STYLES, anyText, lengths, assertInside, assertWithin } from "./anyText.ts";
import { runs } from "../../host/runs.ts";

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
      if (!header.span.isVariable) assert.equal(at(text, header.nameRange), header.name);
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
  const lenses = codeLenses(document, "file:///x", 1, "full", analysisWith());
  const positions = lensPositions(document, "file:///x", analysisWith());
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

describe("any text", () => {
  it("has a model whose ranges are in the document", () => {
    fc.assert(fc.property(anyText, checkRanges), { numRuns: runs(2000) });
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
      { numRuns: runs(500) },
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
        codeLenses(document, "file:///x", 1, "full", analysisWith());
        documentSymbols(document);
        for (const style of STYLES)
          assert.ok("edits" in authorize(document, { accessToken: TOKEN, style }, holding("x")));
      },
    ));
});
