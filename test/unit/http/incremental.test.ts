/** A model updated by edits equals the model of the resulting text. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Block } from "../../../server/src/http/parse/model.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { OpenDocument } from "../../../server/src/openDocument.ts";
import type { Range } from "../../../common/protocol/documents.ts";
import { runs } from "../../host/runs.ts";

const URI = "file:///x.http";

type Change = { range: Range; text: string } | { text: string };

/** Text that matters to blocks, and text that can combine with it: parts of separators and line breaks. */
const piece = fc.constantFrom(
  ...["#", "##", "###", "### t", "\n", "\r\n", "\r", "\n###\n", "\r###\r", "\r\n### a\r\n", "\ufeff", "\ufeff###"],
  ...["GET /a", "POST https://x/{{y}}", "Authorization: Bearer t", "Authorization: a\n b", "# @argus dev", "# @name n"],
  ...[
    "GET https://x",
    "\nGET {{a}}\n",
    "\n\nDELETE https://y\n",
    "curl 'x",
    "curl x \\\n",
    "-H 'Authorization: b'",
    "'",
    "\n\n",
    "> {%",
  ],
  ...["@a = b", "/*", "*/", "< {%", "%}", "{{", "}}", "text", " ", "\ud83d", "\ude00", "\u{1f600}", "\0", "?q=1"],
);
const follower = fc.constantFrom("GET https://x\n", "GET https://x\n\n", "DELETE {{a}}\n", "# c\nGET https://y\n");
const text = fc
  .oneof(fc.array(piece, { maxLength: 30, size: "max" }), fc.array(fc.oneof(follower, piece), { maxLength: 12 }))
  .map((pieces) => pieces.join(""));
const inserted = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  { weight: 4, arbitrary: piece },
  { weight: 1, arbitrary: text },
);
/** The start and length of an edit as fractions of the text; most are short, and one in a hundred is out of range. */
const place = fc.record({
  from: fc.double({ min: 0, max: 1.01, noNaN: true }),
  /** Counts from the start of a separator instead. */
  inSeparator: fc.option(fc.integer({ min: -2, max: 4 })),
  length: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(3), fc.nat(40)),
  backwards: fc.boolean(),
});
const edit = fc.oneof(
  { weight: 12, arbitrary: fc.record({ place, text: inserted }) },
  { weight: 1, arbitrary: fc.record({ text }) },
);
/** Notifications with one or more changes each; some are followed by a request. */
const notifications = fc.array(
  fc.record({ edits: fc.array(edit, { minLength: 1, maxLength: 4 }), isAsked: fc.boolean() }),
  {
    maxLength: 12,
    size: "max",
  },
);

type Drawn = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** Makes an LSP change of a text from an edit drawn for any text. */
function changeOf(content: string, drawn: Drawn): Change {
  if (!("place" in drawn)) return drawn;
  const { from, inSeparator, length, backwards } = drawn.place;
  const lines = TextDocument.create(URI, "http", 0, content);
  const share = Math.floor(from * content.length);
  const separator = inSeparator === null ? -1 : content.indexOf("###", share);
  const offset = separator < 0 ? share : separator + (inSeparator ?? 0);
  const range = { start: lines.positionAt(offset), end: lines.positionAt(offset + length) };
  if (from > 1) range.end = { line: lines.lineCount + 3, character: 9 };
  return { range: backwards ? { start: range.end, end: range.start } : range, text: drawn.text };
}

function assertFollows(document: OpenDocument, content: string): void {
  assert.equal(document.text, content);
  assert.deepEqual(document.model, parse(content));
}

function edited(content: string, ...changes: Change[]): OpenDocument {
  const document = OpenDocument.create(URI, "http", 1, content);
  parseOf(document);
  return OpenDocument.update(document, changes, 2);
}

/** Makes the model, so that the next change updates it. */
const parseOf = (document: OpenDocument): readonly Block[] => document.model.blocks;

function insertion(line: number, character: number, newText: string): Change {
  return { range: { start: { line, character }, end: { line, character } }, text: newText };
}

