import assert from "node:assert/strict";
import { tokenDigest } from "../../../common/digest.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { replaceTokens } from "../../../server/src/http/edits/replaceTokens.ts";
import { blocksWithResponses } from "../../../server/src/http/facts/savedResponses.ts";
import { codeActions } from "../../../server/src/http/features/codeActions.ts";
import { codeLenses } from "../../../server/src/http/features/codeLenses.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { holding } from "./helpers.ts";

const FILE = "file:///home/me/project/requests.http";
const UNTITLED = "untitled:Response-1";
const OLD = "me/old";

/** As REST Client and httpYac show an exchange. */
const EXCHANGE = `GET https://api.example/a HTTP/1.1
Authorization: Bearer ${OLD}

HTTP/1.1 200  - OK
content-type: text/markdown

### Title
GET https://api.example/in-the-body
Authorization: Bearer ${OLD}
`;
const REQUEST = `POST https://api.example/b HTTP/1.1
Authorization: Bearer ${OLD}

{"a": "HTTP/1.1 200 OK"}
`;

const KNOWLEDGE = { held: holding(OLD), settings: {}, now: 1 };

const edits = (text: string, uri: string): unknown =>
  replaceTokens(parse(text), uri, { digests: [tokenDigest(OLD)], accessToken: "me/new" });
const titles = (text: string, uri: string): (string | undefined)[] =>
  codeLenses(parse(text), uri, 1, "full", KNOWLEDGE).map(({ command }) => command?.title);
const findings = (text: string, uri: string): string[] =>
  findingsIn(parse(text), uri, KNOWLEDGE).map(({ code }) => code);

describe("a saved response", () => {
  for (const lineBreak of ["\n", "\r\n"]) {
    const exchange = EXCHANGE.replaceAll("\n", lineBreak);
    const request = REQUEST.replaceAll("\n", lineBreak);

    it(`keeps its token, has no lens to replace it and no problems (${JSON.stringify(lineBreak)})`, () => {
      assert.deepEqual(edits(exchange, UNTITLED), []);
      assert.deepEqual(titles(exchange, UNTITLED), ["Introspect", "Userinfo", "Introspect", "Userinfo"]);
      assert.deepEqual(findings(exchange, UNTITLED), []);
    });

    it(`affects only its own block in a person's file (${JSON.stringify(lineBreak)})`, () => {
      const text = `${request}###${lineBreak}${exchange}`;
      const document = parse(text);
      const records = blocksWithResponses(document, FILE);
      assert.deepEqual(
        document.blocks.map((block) => records.has(block)),
        [false, true, false],
      );
      assert.equal((edits(text, FILE) as unknown[]).length, 2, "the first request, and what only looks like one");
      assert.equal(titles(text, FILE).filter((title) => title === "dev · expired – renew").length, 2);
    });

    it(`is not just any mention of a status line (${JSON.stringify(lineBreak)})`, () => {
      for (const uri of [FILE, UNTITLED]) {
        assert.equal((edits(request, uri) as unknown[]).length, 1);
        assert.deepEqual(findings(request, uri), ["expired-token"]);
      }
      for (const line of ["a HTTP/1.1 200 OK", "HTTP/1.1 is fine", "HTTP/x 200", "# HTTP/1.1 200 OK"]) {
        assert.equal(blocksWithResponses(parse(`GET /a${lineBreak}${lineBreak}${line}`), UNTITLED).size, 0, line);
      }
    });
  }

  it("is left out when a person refreshes the file, and has one lens in the compact row", () => {
    const text = `${REQUEST}###\n${EXCHANGE}`;
    const options = { accessToken: "me/new", uri: FILE };
    const answer = authorize(parse(text), options, holding(OLD), {});
    assert("edits" in answer);
    assert.deepEqual(
      answer.edits.map(({ range }) => range.start.line),
      [1, 13],
    );
    const records = (uri: string): unknown[] => [
      authorize(parse(EXCHANGE), { ...options, uri }, holding(OLD), {}),
      tokenProfiles(parse(EXCHANGE), holding(OLD), {}, uri),
    ];
    assert.deepEqual(records(UNTITLED), [{ edits: [] }, []]);
    const compact = codeLenses(parse(EXCHANGE), UNTITLED, 1, "compact", KNOWLEDGE).map(({ command }) => command?.title);
    assert.deepEqual(compact, ["Introspect", "Introspect"]);
  });

  it("has no action that writes a token", () => {
    const titlesOf = (text: string): string[] =>
      codeActions(parse(text), KNOWLEDGE, {
        uri: UNTITLED,
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
        only: ["refactor"],
        toDiagnostic: ({ code, range, message }) => ({ code, range, message }),
        toWorkspaceEdit: () => ({}),
      }).map(({ title }) => title);
    assert.deepEqual(titlesOf(EXCHANGE), []);
    assert(titlesOf(REQUEST).includes("Replace Argus Token"));
  });

  it("may be what `curl -v` prints", () => {
    const printed = `> GET /a HTTP/1.1\n> Authorization: Bearer ${OLD}\n>\n< HTTP/1.1 200 OK\n< a: b\n`;
    assert.deepEqual(edits(printed, FILE), []);
    assert.deepEqual(findings(printed, FILE), []);
    assert.equal((edits(printed.replace("< HTTP", "a < HTTP"), FILE) as unknown[]).length, 1);
  });

  it("may be of any HTTP version", () => {
    for (const line of [
      "HTTP/1.1 200 OK",
      "HTTP/2 404",
      "HTTP/1.0  500",
      "HTTP/3 204 ",
      "HTTP/2.0\t200",
      " \tHTTP/1.1 200",
    ]) {
      assert.equal(blocksWithResponses(parse(`${line}\nA: b\n\n${OLD}`), UNTITLED).size, 1, line);
    }
  });
});
