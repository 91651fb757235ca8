import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { blockAt, lineAt } from "../../../server/src/http/facts/lineLookup.ts";
import { at, request, requests } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const lines = (text: string): number[] => requests(text).map(({ requestLine }) => requestLine);

describe("blocks", () => {
  it("end at any ###", () => {
    assert.deepEqual(lines("GET /a\n###\nGET /b\n#### Four\nGET /c\n###"), [0, 2, 4]);
    assert.deepEqual(lines('POST /a\n\n{ "a": "\n### b\n" }\nGET /b'), [0]);
    assert.deepEqual(lines("POST /a\n\nbody\n###\nGET /b"), [0, 4]);
    assert.deepEqual(lines("< {%\n### in a script\nGET /b"), [2]);
    assert.deepEqual(lines("{{\n###\nGET /b"), [2]);
    assert.deepEqual(lines("/*\n###\nGET /b"), [2]);
    assert.deepEqual(lines("GET /a\nX: y\n###\nGET /b"), [0, 3]);
  });

  it("do not end at an indented ### or at a second request line", () => {
    assert.deepEqual(lines("GET /a\n\n ###\nGET /b"), [0]);
    assert.deepEqual(lines("GET /a\n\nGET /b"), [0]);
    assert.deepEqual(lines("POST /a\n\nGET https://b"), [0]);
  });

  describe("end at a request without a separator", () => {
    const cases: [text: string, lines: number[]][] = [
      ["GET https://x\nGET https://y", [0, 1]],
      ["GET /a\nX: y\nPOST {{base}}/b\n\nGET https://in-body", [0, 2]],
      ["POST https://x\nGET https://y", [0, 1]],
      ["GET https://x\n\nGET https://y\n\n\nDELETE {{base}}\n", [0, 2, 5]],
      ["https://x\n\nGET https://y", [0, 2]],
      ["GET https://x\nA: b\n\n> {%\nGET https://no\n%}\n?? status == 200\n<> x.json\n\nGET https://y", [0, 9]],
      // A body may contain anything.
      ["POST https://x\n\nGET https://y", [0]],
      ["GET https://x\n\nbody\nGET https://y", [0]],
      ["GET https://x\n\nGET /y", [0]],
      ["GET https://x\n\nhttps://y", [0]],
      ["GET https://x\n\nget https://y", [0]],
      ["GET https://x\n\nHTTP/1.1 200 OK\n\nGET https://y", [0]],
      ["GET https://x\n\n> {%\nGET https://y", [0]],
      ["curl https://x\n\nGET https://y", [0]],
      ["GET https://x\n\n# c\n###\nGET https://y", [0, 4]],
    ];
    it("where no other tool would read a body", () =>
      eachCase(
        cases,
        ([text]) => JSON.stringify(text),
        ([text, expected]) => {
          assert.deepEqual(lines(text), expected);
          assert.deepEqual(lines(text.replaceAll("\n", "\r\n")), expected);
        },
      ));

    it("including the comments and variables directly above it", () => {
      const text = "GET https://x\n\n# @name no\n\n# @name y\n@a = b\n# @argus dev\nGET https://y";
      assert.deepEqual(
        requests(text).map(({ range, name, profile }) => [range.start.line, name, profile]),
        [
          [0, undefined, undefined],
          [4, "y", "dev"],
        ],
      );
    });
  });

  it("extend from one separator to the next", () => {
    const text = "\n### One\nGET /a\n\nbody\n### Two\nGET /b\nlast";
    assert.deepEqual(
      requests(text).map(({ range }) => at(text, range)),
      ["### One\nGET /a\n\nbody\n", "### Two\nGET /b\nlast"],
    );
  });

  it("break lines like LSP", () => {
    for (const lineBreak of ["\n", "\r\n", "\r"]) {
      assert.deepEqual(lines(["### A", "", "GET /a", "X: y", "", "z", "###", "GET /b"].join(lineBreak)), [2, 7]);
    }
    assert.deepEqual(lines("GET /a\rX: y\r\n\n###\rGET /b\n\r###\r\n\r\nGET /c"), [0, 4, 8]);
    assert.deepEqual(lines("GET /a\u2028###\nGET /b"), [0]);
  });

  it("skip a byte order mark and keep correct positions", () => {
    const text = "\ufeff### T\nGET /a";
    assert.equal(request(text).title, "T");
    const bare = "\ufeffGET /a";
    assert.deepEqual(request(bare).requestLineRange.start, { line: 0, character: 1 });
    assert.equal(at(bare, request(bare).urlRange), "/a");
  });

  it("have correct line numbers", () => {
    const text = "a\r\nb\n### c\rd\n\n###";
    const document = parse(text);
    const pieces = ["a", "b", "### c", "d", "", "###"];
    assert.equal(document.lineCount, pieces.length);
    pieces.forEach((piece, line) => {
      const found = lineAt(document, line);
      assert.equal(found && text.slice(found.start, found.end), piece);
      assert.equal(blockAt(document, line)?.line, [0, 0, 2, 2, 2, 5][line]);
    });
    for (const line of [-1, 6, NaN, Infinity]) assert.equal(lineAt(document, line), undefined);
  });
});