describe("a model after edits", () => {
  it("is compared in all of its parts", () => {
    // Each pair has the same length and number of lines; only one fact differs.
    for (const [fact, one, other] of [
      ["isSeparated", "###\n", "#a#\n"],
      ["title", "### t\n", "###  \n"],
      ["name", "# @name x\n", "# @nome x\n"],
      ["profile", "# @argus x\n", "# @argos x\n"],
      ["headerProfile", "GET /a\n# @argus x\n", "GET /a\n# @argos x\n"],
      ["variables", "@a = b\n", "@a   b\n"],
      ["request", "GET /a\n", "Get a!\n"],
      ["method", "GET /a\n", "/ET /a\n"],
      ["url", "GET /a\n", "GET  a\n"],
      ["version", "GET /a HTTP/1\n", "GET /a XTTP/1\n"],
      ["acceptsHeader", "POST /a\n", "MQTT /a\n"],
      ["urlParts", "GET /a\n?b\n", "GET /a\nb?\n"],
      ["authorization", "GET /a\nAuthorization: b\n", "GET /a\nAuthorisation: b\n"],
      ["bodyLine", "GET /a\nb\n\n", "GET /a\n\nb\n"],
      ["curl", "curl /a -sSv\n", "curl /a -d x\n"],
    ] as const) {
      assert.equal(one.length, other.length, fact);
      assert.notDeepEqual({ ...parse(one), text: "" }, { ...parse(other), text: "" }, fact);
    }
  });

  it("equals a fresh parse after any edits", () => {
    fc.assert(
      fc.property(text, notifications, (start, rounds) => {
        let content = start;
        const document = OpenDocument.create(URI, "http", 0, start);
        parseOf(document);
        for (const [version, { edits, isAsked }] of rounds.entries()) {
          const changes: Change[] = [];
          for (const drawn of edits) {
            const change = changeOf(content, drawn);
            content = TextDocument.update(TextDocument.create(URI, "http", 0, content), [change], 1).getText();
            changes.push(change);
          }
          OpenDocument.update(document, changes, version + 1);
          assert.equal(document.version, version + 1);
          if (isAsked) assertFollows(document, content);
        }
        assertFollows(document, content);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("leaves the old model unchanged", () => {
    const document = OpenDocument.create(URI, "http", 1, "GET /a\n###\nGET /b\n");
    const before = document.model;
    OpenDocument.update(document, [insertion(0, 0, "\n###\n")], 2);
    assert.notEqual(document.model, before);
    assert.deepEqual(before, parse("GET /a\n###\nGET /b\n"));
  });

  it("reads only the touched blocks", () => {
    // The list of variables is created when a block is read, and reused when the block moves.
    const content = "@a = 1\n###\n@b = 2\n###\n@c = 3\n###\n@d = 4\n###\n@e = 5\n";
    const marks = (changes: Change[]): string => {
      const document = OpenDocument.create(URI, "http", 1, content);
      const old = new Set(parseOf(document).map(({ variables }) => variables));
      OpenDocument.update(document, changes, 2);
      return parseOf(document)
        .map(({ variables }) => (old.has(variables) ? "=" : "!"))
        .join("");
    };
    assert.equal(marks([insertion(4, 6, "x")]), "==!==");
    assert.equal(marks([insertion(3, 1, "#")]), "=!!==", "a separator belongs to both blocks");
    assert.equal(marks([insertion(6, 6, "y"), insertion(0, 5, "z")]), "!==!=", "not what lies between two edits");
    assert.equal(marks([insertion(2, 0, "###\n")]), "=!!===", "a new separator");
    assert.equal(marks([insertion(2, 0, "GET /\n###\n".repeat(9))]), "=!!!!!!!!!!===", "many new blocks");
    assert.equal(marks([insertion(1, 0, "x")]), "!===", "a separator that is none any more");
  });

  it("joins and splits requests without separators", () => {
    const content = "GET https://a\n\n# c\nGET https://b\nGET https://c\n###\nGET https://d\n";
    const lines = content.split("\n");
    for (const [line, text] of lines.entries()) {
      for (let character = 0; character <= text.length; character++) {
        for (const inserted of ["x", " ", "\n", "\n\n", "###\n"]) {
          const document = edited(content, insertion(line, character, inserted));
          assert.deepEqual(document.model, parse(document.text), JSON.stringify(document.text));
        }
        const range = { start: { line, character }, end: { line: line + 1, character: 0 } };
        const document = edited(content, { range, text: "" });
        assert.deepEqual(document.model, parse(document.text), JSON.stringify(document.text));
      }
    }
  });

  it("treats a CR and an LF that come together as one line break", () => {
    for (const [content, change] of [
      ["a\rb\nc", { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }, text: "" }],
      ["a\nb", insertion(0, 1, "\r")],
      ["a\rb", insertion(1, 0, "\n")],
    ] as const) {
      const document = edited(content, change);
      OpenDocument.update(document, [insertion(1, 0, "GET /x\n")], 3);
      assert.match(document.text, /^a\r\nGET \/x\n/, JSON.stringify(content));
      assert.deepEqual(document.model, parse(document.text));
    }
  });

  it("reads the first block again when text comes before its byte order mark", () => {
    for (const content of ["\ufeff### a\nGET https://x\n", "\ufeff# c\nGET https://x\n", "\ufeff\n###\n"]) {
      for (const text of ["text\n", "GET https://y\n", "###\n", " ", "\ufeff"]) {
        const document = edited(content, insertion(0, 0, text));
        assert.deepEqual(document.model, parse(text + content), JSON.stringify(document.text));
        OpenDocument.update(document, [{ range: document.rangeOf(0, text.length), text: "" }], 3);
        assert.deepEqual(document.model, parse(content), JSON.stringify(document.text));
      }
    }
  });

  it("accepts many edits in one notification", () => {
    const content = "GET /a\n###\n".repeat(2000);
    const changes = Array.from({ length: 2000 }, (_, index) => insertion(2 * (1999 - index), 0, "# c\n"));
    const document = edited(content, ...changes);
    assert.equal(document.text, "# c\nGET /a\n###\n".repeat(2000));
    assert.deepEqual(document.model, parse(document.text));
  });
});
