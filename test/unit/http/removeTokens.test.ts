import assert from "node:assert/strict";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { apiKeyAt } from "../../../server/src/http/edits/apiKeyAt.ts";
import { actionsAt, DEAD, analysisWith } from "./features.ts";
import { apply, authorized, TOKEN } from "./helpers.ts";

describe("apiKeyAt", () => {
  const keyAt = (text: string, line: number) => apiKeyAt(parse(text), { line, character: 0 });

  it("finds a request's key and profile, through variables and in commands", () => {
    const text =
      "# @argus dev\nGET /a\nargus-api-key: my/key\n###\n# @argus prod\nGET /b\nArgus-API-Key: {{k}}\n@k = {{l}}\n@l = other/key\n###\ncurl /c -H 'Argus-API-Key: third'\n###\nGET /d\nArgus-API-Key: {{$processEnv K}}\n###\nno request\n";
    const found = [1, 6, 10, 12, 15, 99].map((line) => keyAt(text, line));
    assert.deepEqual(
      found.map((key) => key && [key.apiKey, key.profile, key.requestLine]),
      [["my/key", "dev", 1], ["other/key", "prod", 5], ["third", "dev", 10], null, null, null],
    );
  });

  it("removes the key, and no other, from the whole document", () => {
    const text =
      "@key = my/key\n@also = {{key}}\n@other = other/key\nGET /a\nX: y\nArgus-API-Key: {{also}}\n\nbody\n###\nGET /b\nArgus-API-Key: {{other}}\n###\ncurl /c -H 'Argus-API-Key: my/key' -d x\n###\nGET /d\nArgus-API-Key: my/key";
    const { edits } = keyAt(text, 3)!;
    assert.equal(
      apply(text, edits),
      "@other = other/key\nGET /a\nX: y\n\nbody\n###\nGET /b\nArgus-API-Key: {{other}}\n###\ncurl /c -d x\n###\nGET /d",
    );
  });
});

