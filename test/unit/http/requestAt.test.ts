import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { Authorization, RequestAtValue } from "../../../common/protocol/documents.ts";
import { at } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

function find(text: string, line: number, character = 0): RequestAtValue | null {
  return requestAt(parse(text), { line, character });
}

/** Scheme, token and variable of the first request. */
function authorization(text: string): (string | undefined)[] {
  const document = parse(text);
  const line = document.blocks.find((block) => block.request)?.line ?? 0;
  const found: Partial<Authorization> = requestAt(document, { line, character: 0 })?.authorization ?? {};
  return [found.scheme, found.token, found.variable];
}

describe("requestAt", () => {
  it("finds the request from anywhere in its block", () => {
    const text = "# @argus dev\n@x = y\n### One\n# @name one\nGET /a\nX: y\n\nbody\n### Two\nPOST /b";
    for (const line of [2, 3, 4, 5, 6, 7]) assert.equal(find(text, line, 99)?.requestLine, 4);
    for (const line of [8, 9]) assert.equal(find(text, line)?.method, "POST");
    for (const line of [0, 1, 10, -1, NaN]) assert.equal(find(text, line), null);
    assert.deepEqual(find(text, 4), {
      range: { start: { line: 2, character: 0 }, end: { line: 8, character: 0 } },
      requestLine: 4,
      method: "GET",
      url: "/a",
      name: "one",
      profile: "dev",
      profileSource: "file",
    });
  });

  it("names the form of a token that another system seems to have issued, also in a variable", () => {
    const form = (token: string): unknown =>
      find(`@t = ${token}\nGET /a\nAuthorization: Bearer {{t}}`, 1)?.authorization?.foreign;
    assert.deepEqual(form("eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln"), { kind: "jwt", shown: "eyJ" });
    assert.deepEqual(form("glpat-0123456789abcdefghij"), { kind: "token", shown: "glpat-" });
    assert.equal(form("myUserName/ckEgMTIzNDU2Nzg5"), undefined);
    assert.equal(form("{{outside}}"), undefined);
  });

  it("describes the Authorization header", () => {
    const text = "GET /a\nX: y\nauthorization :  Bearer a/b  \nAuthorization: Bearer second";
    const found = find(text, 0)?.authorization;
    assert.ok(found);
    assert.equal(at(text, found.headerRange), "authorization :  Bearer a/b  ");
    assert.equal(at(text, found.valueRange), "Bearer a/b");
    assert.deepEqual([found.scheme, found.token, found.variable], ["Bearer", "a/b", undefined]);
  });

  const values: [value: string, scheme: string, token?: string | undefined, variable?: string][] = [
    ["Bearer a/b", "Bearer", "a/b"],
    ["bearer\ta", "bearer", "a"],
    ["Bearer", "Bearer"],
    ["", ""],
    ["a/b", "", "a/b"],
    ["opaque", "", "opaque"],
    ["Basic dXNlcjpwYXNz", "Basic"],
    ["Basic user:{{a}}", "Basic"],
    ["Digest user pass", "Digest"],
    ["Bearer\n  a/b", "Bearer", "a/b"],
    ["\n  Bearer\n\ta/b\nX: y", "Bearer", "a/b"],
    ["Bearer {{a}}", "Bearer", "1", "a"],
    ["Bearer {{ a }}", "Bearer", "1", "a"],
    ["Bearer {{b}}", "Bearer", "1-2", "b"],
    ["Bearer x{{a}}y", "Bearer", "x1y"],
    ["{{full}}", "", "1", "full"],
    ["{{basic}}", "", undefined, "basic"],
    ["Bearer {{unknown}}", "Bearer", undefined, "unknown"],
    ["Bearer {{$processEnv ARGUS_TOKEN}}", "Bearer", undefined, "$processEnv ARGUS_TOKEN"],
    ["Bearer {{empty}}", "Bearer", undefined, "empty"],
    ["Bearer {{self}}", "Bearer", undefined, "self"],
    ["Bearer {{ping}}", "Bearer", undefined, "ping"],
    ["Bearer {{unclosed", "Bearer", "{{unclosed"],
    ["Bearer {{}}", "Bearer"],
    ["Bearer {{a}}{{a}}", "Bearer", "11"],
  ];
  const definitions =
    "@a = 1\n@b={{a}}-{{ c }}\n@c = 2\n@self = {{self}}\n@ping = {{pong}}\n@pong = {{ping}}\n" +
    "@empty =\n@full = Bearer {{a}}\n@basic = Basic {{a}}\n";
  it("reads every form of an Authorization value", () =>
    eachCase(
      values,
      ([value]) => JSON.stringify(value),
      ([value, ...expected]) => {
        const [scheme, token, variable] = expected;
        assert.deepEqual(authorization(`${definitions}GET /a\nAuthorization: ${value}`), [scheme, token, variable]);
      },
    ));

  it("uses the nearest definition above, else the first one below", () => {
    const token = (text: string): string | undefined => authorization(text)[1];
    const use = "GET /a\nAuthorization: Bearer {{v}}";
    assert.equal(token(`@v = 1\n@v = 2\n${use}\n###\n@v = 3\n`), "2");
    assert.equal(token(`${use}\n###\n@v = 1\n###\n@v = 2`), "1");
    assert.equal(token(`@v = {{w}}\n@w = 1\n${use}\n###\n@w = 2`), "1");
    assert.equal(token(`${use}\n\n@v = below`), "below");
    assert.equal(token(`${use}\n\n@v = in the body\nx`), undefined);
  });

  it("gives up if a text grows too long", () => {
    const laughs = ["@v0 = hahahahaha"];
    for (let i = 1; i < 200; i++) laughs.push(`@v${i} = ${`{{v${i - 1}}}`.repeat(10)}`);
    assert.deepEqual(authorization(`${laughs.join("\n")}\nGET /a\nAuthorization: Bearer {{v199}}`), [
      "Bearer",
      undefined,
      "v199",
    ]);
  });
});
