import assert from "node:assert/strict";
import { replaceTokens } from "../../../server/src/http/edits/replaceTokens.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { apply, TOKEN } from "./helpers.ts";

function replaced(text: string): string {
  const edits = replaceTokens(parse(text), "file:///x.http", [tokenDigest("me/old"), tokenDigest("me/older")], TOKEN);
  assert(Array.isArray(edits));
  return apply(text, edits);
}

describe("replace tokens", () => {
  const kept: [string, string][] = [
    ["a header", "GET /a\nX: y\n authorization :Bearer  OLD \t\n\nbody"],
    ["a header without a scheme", "GET /a\nAuthorization: OLD"],
    ["every request and every older one", "GET /a\nAuthorization: Bearer OLD\n###\nGET /b\nAuthorization: Bearer OLD"],
    ["a variable", "@argusToken = OLD\nGET /a\nAuthorization: Bearer {{argusToken}}"],
    ["a variable of any name, with the scheme", "@x = Bearer OLD\r\n\r\nGET /a\r\nAuthorization: {{x}}\r\n"],
    ["a command", "curl https://a.example -H 'Authorization: Bearer OLD' -d x"],
  ];
  for (const [what, text] of kept) {
    it(`in ${what}, and nothing else`, () => {
      const after = text.replaceAll("OLD", TOKEN);
      assert.equal(replaced(text.replaceAll("OLD", "me/old")), after);
      assert.equal(replaced(text.replaceAll("OLD", "me/older")), after);
      assert.equal(replaced(after), after);
    });
  }

  const left: [string, string][] = [
    ["an unknown token", "GET /a\nAuthorization: Bearer me/old2"],
    ["another scheme", "GET /a\nAuthorization: Basic me/old"],
    ["a placeholder", "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}"],
    ["a body, a comment and a URL", "# me/old\nGET /me/old\n\nAuthorization: Bearer me/old"],
  ];
  for (const [what, text] of left) it(`leaves ${what} alone`, () => assert.equal(replaced(text), text));

  it("refuses what a header cannot carry", () => {
    const answer = replaceTokens(
      parse("GET /a\nAuthorization: Bearer me/old"),
      "file:///x.http",
      [tokenDigest("me/old")],
      "a\nb",
    );
    assert("refused" in answer);
  });
});