describe("the preamble", () => {
  const skipped: Record<string, string> = {
    "blank lines": "\n  \t\n\u00a0",
    comments: "# one\n// two\n  # three\n  ### four",
    "a block comment": "/*\nGET /no\n*/",
    variables: "@a = b\n@c=d\n  @e = {{f}}",
    "a pre-request script": "< {%\n  request.x = 1;\n\nGET /no\n%}",
    "a script on one line": "< {% x %}",
    "a script from a file": "< ./x.js",
    "an httpYac script": "{{\nGET /no\n}}",
    "an httpYac script for an event": "{{+after\nGET /no\n  }}  ",
    "an httpYac request script": "{{@request\n  x = `}}`;\n}}",
    "an assertion": "?? status == 200",
    "a response reference": "<> ./x.200.json",
    "an import": "import ./x.http\nrun ./y.http",
    "a gRPC definition": "proto < ./x.proto",
    "a GraphQL file": "gql Name < ./x.gql",
  };
  it("may contain what tools allow before a request", () =>
    eachCase(
      Object.entries(skipped),
      ([what]) => what,
      ([, text]) => {
        const whole = `### t\n${text}\nGET /a\nX: y`;
        assert.equal(request(whole).url, "/a");
        assert.equal(request(whole.replaceAll("\n", "\r\n")).url, "/a");
      },
    ));

  it("names a request", () => {
    assert.equal(request("### My title ###\nGET /a").title, "My title ###");
    assert.equal(request("###title\nGET /a").title, "title");
    assert.equal(request("###  \nGET /a").title, undefined);
    assert.equal(request("# @name one\nGET /a").name, "one");
    assert.equal(request("###\n// @name  one two \nGET /a").name, "one two");
    assert.equal(request("#@name=one\nGET /a").name, "one");
    assert.equal(request("# @name a\n# @name b\nGET /a").name, "b");
    assert.equal(request("GET /a\n# @name one\nX: y").name, "one");
    for (const none of ["# @name", "# @names x", "# name x", "# see @name x", "@name = x"]) {
      assert.equal(request(`${none}\nGET /a`).name, undefined, none);
    }
    assert.equal(request("GET /a\n\n# @name body").name, undefined);
  });

  it("names profiles", () => {
    const profiles = (text: string): (string | undefined)[] => requests(text).map(({ profile }) => profile);
    assert.deepEqual(profiles("# @argus dev\nGET /a\n###\nGET /b"), ["dev", "dev"]);
    assert.deepEqual(profiles("@x = y\n// @argus  dev (note)\n\n###\nGET /a"), ["dev"]);
    assert.deepEqual(profiles("### First\n# @argus dev\nGET /a\n###\nGET /b"), ["dev", undefined]);
    assert.deepEqual(profiles("\n# @argus dev\n### First\nGET /a\n###\nGET /b"), ["dev", "dev"]);
    assert.deepEqual(profiles("# @argus dev\nGET /a\n###\n# @argus=prod\nGET /b\n###\nGET /c"), ["dev", "prod", "dev"]);
    assert.deepEqual(profiles("GET /a\n# @argus dev\nX: y\n###\nGET /b"), ["dev", undefined]);
    assert.deepEqual(profiles("# @argus dev\nGET /a\n# @argus prod\n###\nGET /b"), ["prod", "dev"]);
    assert.deepEqual(profiles("###\nGET /a\n###\n# @argus prod\nGET /b"), [undefined, "prod"]);
    assert.deepEqual(profiles("GET /a\n\n# @argus body\n###\nGET /b"), [undefined, undefined]);
    for (const typed of ["# @argus: dev", "#@Argus dev", "// @ARGUS : dev"])
      assert.deepEqual(profiles(`${typed}\nGET /a\n`), ["dev"], typed);
    assert.deepEqual(profiles("# @argus\nGET /a\n###\n# @arguson x\nGET /b"), [undefined, undefined]);
  });
});