describe("removeTokens", () => {
  const removed = (text: string): string => apply(text, removeTokens(parse(text), analysisWith()).edits);

  it("removes only header lines and variables with tokens", () => {
    const text = `@a = b\r\n@argusToken = ${DEAD}\r\n@mine = ${TOKEN}\r\nGET /a\r\nAuthorization: Bearer {{argusToken}}\r\nX: y\r\n\r\nAuthorization: Bearer ${TOKEN}\r\n###\r\nGET /b\r\nAuthorization: Bearer other\r\n###\r\nGET /c\r\nAuthorization: Bearer\r\n  ${DEAD}\r\nX: y\r\n`;
    const expected = `@a = b\r\nGET /a\r\nX: y\r\n\r\nAuthorization: Bearer \r\n###\r\nGET /b\r\nAuthorization: Bearer other\r\n###\r\nGET /c\r\nX: y\r\n`;
    assert.equal(removed(text), expected);
    assert.equal(removed(expected), expected);
  });

  it("removes variables that contain the scheme, and a second header", () => {
    assert.equal(removed(`@a = Bearer ${TOKEN}\nGET /a\nAuthorization: {{a}}\n`), "GET /a\n");
    const url = "@argusTokenUrl = https://x\nPOST {{argusTokenUrl}}\n\na=b\n";
    assert.equal(removed(url), url);
    assert.equal(
      removed(`GET /a\nAuthorization: Bearer other\nAuthorization: Bearer ${TOKEN}\n`),
      "GET /a\nAuthorization: Bearer other\n",
    );
  });

  it("keeps headers and variables without an Argus token, even empty ones", () => {
    for (const text of [
      "@token =\nGET /a\nAuthorization: Bearer {{token}}\n",
      "@auth =\r\nGET /a\r\nAuthorization: {{auth}}\r\nX: y\r\n",
      "@auth = Bearer\nGET /a\nAuthorization: {{auth}}\n",
      "@a = {{b}}\n@b = \nGET /a\nAuthorization: Bearer {{a}}{{b}}\n",
      "@b = \nGET /a\nAuthorization: {{b}} {{b}}\n",
      "GET /a\nAuthorization:\n###\nGET /b\nAuthorization: Bearer\n",
      "@t =\ncurl /a -H 'Authorization: Bearer {{t}}'\n###\ncurl /b --oauth2-bearer {{t}}\n",
      "@argusToken =\nGET /a\n",
    ]) {
      assert.deepEqual(removeTokens(parse(text), analysisWith()), { edits: [], count: 0 }, text);
      const offered = actionsAt(text.replace("/a", "/¦a")).map(({ title }) => title);
      assert.deepEqual(
        offered.filter((title) => /^(?:Remove|Write|Refresh) Argus/.test(title)),
        [],
        text,
      );
      assert.deepEqual(authorized(text, { style: "literal" }, analysisWith().held), text);
    }
  });

  it("removes tokens anywhere, and leaves no reference without a definition", () => {
    for (const [before, after] of [
      [`GET /a\r\nX-Argus-Token: ${TOKEN}\r\nX: y\r\n`, "GET /a\r\nX: y\r\n"],
      [`@t = ${TOKEN}\nGET /a\nX-Argus-Token: {{t}}\n`, "GET /a\n"],
      [`@t = ${TOKEN}\n@u = {{t}}\nGET /a\nX-Argus-Token: Bearer {{u}}\n`, "GET /a\n"],
      [`@t = ${TOKEN}\nGET /a?x={{t}}\nAuthorization: Bearer {{t}}\n`, "@t = \nGET /a?x={{t}}\n"],
      [`@t = ${TOKEN}\nGET /a\n\n{{ use(t) }}\n`, "@t = \nGET /a\n\n{{ use(t) }}\n"],
      [`GET /a\nCookie: a=b; argus=${TOKEN}; c=d\n`, "GET /a\nCookie: a=b; argus=; c=d\n"],
      [`GET https://x/?access_token=${TOKEN}&a=b\n`, "GET https://x/?access_token=&a=b\n"],
      [`POST /a\n\ntoken=${encodeURIComponent(TOKEN)}&a=b\n`, "POST /a\n\ntoken=&a=b\n"],
      [`POST /a\n\n{"token": "${DEAD}"}\n`, 'POST /a\n\n{"token": ""}\n'],
      [`# ${TOKEN}\nGET /a\n> {% f('${TOKEN}') %}\n`, "# \nGET /a\n> {% f('') %}\n"],
      [`# “${TOKEN}” «${TOKEN}» ${TOKEN}–${TOKEN}…\nGET /a\n`, "# “” «» –…\nGET /a\n"],
      [`GET /a\nX-Note: \u200b${TOKEN}\u200b🚀${TOKEN}🚀\n`, "GET /a\nX-Note: \u200b\u200b🚀🚀\n"],
      [`POST /a\n\nauth=Bearer+${TOKEN}&a=b\n`, "POST /a\n\nauth=Bearer+&a=b\n"],
      [`@auth = Authorization: Bearer ${TOKEN}\nGET /a\n{{auth}}\nX: y\n`, "GET /a\nX: y\n"],
    ] as const) {
      assert.equal(removed(before), after);
      assert.equal(removed(after), after);
    }
  });

  it("leaves no empty line in the place of one, which would end a request's headers", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = (...lines: string[]): string => ["GET /a", ...lines, "X: y", "", "{}"].join(end);
      assert.equal(removed(text(TOKEN)), text());
      assert.equal(removed(text(`  ${TOKEN}\t`, DEAD)), text());
      assert.equal(removed(["GET /a", "", TOKEN].join(end)), ["GET /a", ""].join(end));
    }
  });

  it("counts the removed headers and variables", () => {
    const text = `@argusToken = ${TOKEN}\n@mine = ${TOKEN}\nGET /a\nAuthorization: Bearer {{mine}}\n###\ncurl /b -H 'Authorization: Bearer ${DEAD}'\n`;
    assert.equal(removeTokens(parse(text), analysisWith()).count, 4);
    assert.equal(removeTokens(parse("GET /a\n"), analysisWith()).count, 0);
  });

  it("joins no line breaks", () => {
    assert.equal(removed("GET /a\r@argusToken = x\n\nbody\n"), "GET /a\n\nbody\n");
  });

  it("works at the start and end of a text", () => {
    assert.equal(removed(`GET /a\nAuthorization: Bearer ${TOKEN}`), "GET /a");
    assert.equal(removed(`\ufeff@argusToken = x\nGET /a`), "\ufeffGET /a");
    assert.equal(removed("@argusToken = x"), "");
    assert.equal(removed("@argusToken = x\n@argusToken_b = y"), "");
    assert.equal(removed("GET /a\n@argusToken = x\nAuthorization: Bearer {{argusToken}}"), "GET /a");
  });
});
