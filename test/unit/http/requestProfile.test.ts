import assert from "node:assert/strict";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { profileAt, requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { cursorIn } from "./features.ts";
import { apply, TOKEN } from "./helpers.ts";
import { analysis } from "./hosts.ts";

/** The profile of the request at the cursor, why, and its host if the profile's tokens are not for it. */
function foundAt(marked: string, settings = analysis.settings): (string | undefined)[] {
  const { text, position } = cursorIn(marked);
  const found = requestAt(parse(text), position, settings);
  return [found?.profile, found?.profileSource, found?.otherHost?.host];
}

describe("the profile of a request", () => {
  const cases: [string, string, (string | undefined)[]][] = [
    [
      "is the one of its directive",
      "###\n# @argus prod\nGET ¦https://dev.example.com/a",
      ["prod", "request", "dev.example.com"],
    ],
    ["is the file's", "# @argus prod\n\n###\nGET ¦https://api.example.com/a", ["prod", "file", undefined]],
    [
      "is the file's in the first block too",
      "# @argus prod\nGET ¦https://api.example.com/a",
      ["prod", "file", undefined],
    ],
    ["is the one whose URL fits the host", "GET ¦https://api.example.com/a", ["prod", "host", undefined]],
    ["is the active one where that fits", "GET ¦https://dev.example.com/a", ["dev", "host", undefined]],
    ["is the one whose hosts fit", "POST ¦https://app.example.com:8443/a", ["prod", "host", undefined]],
    ["is the one whose pattern fits", "GET ¦https://x.y.apps.example.com/a", ["prod", "host", undefined]],
    ["follows variables of the file", "@base = https://api.example.com\nGET ¦{{base}}/a", ["prod", "host", undefined]],
    ["follows the Host of a path", "GET ¦/a\nHost: api.example.com", ["prod", "host", undefined]],
    ["follows httpYac's host of a path", "@host=https://api.example.com\nGET ¦/a", ["prod", "host", undefined]],
    ["follows a curl command", "curl ¦https://api.example.com/a", ["prod", "host", undefined]],
    ["follows a URL without a scheme", "GET ¦api.example.com/a", ["prod", "host", undefined]],
    [
      "follows the real host of a URL with a user",
      "GET ¦https://api.example.com@evil.test/a",
      ["dev", "active", "evil.test"],
    ],
    ["is the active one for an unknown host", "GET ¦https://acme.test/a", ["dev", "active", "acme.test"]],
    ["is the active one where the host is not known", "GET ¦{{host}}/a", ["dev", "active", undefined]],
    [
      "is the active one where a part of the host is not known",
      "GET ¦https://{{x}}.example.com/a",
      ["dev", "active", undefined],
    ],
    ["may have any host on this machine", "GET ¦http://localhost:9999/a", ["dev", "active", undefined]],
    ["is the one that claims a host on this machine", "GET ¦http://127.0.0.1:4000/a", ["local", "host", undefined]],
    [
      "does not own what another profile claims on this machine",
      "# @argus dev\nGET ¦http://127.0.0.1:4000/a",
      ["dev", "file", "127.0.0.1:4000"],
    ],
  ];
  for (const [what, marked, expected] of cases) it(what, () => assert.deepEqual(foundAt(marked), expected));

  it("is the active one if it shares the host with others, and otherwise none of them", () => {
    const url = "https://api.example.com";
    const settings = {
      ...analysis.settings,
      profiles: { one: { url }, two: { url }, other: { url: "https://x.test" } },
    };
    const marked = "GET ¦https://api.example.com/a";
    assert.deepEqual(foundAt(marked, { ...settings, activeProfile: "two" }), ["two", "host", undefined]);
    assert.deepEqual(foundAt(marked, { ...settings, activeProfile: "other" }), ["other", "active", "api.example.com"]);
  });

  it("does not depend on the host if the URL is unknown", () => {
    const settings = { ...analysis.settings, profiles: { dev: {} }, activeProfile: "dev" };
    assert.deepEqual(foundAt("GET ¦https://acme.test/a", settings), ["dev", "active", undefined]);
    assert.deepEqual(foundAt("GET ¦https://acme.test/a", { ...settings, profiles: undefined }), [
      "dev",
      "active",
      undefined,
    ]);
  });
});

describe("the profile at the cursor", () => {
  const at = (marked: string): (string | undefined)[] => {
    const { text, position } = cursorIn(marked);
    const found = profileAt(parse(text), position, analysis.settings);
    return [found?.profile, found?.source];
  };

  it("is that of the request, else of the file, else the active one", () => {
    assert.deepEqual(at("# @argus prod\n¦\n###\n# @argus local\nGET /a"), ["prod", "file"]);
    assert.deepEqual(at("# @argus prod\n\n###\n# @argus local\nGET /a¦"), ["local", "request"]);
    assert.deepEqual(at("# no¦tes\n\n###\nGET https://api.example.com/a"), ["dev", "active"]);
    assert.deepEqual(at("# notes\n\n###\nGET https://api.example.com/a\nX: y¦"), ["prod", "host"]);
    assert.deepEqual(at("¦"), ["dev", "active"]);
  });
});

describe("a token for the profile of a host", () => {
  const written = (text: string, style: InsertStyle, line = 0): string => {
    const options = { position: { line, character: 0 }, accessToken: "me/new-token", style };
    const answer = authorize(parse(text), options, analysis.held, analysis.settings);
    assert("edits" in answer);
    return apply(text, answer.edits);
  };

  it("is referred to by that profile's name, or without a name for the active profile", () => {
    const prod = "GET https://api.example.com/a\n";
    assert.match(written(prod, "environment"), /\{\{\$processEnv ARGUS_TOKEN_PROD\}\}/);
    assert.match(
      written(prod, "variable"),
      /^@argusToken_prod = me\/new-token\n.*\nAuthorization: Bearer \{\{argusToken_prod\}\}/,
    );
    assert.match(written("GET https://dev.example.com/a\n", "environment"), /\{\{\$processEnv ARGUS_TOKEN\}\}/);
    assert.match(written("GET {{host}}/a\n", "environment"), /\{\{\$processEnv ARGUS_TOKEN\}\}/);
    assert.match(written("# @argus local\n" + prod, "environment", 1), /\{\{\$processEnv ARGUS_TOKEN_LOCAL\}\}/);
  });

  it("does not replace another profile's token in the same file", () => {
    const header = `Authorization: Bearer ${TOKEN}`;
    const text = `GET https://api.example.com/a\n${header}\n\n###\nGET https://dev.example.com/b\n${header}\n`;
    const document = parse(text);
    assert.deepEqual(tokenProfiles(document, analysis.held, analysis.settings), ["prod", null]);
    const fresh = (profile: string | null) => {
      const answer = authorize(document, { accessToken: "me/new-token", profile }, analysis.held, analysis.settings);
      assert("edits" in answer);
      return apply(text, answer.edits);
    };
    assert.equal(fresh("prod"), text.replace(TOKEN, "me/new-token"));
    assert.equal(fresh(null), text.replace(new RegExp(`${TOKEN}\n$`), "me/new-token\n"));
  });
});
