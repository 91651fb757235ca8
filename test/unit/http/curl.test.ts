import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse.ts";
import { headersOf } from "../../../server/src/http/request.ts";
import { requestAt } from "../../../server/src/http/requestAt.ts";
import { at, authorized, authorizedAt, holding, request, requests, TOKEN } from "./helpers.ts";

const START = { line: 0, character: 0 };

describe("curl commands", () => {
  const read: [command: string, method: string, url: string][] = [
    ["curl https://x/y", "GET", "https://x/y"],
    ["  CURL.exe x.example", "GET", "x.example"],
    ["curl -X PUT 'https://x/y'", "PUT", "https://x/y"],
    ["curl -XPUT https://x", "PUT", "https://x"],
    ["curl -sSLX patch https://x", "PATCH", "https://x"],
    ["curl --request=DELETE https://x", "DELETE", "https://x"],
    ['curl --request POST "https://x?a=b&c=d"', "POST", "https://x?a=b&c=d"],
    ["curl -d a=b https://x", "POST", "https://x"],
    ["curl --data-urlencode a=b https://x", "POST", "https://x"],
    ["curl --json '{}' https://x", "POST", "https://x"],
    ["curl -F a=@b https://x", "POST", "https://x"],
    ["curl -G -d a=b https://x", "GET", "https://x"],
    ["curl -I https://x", "HEAD", "https://x"],
    ["curl -T file https://x", "PUT", "https://x"],
    ["curl -o out.json --max-time 5 https://x", "GET", "https://x"],
    ["curl --some-new-option value https://x", "GET", "https://x"],
    ["curl --url https://x -- -y", "GET", "https://x"],
    ["curl {{base}}/{{ path }}", "GET", "{{base}}/{{ path }}"],
    ["curl $'https://x' -k", "GET", "https://x"],
    ['curl ^"https://x/y^" ^\n  -X POST', "POST", "https://x/y"],
    ["curl https://x \\\n  -X POST \\\n  -H 'A: b'", "POST", "https://x"],
    ["curl \\\n  -X POST \\\n# a comment\n  'https://x'", "POST", "https://x"],
    ['curl -d \'{\n\n  "a": "GET https://no"\n}\' -X PUT \\\n https://x', "PUT", "https://x"],
  ];
  for (const [command, method, url] of read) {
    it(`is read: ${JSON.stringify(command)}`, () => {
      for (const lineBreak of ["\n", "\r\n", "\r"]) {
        const text = command.replaceAll("\n", lineBreak);
        const found = request(text);
        assert.deepEqual([found.method, found.url, found.requestLine], [method, url, 0]);
        assert.equal(at(text, found.urlRange), url);
      }
    });
  }

  it("end where no line goes on", () => {
    assert.equal(request("curl https://x \\\n  -k\nbody").bodyLine, 2);
    assert.equal(request("curl https://x -d '\n\n'\nbody").bodyLine, 3);
    assert.equal(request("curl https://x\n-H 'Authorization: Bearer a'").bodyLine, 1);
    assert.deepEqual(requests("curl 'https://x'\n-d '\n###\nGET /b").length, 2);
    assert.deepEqual(requests("curl 'https://x\n###\nGET /b").length, 1, "a quote that nobody closes");
  });

  it("have the headers of -H", () => {
    const text = `curl https://x -H 'A: b' -HC:d --header "E;" -H @file -sH "F : g\\"h" \\\n --header=I:\\ j`;
    const document = parse(text);
    assert.deepEqual(
      headersOf(document, document.blocks[0]!).map(({ name, value }) => [name, value]),
      [
        ["A", "b"],
        ["C", "d"],
        ["F ", 'g"h'],
        ["I", "j"],
      ],
    );
  });

  it("tell where the header stands", () => {
    const text = `curl https://x \\\n  -H "authorization: Bearer ${TOKEN}"`;
    const found = requestAt(parse(text), START)?.authorization;
    assert.ok(found);
    assert.equal(at(text, found.headerRange), `"authorization: Bearer ${TOKEN}"`);
    assert.equal(at(text, found.valueRange), `Bearer ${TOKEN}`);
    assert.deepEqual([found.scheme, found.token], ["Bearer", TOKEN]);
  });

  describe("take a token", () => {
    const odd = "o'b\"r$i`e\\n%^&!\\";
    // prettier-ignore
    const cases: [what: string, before: string, after: string, token?: string][] = [
      ["behind the URL", "curl -k https://x -v", `curl -k https://x -H 'Authorization: Bearer ${TOKEN}' -v`],
      ["before what continues the line", "curl 'https://x' \\\n  -v", `curl 'https://x' -H 'Authorization: Bearer ${TOKEN}' \\\n  -v`],
      ["in cmd", 'curl "https://x" ^\r\n  -v', `curl "https://x" -H "Authorization: Bearer ${TOKEN}" ^\r\n  -v`],
      ["in a header", "curl https://x -H 'Authorization: Bearer old' -v", `curl https://x -H 'Authorization: Bearer ${TOKEN}' -v`],
      ["in double quotes", 'curl https://x -H "authorization:Bearer old"', `curl https://x -H "authorization:Bearer ${TOKEN}"`],
      ["in cmd's quotes", 'curl ^"https://x^" ^\n -H ^"Authorization: x^"', `curl ^"https://x^" ^\n -H ^"Authorization: Bearer ${TOKEN}^"`],
      ["without quotes", "curl https://x -H Authorization:\\ Bearer\\ old", `curl https://x -H Authorization:'Bearer ${TOKEN}'`],
      ["in the place of a shell's variable", 'curl https://x -H "Authorization: Bearer "$T', `curl https://x -H "Authorization: Bearer ${TOKEN}"`],
      ["of any letters", "curl https://x", `curl https://x -H 'Authorization: Bearer o'\\''b"r$i\`e\\n%^&!\\'`, odd],
      ["of any letters, in double quotes", 'curl https://x -H "Authorization: x"', `curl https://x -H "Authorization: Bearer o'b\\"r\\$i\\\`e\\\\n%^&!\\\\"`, odd],
      ["of any letters, in $''", "curl https://x -H $'Authorization: x'", `curl https://x -H $'Authorization: Bearer o\\'b"r$i\`e\\\\n%^&!\\\\'`, odd],
      ["of any letters, in cmd", 'curl "https://x" ^\n -v', `curl "https://x" -H "Authorization: Bearer o'b\\"r$i\`e\\n%^&!\\\\" ^\n -v`, odd],
    ];
    for (const [what, before, after, accessToken = TOKEN] of cases) {
      it(what, () => {
        assert.equal(authorizedAt(before, 0, { accessToken }), after);
        assert.equal(authorizedAt(after, 0, { accessToken }), after);
        assert.equal(requestAt(parse(after), START)?.authorization?.token, accessToken);
      });
    }

    it("as a variable of the file or of the environment, which no quote may break", () => {
      const before = 'curl https://x -H "Authorization: Bearer x"';
      assert.equal(
        authorizedAt(before, 0, { style: "variable" }),
        `@argusToken = ${TOKEN}\ncurl https://x -H "Authorization: Bearer {{argusToken}}"`,
      );
      const after = 'curl https://x -H "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}"';
      assert.equal(authorizedAt(before, 0, { style: "environment" }), after);
      assert.equal(authorizedAt(after, 0, { style: "environment" }), after);
    });

    it("with all requests that carry one", () => {
      const held = (token: string): string =>
        `curl https://x -H 'Authorization: Bearer ${token}'\n###\ncurl https://y -H 'Authorization: Bearer other'`;
      assert.equal(authorized(held("old"), {}, holding("old")), held(TOKEN));
    });

    it("but not where they authorize in another way", () => {
      for (const how of [
        "-u a:b",
        "--user a:b",
        "-sua:b",
        "--digest",
        "-H 'Authorization: Basic x'",
        "--aws-sigv4 x",
      ]) {
        assert.equal(authorizedAt(`curl https://x ${how}`, 0), "rejected", how);
      }
    });
  });
});
