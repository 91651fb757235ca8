/** The position of the line `@argusToken = …`; `senders.test.ts` checks it with the real senders. */
import assert from "node:assert/strict";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { analysisWith } from "./features.ts";
import { apply, authorized, authorizedAt, holding, TOKEN } from "./helpers.ts";

const LINE = `@argusToken = ${TOKEN}`;
const REFERENCE = "Authorization: Bearer {{argusToken}}";

/** A text with `¦` on the line of the request that gets a token. */
function inserted(marked: string): string {
  const line = marked.slice(0, marked.indexOf("¦")).split(/\r\n|\r|\n/).length - 1;
  return authorizedAt(marked.replace("¦", ""), line, { style: "variable" });
}

function removed(text: string): string {
  return apply(text, removeTokens(parse(text), analysisWith()).edits);
}

describe("the definition of a token variable", () => {
  const places: [where: string, marked: string, after: string][] = [
    ["above the file's only request", "¦GET /a\n", `${LINE}\nGET /a\n${REFERENCE}\n`],
    ["in a region of its own above several", "¦GET /a\n###\nGET /b\n", `${LINE}\n\n###\nGET /a\n${REFERENCE}\n###\nGET /b\n`],
    ["there too for a lower request", "GET /a\n###\n¦GET /b\n", `${LINE}\n\n###\nGET /a\n###\nGET /b\n${REFERENCE}\n`],
    ["above the first separator", "### A\nGET /a\n### B\n¦GET /b\n", `${LINE}\n### A\nGET /a\n### B\nGET /b\n${REFERENCE}\n`],
    ["above a bare one", "###\n¦GET /a\n###\nGET /b\n", `${LINE}\n###\nGET /a\n${REFERENCE}\n###\nGET /b\n`],
    ["below blank lines above a bare one", "\n###\n¦GET /a\n", `\n${LINE}\n###\nGET /a\n${REFERENCE}\n`],
    ["among the file's variables", "@host = x\n###\n¦GET /a\n", `${LINE}\n@host = x\n###\nGET /a\n${REFERENCE}\n`],
    ["below the file's directive", "# @argus dev\n¦GET /a\n###\nGET /b\n", `# @argus dev\n${LINE}\n\n###\nGET /a\n${REFERENCE}\n###\nGET /b\n`],
    ["at the end, where the directive is below a request's metadata", "# @name a\n# @argus dev\n¦GET /a\n###\nGET /b\n", `# @name a\n# @argus dev\nGET /a\n${REFERENCE}\n###\nGET /b\n###\n\n${LINE}\n`],
    ["there below the last request's header", "# @name a\n# @argus dev\nGET /a\n###\n¦GET /b\n", `# @name a\n# @argus dev\nGET /a\n###\nGET /b\n${REFERENCE}\n###\n\n${LINE}\n`],
    ["there without a final line break", "# @name a\n# @argus dev\n¦GET /a\n###\nGET /b", `# @name a\n# @argus dev\nGET /a\n${REFERENCE}\n###\nGET /b\n###\n\n${LINE}`],
    ["above an empty variable, which httpYac takes for a request", "@token =\n¦GET /a\n", `${LINE}\n\n###\n@token =\nGET /a\n${REFERENCE}\n`],
    ["above a file that httpYac takes for a body", "<@ ./f\n¦GET /a\n", `${LINE}\n\n###\n<@ ./f\nGET /a\n${REFERENCE}\n`],
    ["above a response's file", "<> r.json\n###\n¦GET /a\n", `${LINE}\n\n###\n<> r.json\n###\nGET /a\n${REFERENCE}\n`],
    ["above a script", "< {% x %}\n< ./y.js\n¦GET /a\n", `${LINE}\n< {% x %}\n< ./y.js\nGET /a\n${REFERENCE}\n`],
    ["above prose", "My API\n\n###\n¦GET https://a\n", `${LINE}\n\n###\nMy API\n\n###\nGET https://a\n${REFERENCE}\n`],
    ["above an unclosed comment", "/*\n###\n¦GET /a\n", `${LINE}\n\n###\n/*\n###\nGET /a\n${REFERENCE}\n`],
    ["above a named region", "# @name x\n###\n¦GET /a\n", `${LINE}\n\n###\n# @name x\n###\nGET /a\n${REFERENCE}\n`],
    ["below a byte order mark", "\ufeff¦GET /a\n###\nGET /b\n", `\ufeff${LINE}\n\n###\nGET /a\n${REFERENCE}\n###\nGET /b\n`],
    ["with the file's line breaks", "¦GET /a\r\n###\r\nGET /b\r\n", `${LINE}\r\n\r\n###\r\nGET /a\r\n${REFERENCE}\r\n###\r\nGET /b\r\n`],
  ]; // prettier-ignore
  it("stays on the last line, where the header is inserted too, and gets the token", () => {
    assert.equal(inserted("¦GET /a\n@argusToken = 1"), `${LINE}\nGET /a\n${REFERENCE}\n${LINE}`);
  });

  for (const [where, marked, after] of places) {
    it(`is added ${where}, and removed without a trace`, () => {
      assert.equal(inserted(marked), after);
      const line = after.split(/\r\n|\n/).indexOf(REFERENCE) - 1;
      assert.equal(authorizedAt(after, line, { style: "variable" }), after);
      assert.equal(removed(after), marked.replace("¦", ""));
    });
  }

  const moves: [from: string, marked: string, after: string][] = [
    ["a lower request", "¦GET /a\n###\n@argusToken = old\nGET /b\n", `${LINE}\n\n###\nGET /a\n${REFERENCE}\n###\nGET /b\n`],
    ["the first of several requests", "@argusToken = old\nGET /a\n###\n¦GET /b\n", `${LINE}\n\n###\nGET /a\n###\nGET /b\n${REFERENCE}\n`],
    ["a region with a title", "### Variables\n@argusToken = old\n###\n¦GET /a\n", `${LINE}\n### Variables\n###\nGET /a\n${REFERENCE}\n`],
    ["prose", "My API\n@argusToken = old\n\n###\n¦GET https://a\n", `${LINE}\n\n###\nMy API\n\n###\nGET https://a\n${REFERENCE}\n`],
    ["between requests that no separator parts", "GET https://b\n\n@argusToken = old\n\n¦GET https://a\n", `${LINE}\n\n###\nGET https://b\n\n\nGET https://a\n${REFERENCE}\n`],
    ["the headers, where it has the token too", "¦GET /a\n@argusToken = old\nX: y\n", `${LINE}\nGET /a\n${REFERENCE}\n${LINE}\nX: y\n`],
    ["below a request without a body, where it has the token too", "¦GET /a\n\n# c\n@argusToken = old\n###\nGET /b\n", `${LINE}\n\n###\nGET /a\n${REFERENCE}\n\n# c\n${LINE}\n###\nGET /b\n`],
    ["all requests but this one", "@argusToken = 1\nGET /a\n###\n@argusToken = 2\nGET /b\n###\n¦GET /c\n", `${LINE}\n\n###\nGET /a\n###\nGET /b\n###\nGET /c\n${REFERENCE}\n`],
  ]; // prettier-ignore
  for (const [from, marked, after] of moves) {
    it(`moves up from ${from}`, () => {
      assert.equal(inserted(marked), after);
    });
  }

  it("is not written above a body that defines the variable for REST Client", () => {
    for (const marked of ["¦POST /a\n\n@argusToken = old\n", "¦GET /a\n\n  @argusToken=\ntext\n"]) {
      assert.equal(inserted(marked), "rejected", marked);
    }
    assert.notEqual(inserted("¦POST /a\n\n@argusTokenUrl = x\n"), "rejected");
  });

  it("stays where every tool finds it", () => {
    for (const marked of [
      "# c\n@argusToken = old\n###\n¦GET /a\n###\nGET /b\n",
      "¦GET /a\n###\n@argusToken = old\n",
      "GET /a\n### B\n# @name b\n@argusToken = old\n¦GET /b\n",
      "@argusToken = old\n{{\n  const x = 1;\n}}\n###\n¦GET /a\n",
    ]) {
      const text = marked.replace("¦", "");
      const at = text.slice(0, marked.indexOf("¦")).length;
      const after = text.slice(0, at) + text.slice(at).replace(/^(GET .*)\n/, `$1\n${REFERENCE}\n`);
      assert.equal(inserted(marked), after.replace("@argusToken = old", LINE));
    }
  });

  it("shares its region with the definition for another profile", () => {
    const text = "GET /a\nAuthorization: Bearer old\n###\n# @argus dev\nGET /b\nAuthorization: Bearer old\n";
    const after = authorized(text, { style: "variable" }, holding("old"));
    const dev = "{{argusToken_dev}}";
    assert.equal(
      after,
      `${LINE}\n@argusToken_dev = ${TOKEN}\n\n###\nGET /a\n${REFERENCE}\n###\n# @argus dev\nGET /b\nAuthorization: Bearer ${dev}\n`,
    );
    assert.equal(removed(after), "GET /a\n###\n# @argus dev\nGET /b\n");
    const one = after.replace(`Bearer ${dev}`, `Bearer ${dev}`).replace(`${LINE}\n`, "");
    assert.equal(removed(one), "GET /a\n###\n# @argus dev\nGET /b\n");
  });

  it("keeps a separator that may be the person's own", () => {
    assert.equal(removed(`${LINE}\n###\nGET /a\n`), "###\nGET /a\n");
    assert.equal(removed(`${LINE}\n@host = x\n\n###\nGET /a\n`), "@host = x\n\n###\nGET /a\n");
    assert.equal(removed(`${LINE}\n\n### A\nGET /a\n`), "\n### A\nGET /a\n");
    assert.equal(removed(`GET /a\n###\n${LINE}\n`), "GET /a\n###\n");
    assert.equal(removed(`GET /a\n### Tokens\n\n${LINE}\n`), "GET /a\n### Tokens\n\n");
  });
});
