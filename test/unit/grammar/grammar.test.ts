import assert from "node:assert/strict";
import { type Piece, tokenizer } from "./grammar.ts";

const TEXT = `@base = https://example.com
@argusToken = myUserName/ckEg

### List customers
# @name list
# @argus dev
POST {{base}}/customers HTTP/1.1
Content-Type: application/json
Authorization: Bearer {{argusToken}}

{"Authorization: Bearer a/b": 1}

# @argus nothing

< ./body.json

###
// @argus = prod
GET https://example.com/a
  ?b=c
authorization: bearer myUserName/ckEg
###
// @Argus: test
GET /b
Authorization: Bearer {{$processEnv ARGUS_TOKEN}}
> {%
  const a = "x" // %
  client.log(1)
%}
###
HTTP/1.1 200 OK
`;

/** The scopes of the pieces that contain a text. */
function scopesOf(pieces: readonly Piece[], text: string): string[] {
  return pieces.filter(([piece]) => piece === text).map(([, scopes]) => scopes);
}

describe("the grammar", () => {
  let pieces: Piece[];
  before(async () => {
    pieces = (await tokenizer())(TEXT).flat();
  });
  const has = (text: string, scope: string): void => {
    const found = scopesOf(pieces, text);
    assert(
      found.length > 0 && found.every((scopes) => scopes.split(" ").includes(scope)),
      `${text}: ${found.join(" | ")}`,
    );
  };

  it("recognizes separators, variables and directives", () => {
    has("List customers", "entity.name.section.http");
    assert.deepEqual(
      scopesOf(pieces, "base").map((scopes) => scopes.split(" ").at(-1)),
      ["variable.other.definition.http", "variable.other.readwrite.http"],
    );
    has("@name", "keyword.other.directive.http");
  });

  it("recognizes request lines, headers and bodies", () => {
    for (const method of ["POST", "GET"]) has(method, "keyword.control.method.http");
    has("Content-Type", "entity.name.tag.header.http");
    has("HTTP/1.1", "keyword.other.http");
    has("200", "constant.numeric.status.http");
    has("./body.json", "string.unquoted.path.http");
    has("log", "entity.name.function.js");
    has("const", "storage.type.js");
    for (const piece of ['"x"', "log", "const"]) has(piece, "source.js");
  });

  it("marks Argus' own parts, but not in a body", () => {
    has("@argus", "keyword.control.directive.argus");
    for (const profile of ["dev", "prod", "test"]) has(profile, "entity.name.type.profile.argus");
    for (const variable of ["argusToken", "$processEnv ARGUS_TOKEN"]) has(variable, "variable.other.token.argus");
    has("myUserName/ckEg", "constant.other.token.argus");
    assert(pieces.every(([text, scopes]) => !text.includes("a/b") || !scopes.includes("argus")));
    assert(pieces.some(([text, scopes]) => text.includes("@argus nothing") && !scopes.includes("argus")));
  });

  it("marks them too if another extension owns the language", async () => {
    const foreign = (await tokenizer(true))(TEXT).flat();
    for (const text of ["@argus", "argusToken", "myUserName/ckEg", "prod"]) {
      const found = scopesOf(foreign, text);
      assert(found.length > 0 && found.every((scopes) => scopes.includes("argus")), text);
    }
    assert.deepEqual(scopesOf(foreign, "Content-Type: application/json"), ["foreign.http"]);
  });

  it("loads only itself and the small grammars of bodies", async () => {
    const loaded: string[] = [];
    await tokenizer(false, loaded);
    assert.deepEqual(loaded.sort(), ["source.argus-http", "source.json", "text.xml"]);
  });

  it("ends an unclosed script at the next separator", async () => {
    const open = ["/* comment", "`template", '"string', "{"];
    const tokenize = await tokenizer();
    for (const rest of open) {
      const [, , separator = [], request = []] = tokenize(`< {%\n${rest}\n### Next\nGET /a`);
      assert.deepEqual(scopesOf(separator, "Next"), ["entity.name.section.http"], rest);
      assert(scopesOf(request, "GET")[0]?.includes("keyword.control.method.http"), rest);
    }
  });
});
