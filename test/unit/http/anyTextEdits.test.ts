import assert from "node:assert/strict";
import fc from "fast-check";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { requestsOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { InsertStyle, Range, TextEdit } from "../../../common/protocol/documents.ts";
import { apply, at, holding, NONE, TOKEN } from "./helpers.ts";
import { STYLES, accessToken, anyText, lengths, assertInside, assertWithin } from "./anyText.ts";
import { runs } from "../../host/runs.ts";

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
    if (/^-H ?$/.test(newText) && /^--header=?$/.test(at(text, range))) continue;
    if (/^(["'])[Aa]uthorization *: Bearer .+\1$/.test(newText)) continue;
    if (/^-(?:H|-header) (["'])Authorization: Bearer .+\1$/.test(newText)) continue;
    assert.match(newText, /^['"]?Bearer .+$/);
    if (header) assertWithin(range, header);
  }
}

/**
 * Texts that failed once: a header is removed or inserted right below an empty variable on an indented line; a variable below
 * prose holds a directive to its request.
 */
const FAILED: [string, InsertStyle, number, string][] = STYLES.flatMap((style) => [
  ["GET /a\n  @argusToken=", style, 0, TOKEN],
  ["GET /a\nAuthorization: Bearer old\n  @argusToken=\nAuthorization: Bearer old", style, 0, TOKEN],
  ["Authorization: Bearer old\n# @argus dev\n@argusToken = 1\n\nPOST https://x/{{y}} HTTP/1.1\nA: b", style, 0, TOKEN],
  ["Authorization: Bearer old\n# @name one\n@argusToken = 1\n\nPOST https://x/{{y}} HTTP/1.1\nA: b", style, 0, TOKEN],
]);

describe("edits of any text", () => {
  it("put the token into the right request", () => {
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
      { numRuns: runs(3000), examples: FAILED },
    );
  });

  it("change nothing when all requests are authorized a second time", () => {
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
      { numRuns: runs(2000) },
    );
  });

  it("remove all Argus tokens at once, and keep all requests", () => {
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
      { numRuns: runs(2000) },
    );
  });
});
