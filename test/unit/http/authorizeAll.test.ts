import assert from "node:assert/strict";
import type { AuthorizeOptions } from "../../../server/src/http/edits/authorize.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { authorized, authorizedAt, holding, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const HEADER = `Authorization: Bearer ${TOKEN}`;

describe("authorize all requests", () => {
  const file = (...values: string[]): string =>
    values.map((value) => `GET /a\nX: y\n${value === "" ? "" : `Authorization: ${value}\n`}`).join("###\n");

  it("writes only into those that carry an Argus token or a placeholder", () => {
    const values = [
      "Bearer old/held",
      "Bearer other",
      "",
      "Basic old/held",
      "Bearer {{argusToken}}",
      "Bearer {{ argusToken_dev }}",
      "Bearer {{$processEnv ARGUS_TOKEN}}",
      "Bearer {{ $processEnv  ARGUS_TOKEN_DEV }}",
      "Bearer {{token}}",
      "Bearer {{$processEnv HOME}}",
      "Bearer",
      `bearer ${TOKEN}`,
      "Bearer old/held/too",
      "Bearer {{argusTokenUrl}}",
      "Bearer {{$processEnv ARGUS_TOKENS}}",
    ];
    const touched = [0, 4, 5, 6, 7, 11, 12];
    const expected = values.map((value, index) => (touched.includes(index) ? `Bearer ${TOKEN}` : value));
    const after = authorized(file(...values), {}, holding("old/held", "old/held/too"));
    assert.equal(after, file(...expected));
    assert.equal(authorized(after, {}, holding(TOKEN)), after);
  });

  it("defines the variable once", () => {
    const before = file("Bearer old", "Bearer {{argusToken}}");
    const after = `@argusToken = ${TOKEN}\n\n###\n${file("Bearer {{argusToken}}", "Bearer {{argusToken}}")}`;
    assert.equal(authorized(before, { style: "variable" }, holding("old")), after);
    assert.equal(authorized(after, { style: "variable" }, holding("old")), after);
  });

  describe("without a style", () => {
    const keeps = (text: string, options: Partial<AuthorizeOptions> = {}): string =>
      authorized(text, { style: undefined, ...options }, holding("old", "old/too"));
    const cases: [what: string, before: string, after: string][] = [
      ["writes a token over a token", file("Bearer old", "Bearer other"), file(`Bearer ${TOKEN}`, "Bearer other")],
      [
        "writes it into the variable, whatever its name, and once",
        `@mine = old\n${file("Bearer {{mine}}", "Bearer {{mine}}")}`,
        `@mine = ${TOKEN}\n${file("Bearer {{mine}}", "Bearer {{mine}}")}`,
      ],
      [
        "through variables that name variables, one of which has the scheme",
        `@argusToken=old\n@auth=Bearer {{argusToken}}\n${file("{{auth}}")}`,
        `@argusToken=${TOKEN}\n@auth=Bearer {{argusToken}}\n${file("{{auth}}")}`,
      ],
      ["keeps the variable's scheme", `@a = bearer old\n${file("{{a}}")}`, `@a = bearer ${TOKEN}\n${file("{{a}}")}`],
      [
        "keeps a variable with the whole header",
        "@a = Authorization: Bearer old\nGET /1\n{{a}}\n###\ncurl /2 -H '{{a}}'\n",
        `@a = Authorization: Bearer ${TOKEN}\nGET /1\n{{a}}\n###\ncurl /2 -H '{{a}}'\n`,
      ],
      [
        "which another variable completes",
        "@t = old\n@a = authorization: {{t}}\nGET /1\n{{a}}\n",
        `@t = ${TOKEN}\n@a = authorization: {{t}}\nGET /1\n{{a}}\n`,
      ],
      [
        "where a variable is the scheme",
        `@h = Bearer\n@t = old/too\n@v = {{h}} old/too\n${file("{{h}} {{t}}", "{{h}} old/too", "{{v}}")}`,
        `@h = Bearer\n@t = ${TOKEN}\n@v = {{h}} ${TOKEN}\n${file("{{h}} {{t}}", `{{h}} ${TOKEN}`, "{{v}}")}`,
      ],
      ["beside an empty variable", `@e =\n${file("{{e}}Bearer old/too")}`, `@e =\n${file(`Bearer ${TOKEN}`)}`],
      [
        "where a variable is the header's name",
        "@h = Authorization\nGET /1\n{{h}}: Bearer old/too\n###\ncurl /2 -H '{{h}}: Bearer old/too'\n",
        `@h = Authorization\nGET /1\n{{h}}: Bearer ${TOKEN}\n###\ncurl /2 -H '{{h}}: Bearer ${TOKEN}'\n`,
      ],
      [
        "leaves what the file only refers to",
        file("Bearer {{$processEnv ARGUS_TOKEN}}", "Bearer {{argusToken}}", "Bearer old"),
        file("Bearer {{$processEnv ARGUS_TOKEN}}", "Bearer {{argusToken}}", `Bearer ${TOKEN}`),
      ],
      [
        "leaves a variable that refers to the environment",
        `@argusToken = {{$processEnv ARGUS_TOKEN}}\n${file("Bearer {{argusToken}}")}`,
        `@argusToken = {{$processEnv ARGUS_TOKEN}}\n${file("Bearer {{argusToken}}")}`,
      ],
      [
        "ends at a variable that is defined by itself",
        "@argusToken = {{argusToken}}\nGET /\nAuthorization: Bearer {{argusToken}}\n",
        `@argusToken = ${TOKEN}\nGET /\nAuthorization: Bearer {{argusToken}}\n`,
      ],
    ];
    it("keeps the style of each request", () =>
      eachCase(
        cases,
        ([what]) => what,
        ([, before, after]) => {
          assert.equal(keeps(before), after);
          assert.equal(keeps(after), after);
          const ofDev = "# @argus dev\n";
          assert.equal(keeps(ofDev + before, { profile: "dev" }), ofDev + after);
        },
      ));

    it("never writes one profile's token into another profile's variable", () => {
      const request = "Authorization: Bearer {{argusToken}}\n";
      const own = "Authorization: Bearer {{argusToken_dev}}\n";
      for (const [first, second] of [
        ["", "# @argus dev\n"],
        ["# @argus dev\n", ""],
      ]) {
        const text = (one: string, other: string): string =>
          `@argusToken = old\n###\n${first}GET /1\n${one}###\n${second}GET /2\n${other}`;
        const before = text(request, request);
        const dev = first === "" ? text(request, own) : text(own, request);
        assert.equal(keeps(before, { profile: null }), before.replace("old", TOKEN));
        assert.equal(keeps(before, { profile: "dev" }), `@argusToken_dev = ${TOKEN}\n${dev}`);
      }
    });

    it("leaves a variable with another name to the first profile that uses it", () => {
      const before = "@a = old\n###\n# @argus dev\nGET /1\nAuthorization: {{a}}\n###\nGET /2\nAuthorization: {{a}}\n";
      assert.equal(keeps(before, { profile: "dev" }), before.replace("old", TOKEN));
      const own = before.replace(/\{\{a\}\}\n$/, "Bearer {{argusToken}}\n");
      assert.equal(keeps(before, { profile: null }), `@argusToken = ${TOKEN}\n${own}`);
    });

    it("writes the literal token into one request without any", () => {
      assert.equal(keeps("GET /a\n", { position: { line: 0, character: 0 } }), `GET /a\n${HEADER}\n`);
    });
  });

  it("does not change a file without tokens", () => {
    const before = file("", "Bearer other");
    for (const style of ["literal", "variable", "environment"] as const) {
      assert.equal(authorized(before, { style }, holding("old")), before);
    }
  });

  it("recognizes a token by its digest", () => {
    assert.equal(tokenDigest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert.equal(tokenDigest("é"), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });

  it("keeps lines of the URL below the header", () => {
    for (const part of ["  ?a=b", "\t&c={{d}}", "  /e"]) {
      const text = `GET https://x\nAuthorization: Bearer someUser/abcdefgh\n${part}\nX: y\n`;
      assert.equal(authorizedAt(text, 0), text.replace("someUser/abcdefgh", TOKEN), part);
    }
  });
});
