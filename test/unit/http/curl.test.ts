import assert from "node:assert/strict";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { headersOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { acted, cursorIn, DEAD, findings, analysisWith, URI } from "./features.ts";
import { at, authorizedAt, request, requests, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const START = { line: 0, character: 0 };

const codesOf = (text: string): string[] => findings(text).map(({ code }) => code);

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
    ["curl --pubkey ~/.ssh/x.pub --proxy-pass my.pass https://x", "GET", "https://x"],
    ["curl --some-new-option value https://x", "GET", "https://x"],
    ["curl --url https://x -- -y", "GET", "https://x"],
    ["curl {{base}}/{{ path }}", "GET", "{{base}}/{{ path }}"],
    ["curl $'https://x' -k", "GET", "https://x"],
    ['curl ^"https://x/y^" ^\n  -X POST', "POST", "https://x/y"],
    ["curl https://x \\\n  -X POST \\\n  -H 'A: b'", "POST", "https://x"],
    ["curl \\\n  -X POST \\\n# a comment\n  'https://x'", "POST", "https://x"],
    ['curl -d \'{\n\n  "a": "GET https://no"\n}\' -X PUT \\\n https://x', "PUT", "https://x"],
  ];
  it("are read like the shell reads them", () =>
    eachCase(
      read,
      ([command]) => JSON.stringify(command),
      ([command, method, url]) => {
        for (const lineBreak of ["\n", "\r\n", "\r"]) {
          const text = command.replaceAll("\n", lineBreak);
          const found = request(text);
          assert.deepEqual([found.method, found.url, found.requestLine], [method, url, 0]);
          assert.equal(at(text, found.urlRange), url);
        }
      },
    ));

  describe("copied for cmd from a browser", () => {
    const command = (body: string): string => `curl ^"https://x/a^" ^\n  --data-raw ^"${body}^"`;
    const inserted = (body: string): string =>
      `curl ^"https://x/a^" -H "Authorization: Bearer ${TOKEN}" ^\n  --data-raw ^"${body}^"`;
    it("keep their body", () =>
      eachCase(
        [
          String.raw`^{^\^"cmd^\^":^\^"curl -H Authorization:x y^\^"^}`,
          String.raw`^{^\^"q^\^":^\^"sort -u file^\^"^}`,
          String.raw`^{^\^"a^\^":^\^"see http://other.example/ x^\^"^}`,
          '^\\^\\^\\^" -H Authorization:x ^\\^\\',
        ],
        (body) => body,
        (body) => {
          const text = command(body);
          assert.deepEqual([request(text).method, request(text).url], ["POST", "https://x/a"]);
          assert.equal(authorizedAt(text, 0), inserted(body));
          assert.equal(authorizedAt(inserted(body), 0), inserted(body));
        },
      ));

    it("may have quotes in headers", () => {
      const text = String.raw`curl ^"https://x^" -H ^"sec-ch-ua: ^\^"A B^\^";v=^\^"1^\^"^" -H ^"Authorization: Digest a=^\^"b c^\^"^"`;
      const document = parse(text);
      assert.deepEqual(
        headersOf(document, document.blocks[0]!).map(({ value }) => value),
        ['"A B";v="1"', 'Digest a="b c"'],
      );
      assert.equal(
        authorizedAt(text, 0, { replaceOtherScheme: true }),
        String.raw`curl ^"https://x^" -H ^"sec-ch-ua: ^\^"A B^\^";v=^\^"1^\^"^" -H ^"Authorization: Bearer ${TOKEN}^"`,
      );
    });

    it("may end a quote without the mark", () => {
      const text = 'curl ^"https://x^" -H ^"Authorization: Bearer old" -d x';
      const after = `curl ^"https://x^" -H ^"Authorization: Bearer ${TOKEN}" -d x`;
      assert.equal(authorizedAt(text, 0), after);
      assert.equal(authorizedAt(after, 0), after);
    });
  });

  it("get no reference after unclosed braces, which it would close", () => {
    for (const open of [
      "curl https://{{host -d x",
      "curl {{base}/x",
      "curl 'https://{{x' -H 'Authorization: Bearer a'",
    ]) {
      assert.equal(authorizedAt(open, 0, { style: "environment" }), "rejected", open);
      assert.equal(authorizedAt(open, 0, { style: "variable" }), "rejected", open);
      assert(authorizedAt(open, 0).includes(TOKEN), open);
    }
    assert(authorizedAt("curl https://{{host}} -d x", 0, { style: "environment" }).includes("{{$processEnv"));
  });

  it("end at a line that does not continue", () => {
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

  it("know the position of each header", () => {
    const text = `curl https://x \\\n  -H "authorization: Bearer ${TOKEN}"`;
    const found = requestAt(parse(text), START)?.authorization;
    assert.ok(found);
    assert.equal(at(text, found.headerRange), `"authorization: Bearer ${TOKEN}"`);
    assert.equal(at(text, found.valueRange), `Bearer ${TOKEN}`);
    assert.deepEqual([found.scheme, found.token], ["Bearer", TOKEN]);
  });

  it("show the facts about their token, and offer fixes", () => {
    const dead = `curl https://x \\\n  -H "Authorization: Bea¦rer ${DEAD}" \\\n  -v`;
    const { text, position } = cursorIn(dead);
    assert.match(hoverAt(parse(text), position, analysisWith())?.paragraphs[0] ?? "", /expired 1 min ago/);
    assert.deepEqual(
      findings(text).map(({ code }) => code),
      ["expired-token"],
    );
    assert.equal(acted(dead, "Remove the expired token"), "curl https://x \\\n  -v");
    assert.equal(acted(`cu¦rl https://x -H 'Authorization: Bearer ${TOKEN}'`, "Remove Argus Token"), "curl https://x");
    assert.equal(
      acted(
        `cu¦rl https://x -H 'Authorization: Bearer ${TOKEN}'`,
        "Write Argus Token as a reference to the environment",
      ),
      "curl https://x -H 'Authorization: Bearer {{$processEnv ARGUS_TOKEN}}'",
    );
    assert.equal(
      acted(`cu¦rl https://x -H 'Authorization: Bearer ${TOKEN}' -v`, "Add X-Forwarded-For: 192.0.2.1"),
      `curl https://x -H 'Authorization: Bearer ${TOKEN}' -H 'X-Forwarded-For: 192.0.2.1' -v`,
    );
    assert.equal(
      acted("curl https://argus.x -H X-Forwarded-For:1.2.¦3", "Change to the profile's 192.0.2.1"),
      "curl https://argus.x -H 'X-Forwarded-For: 192.0.2.1'",
    );
    assert.equal(
      acted("curl https://x -H 'Argus-API-Key: my/¦key' -v", "Replace with reference {{$processEnv ARGUS_API_KEY}}"),
      "curl https://x -H 'Argus-API-Key: {{$processEnv ARGUS_API_KEY}}' -v",
    );
    assert.equal(acted("curl https://x -H 'Argus-API-Key: my/¦key' -v", "Remove the header"), "curl https://x -v");
    assert.equal(
      acted("curl https://x -H 'Authorization: a' -H 'Author¦ization: b'", "Remove this Authorization header"),
      "curl https://x -H 'Authorization: a'",
    );
  });

  it("should not mix -H and --header", () => {
    const marked = "curl https://x -H 'A: b' --header 'C: d' --he¦ader='E: f' \\\n --header 'G: h'";
    const found = findings(marked.replace("¦", "")).filter(({ code }) => code === "mixed-header-options");
    const text = marked.replace("¦", "");
    assert.deepEqual(
      found.map(({ range }) => at(text, range)),
      ["--header", "--header=", "--header"],
    );
    assert.equal(
      acted(marked, "Write all headers of this command with -H"),
      "curl https://x -H 'A: b' -H 'C: d' -H 'E: f' \\\n -H 'G: h'",
    );
    for (const same of ["-H 'A: b' -H 'C: d'", "--header 'A: b' --header 'C: d'", "--header 'A: b' --head"]) {
      assert.deepEqual(findings(`curl https://x ${same}`), []);
    }
  });

  it("use http: without a scheme", () => {
    const insecure = (url: string): boolean =>
      findings(`curl ${url} -H 'Authorization: x'`).some(({ code }) => code === "insecure-authorization");
    for (const url of ["x.example/y", "http://x.example", "x.example:8080"]) assert(insecure(url), url);
    for (const url of ["https://x.example", "localhost:8080", "{{base}}/y"]) assert(!insecure(url), url);
    for (const how of ["-u a:b", "--user a:b --basic", "-sua:b", "--oauth2-bearer x"])
      assert.deepEqual(codesOf(`curl http://x.example ${how}`), ["insecure-authorization"], how);
    for (const how of ["", "-k", "-u a:b --digest", "-u a:b --aws-sigv4 x"])
      assert.deepEqual(codesOf(`curl http://x.example ${how}`), [], how);
    assert.deepEqual(codesOf("curl https://x.example -u a:b"), []);
    assert.equal(acted("curl http://x.exa¦mple -u a:b", "Use https:"), "curl https://x.example -u a:b");
    assert.equal(
      acted("curl 'x.exa¦mple/y' -H 'Authorization: x'", "Use https:"),
      "curl 'https://x.example/y' -H 'Authorization: x'",
    );
  });

  it("offer no header completion among options", () => {
    const { text, position } = cursorIn("curl https://x \\\n  ¦\\\n -v");
    assert.deepEqual(completionsAt(parse(text), URI, position, analysisWith(), true), []);
  });
});
