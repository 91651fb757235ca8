import assert from "node:assert/strict";
import { tokenDigest } from "../../../common/digest.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { replaceTokens } from "../../../server/src/http/edits/replaceTokens.ts";
import { blocksWithResponses } from "../../../server/src/http/facts/savedResponses.ts";
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
      for (const line of [" HTTP/1.1 200 OK", "HTTP/1.1 is fine", "HTTP/x 200", "# HTTP/1.1 200 OK"]) {
        assert.equal(blocksWithResponses(parse(`GET /a${lineBreak}${lineBreak}${line}`), UNTITLED).size, 0, line);
      }
    });
  }

  it("may be of any HTTP version", () => {
    for (const line of ["HTTP/1.1 200 OK", "HTTP/2 404", "HTTP/1.0  500", "HTTP/3 204 "]) {
      assert.equal(blocksWithResponses(parse(`${line}\nA: b\n\n${OLD}`), UNTITLED).size, 1, line);
    }
  });
});
