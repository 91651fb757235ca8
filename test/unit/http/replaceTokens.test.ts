import assert from "node:assert/strict";
import { replaceTokens } from "../../../server/src/http/edits/replaceTokens.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { apply, TOKEN } from "./helpers.ts";
import { eachCase } from "../../host/eachCase.ts";

const URI = "file:///x.http";
const DIGESTS = [tokenDigest("me/old"), tokenDigest("me/older")];

function replaced(text: string, accessToken = TOKEN): string {
  const edits = replaceTokens(parse(text), URI, { digests: DIGESTS, accessToken });
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
    ["another header", "GET /a\nX-Argus-Token: OLD\nCookie: a=b; argus=OLD; c=d"],
    ["a URL, a comment and a script", "# OLD.\nGET https://x/?access_token=OLD&x=1\n> {%\n  use('OLD')\n%}"],
    ["a body", 'POST /a\n\n{"token": "OLD", "line": "a\\nOLD", "list": ["OLD","OLD"]}\nBearer OLD'],
    ["a form", "POST /a\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=x&token=OLD&y=z"],
    ["an option of a command", "curl https://a.example -b 'argus=OLD' -d token=OLD"],
    ["a command", "curl https://a.example -H 'Authorization: Bearer OLD' -d x"],
  ];
  it("replaces it wherever it is, and nothing else", () =>
    eachCase(
      kept,
      ([what]) => what,
      ([, text]) => {
        const after = text.replaceAll("OLD", TOKEN);
        assert.equal(replaced(text.replaceAll("OLD", "me/old")), after);
        assert.equal(replaced(text.replaceAll("OLD", "me/older")), after);
        assert.equal(replaced(after), after);
      },
    ));

  it("finds it in a path and between marks", () => {
    for (const text of [
      "GET https://x/v1/sessions/OLD/y?z=1",
      "GET https://x/2024/12345678/OLD",
      "GET /OLD",
      "# _OLD_ and __OLD__\n# $OLD$ **OLD** ~OLD~ %OLD% -OLD- +OLD\nGET /a",
    ]) {
      for (const old of ["myUserName/ckEg0123Old", "0123456789abcdEfOld", "myUserName/ck/Eg01234Old+="]) {
        const edits = replaceTokens(parse(text.replaceAll("OLD", old)), URI, {
          digests: [tokenDigest(old)],
          accessToken: TOKEN,
        });
        assert(Array.isArray(edits));
        assert.equal(apply(text.replaceAll("OLD", old), edits), text.replaceAll("OLD", TOKEN), old);
      }
    }
  });

  it("keeps percent-encoding and JSON escapes", () => {
    const text = (token: string, escaped: string): string =>
      `POST https://x/t/${token}/y?a=${token}\n\ntoken=${token}&b=c\n{"t": "${escaped}"}`;
    const now = replaced(text("me%2Fold", "me\\/old"));
    assert.equal(now, text(encodeURIComponent(TOKEN), TOKEN.replace("/", "\\/")));
    assert.equal(replaced("POST /a\n\ntoken=me%2fold"), `POST /a\n\ntoken=${encodeURIComponent(TOKEN)}`);
    const json = (token: string): string =>
      `POST /a\n\n{"t":"${token}","u":"https://x?a=b\\u0026t=${token}\\u0026c=d"}\n`;
    for (const escaped of ["me\\u002Fold", "me\\u002fol\\u0064"]) {
      assert.equal(replaced(json(escaped)), json(TOKEN.replace("/", "\\/")), escaped);
    }
    assert.equal(replaced(json("me\\/old"), "me/a+b=="), json("me\\/a\\u002bb\\u003d\\u003d"));
  });

  const nested: [string, string, times: number][] = [
    ["a URL in a URL", "GET https://x?next=https%3A%2F%2Fy%3Ftoken%3DOLD%26a%3Db", 1],
    ["the same, encoded again", "GET https://x?next=https%3A%2F%2Fy%3Ftoken%3DOLD%26a%3Db", 2],
    ["the path of a URL in a URL", "GET https://x?next=https%3A%2F%2Fy%2FOLD%2Fz", 2],
    ["a form, encoded twice", "POST /a\n\nb=c&token=OLD&d", 2],
    ["JSON in a form", "POST /a\n\njson=%7B%22t%22%3A%22OLD%22%7D", 1],
    ["behind a scheme", "GET /a?auth=Bearer%20OLD", 1],
    ["the last of many parameters", `GET /?${"abcdefghijklm".replace(/./g, "$&=1&")}token=OLD`, 1],
    ["the last of them, not encoded", `GET /?${"abcdefghijklm".replace(/./g, "$&=1&")}token=OLD`, 0],
    ["a sentence, not encoded", "# The token was OLD.\nGET /a", 0],
  ];
  it("finds it among text that is encoded", () =>
    eachCase(
      nested,
      ([what]) => what,
      ([, text, times]) => {
        const written = (token: string): string =>
          text.replace("OLD", () => Array.from({ length: times }).reduce<string>(encodeURIComponent, token));
        for (const old of ["me/old", "me/older"]) assert.equal(replaced(written(old)), written(TOKEN));
        const padded = "me/ab+c/12==";
        assert.equal(replaced(written("me/old"), padded), written(padded));
        const edits = replaceTokens(parse(written(padded)), URI, {
          digests: [tokenDigest(padded)],
          accessToken: TOKEN,
        });
        assert(Array.isArray(edits));
        assert.equal(apply(written(padded), edits), written(TOKEN));
      },
    ));

  const left: [string, string][] = [
    ["an unknown token", "GET /a\nAuthorization: Bearer me/old2"],
    ["a placeholder", "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}"],
    ["what only contains an old token", "GET /xme/old\nX: me/oldy\n\nsome/me/old/path"],
  ];
  it("keeps saved responses, and text that resembles a token", () =>
    eachCase(
      left,
      ([what]) => what,
      ([, text]) => {
        assert.equal(replaced(text), text);
      },
    ));

  it("refuses a token that a header cannot carry", () => {
    const document = parse("GET /a\nAuthorization: Bearer me/old");
    assert("refused" in replaceTokens(document, URI, { digests: DIGESTS, accessToken: "a\nb" }));
  });

  describe("of a profile", () => {
    const settings = {
      profiles: { dev: { url: "https://dev.example", hosts: ["app.example"] } },
      activeProfile: "dev",
    };
    const renewed = (text: string): string => {
      const replacement = { digests: DIGESTS, accessToken: TOKEN, profile: "dev" };
      const edits = replaceTokens(parse(text), URI, replacement, settings);
      assert(Array.isArray(edits));
      return apply(text, edits);
    };

    const elsewhere: [string, string][] = [
      ["in the header", "GET https://prod.example\nAuthorization: Bearer me/old"],
      ["in another header", "GET https://prod.example\nX-Token: me/old"],
      ["in the URL and the body", "POST https://prod.example?access_token=me/old\n\ntoken=me/old"],
      ["in a command", "curl https://prod.example -H 'Authorization: Bearer me/old'"],
      ["in a variable", "@t = me/old\n\n###\nGET https://prod.example\nAuthorization: Bearer {{t}}"],
      ["where a variable names the host", "@h = prod.example\nGET https://{{h}}/a\nAuthorization: Bearer me/old"],
    ];
    it("does not reach a host that its tokens are not for", () =>
      eachCase(
        elsewhere,
        ([what]) => what,
        ([, text]) => {
          assert.equal(renewed(text), text);
          const own = text.replaceAll("prod.example", "app.example");
          assert.equal(renewed(own), own.replaceAll("me/old", TOKEN));
        },
      ));

    it("reaches the other requests of the same file", () => {
      const text = (own: string): string =>
        [
          `@shared = ${own}`,
          "###",
          "GET https://prod.example",
          "Authorization: Bearer me/old",
          "###",
          "GET https://dev.example",
          `Authorization: Bearer ${own}`,
          "###",
          "GET {{somewhere}}/a",
          "Authorization: Bearer {{shared}}",
          "###",
          "GET https://prod.example/b",
          "Authorization: Bearer {{shared}}",
        ].join("\n");
      assert.equal(renewed(text("me/old")), text(TOKEN));
    });
  });
});
