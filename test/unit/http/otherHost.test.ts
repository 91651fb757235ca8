import { eachCase } from "../../host/eachCase.ts";
import assert from "node:assert/strict";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { profileAt, requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { acted, actionsAt, cursorIn, findings, analysisWith } from "./features.ts";
import { apply, at, TOKEN } from "./helpers.ts";

const PROFILES = {
  dev: { url: "https://dev.example.com" },
  prod: { url: "https://api.example.com", hosts: ["app.example.com", "*.apps.example.com"] },
  local: { url: "http://127.0.0.1:4000" },
};
/** {@link TOKEN} belongs to dev. */
const analysis = analysisWith({ profiles: PROFILES, activeProfile: "dev" });

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

describe("other-host", () => {
  const told = (text: string): string[] =>
    findings(text, analysis)
      .filter(({ code }) => code === "other-host")
      .map(({ range }) => at(text, range));
  const bearer = `Bearer ${TOKEN}`;

  const warned: [string, string, string][] = [
    ["a token in the header", `GET https://api.example.com/a\nAuthorization: ${bearer}`, bearer],
    [
      "a token behind a variable",
      `@t = ${TOKEN}\nGET https://api.example.com/a\nAuthorization: Bearer {{t}}`,
      "Bearer {{t}}",
    ],
    [
      "a token with its scheme behind a variable",
      `@t = ${bearer}\nGET https://acme.test/a\nAuthorization: {{t}}`,
      "{{t}}",
    ],
    ["a token in another header", `GET https://acme.test/a\nX-Argus: ${TOKEN}`, TOKEN],
    ["a token in a cookie", `GET https://acme.test/a\nCookie: a=b; t=${TOKEN}`, TOKEN],
    ["a token in the URL", `GET https://acme.test/a?t=${encodeURIComponent(TOKEN)}`, encodeURIComponent(TOKEN)],
    ["a token in a further line of the URL", `GET https://acme.test/a\n  ?x=1\n  &t=${TOKEN}`, TOKEN],
    ["a token as a login", `GET https://acme.test/a\nAuthorization: Token ${TOKEN}`, TOKEN],
    [
      "a token in a form",
      `POST https://acme.test/a\n\ntoken=${encodeURIComponent(TOKEN)}&x=1`,
      encodeURIComponent(TOKEN),
    ],
    [
      "a token in JSON",
      `POST https://acme.test/a\n\n{\n  "a": [{ "token": "${TOKEN.replace("/", "\\/")}" }]\n}`,
      TOKEN.replace("/", "\\/"),
    ],
    ["a token in a command's data", `curl https://acme.test/a -d 'token=${TOKEN}'`, TOKEN],
    ["a variable in a body", `@t = ${TOKEN}\nPOST https://acme.test/a\n\n{"token": "{{t}}"}`, "{{t}}"],
    ["a variable in a header", `@t = ${bearer}\nGET https://acme.test/a\nX-Argus: {{$guid}} {{t}}`, "{{t}}"],
    [
      "a token that variables make up",
      `@u = myUserName\n@s = ${TOKEN.slice(TOKEN.indexOf("/") + 1)}\nGET https://acme.test/a?t={{u}}%2F{{s}}&x={{u}}`,
      "{{u}}%2F{{s}}&x={{u}}",
    ],
    [
      "a reference in another header",
      "GET https://acme.test/a\nX-Argus: {{$processEnv ARGUS_TOKEN}}",
      "{{$processEnv ARGUS_TOKEN}}",
    ],
    ["a reference in a body", 'POST https://dev.example.com/a\n\n{"t":"{{argusToken_prod}}"}', "{{argusToken_prod}}"],
    ["a token in a curl command", `curl https://acme.test/a -H 'Authorization: ${bearer}'`, bearer],
    [
      "the active profile's reference",
      "GET https://api.example.com/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}",
      "Bearer {{$processEnv ARGUS_TOKEN}}",
    ],
    [
      "a named reference",
      "GET https://dev.example.com/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_PROD}}",
      "Bearer {{$processEnv ARGUS_TOKEN_PROD}}",
    ],
    [
      "a token that a directive cannot whitewash",
      `# @argus prod\nGET https://api.example.com/a\nAuthorization: ${bearer}`,
      bearer,
    ],
    [
      "a token where variables make up the host",
      `@h = api\n@d = {{h}}.example.com\nGET https://{{d}}/a\nAuthorization: ${bearer}`,
      bearer,
    ],
    [
      "a token to what another profile claims on this machine",
      `GET http://127.0.0.1:4000/a\nAuthorization: ${bearer}`,
      bearer,
    ],
  ];
  it("warns if a token, or a reference to one, goes to a foreign host", () =>
    eachCase(
      warned,
      ([what]) => what,
      ([, text, range]) => {
        assert.deepEqual(told(text), [range]);
      },
    ));

  const silent: [string, string][] = [
    ["the profile's own host", `GET https://dev.example.com/a\nAuthorization: ${bearer}`],
    ["a host that is not known", `GET https://{{host}}/a\nAuthorization: ${bearer}`],
    ["this machine", `GET http://localhost:3000/a\nAuthorization: ${bearer}`],
    ["this machine, from a container", `GET http://host.docker.internal:3000/a\nAuthorization: ${bearer}`],
    ["all of this machine", `GET http://0.0.0.0:3000/a\nAuthorization: ${bearer}`],
    ["another system's token", "GET https://acme.test/a\nAuthorization: Bearer abc/not-one-of-ours"],
    ["a request without a token", "GET https://acme.test/a"],
    ["a comment", `POST https://acme.test/a\n# ${TOKEN}\n\nx=1\n// {{argusToken}}`],
    ["a script", `POST https://acme.test/a\n\nx=1\n\n> {% client.log("${TOKEN}") %}`],
    ["a variable that is not used", `@t = ${TOKEN}\nPOST https://acme.test/a\n\n{{other}}`],
    ["a body to the profile's own host", `POST https://dev.example.com/a\n\n${TOKEN} {{argusToken}}`],
    [
      "a reference to a profile of the host",
      "GET https://api.example.com/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_PROD}}",
    ],
  ];
  it("ignores hosts that are not foreign or not known", () =>
    eachCase(
      silent,
      ([what]) => what,
      ([, text]) => {
        assert.deepEqual(told(text), []);
      },
    ));

  it("goes by the server that issued a token where its profile has moved or is gone", () => {
    const dev = "https://dev.example.com";
    const issued = (profiles: object) => ({
      ...analysis,
      held: { tokens: analysis.held.tokens.map((token) => ({ ...token, origin: dev })) },
      settings: { ...analysis.settings, profiles: profiles as typeof PROFILES },
    });
    const warned = (host: string, profiles: object): string[] =>
      findings(`GET https://${host}/a\nAuthorization: ${bearer}`, issued(profiles)).map(({ code }) => code);
    const { prod } = PROFILES;
    for (const profiles of [
      { prod },
      { prod, dev: { url: "https://api.example.com" } },
      { prod, renamed: { url: dev } },
      { prod, dev: { url: dev } },
    ]) {
      assert.deepEqual(warned("api.example.com", profiles), ["other-host"], JSON.stringify(profiles));
      assert.deepEqual(warned("dev.example.com", profiles), [], JSON.stringify(profiles));
    }
    assert.deepEqual(warned("app.test", { prod, renamed: { url: dev, hosts: ["app.test"] } }), []);
    const marked = `GET https://acme.test/a\nAuthorization: Bea¦rer ${TOKEN}\n`;
    const titles = actionsAt(marked, ["quickfix"], issued({ prod })).map(({ title }) => title);
    assert.deepEqual(titles, ["Remove the token"]);
  });

  it("names profile and host, but not the token", () => {
    const [finding] = findings(`GET https://acme.test/a\nAuthorization: ${bearer}`, analysis);
    assert.equal(finding?.code, "other-host");
    assert.equal(finding.severity, "warning");
    assert.equal(
      finding.message,
      "This token of the Argus profile “dev” is sent to acme.test, which is not one of its hosts.",
    );
  });

  it("offers the host's profile, the profile's host, a directive, and removal", () => {
    const marked = `###\nGET https://api.example.com/a\nAuthorization: Bea¦rer ${TOKEN}\n`;
    const actions = actionsAt(marked, ["quickfix"], analysis);
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        "Use a token of the profile “prod”",
        "Add api.example.com to the hosts of “dev”",
        "Add # @argus prod",
        "Remove the token",
      ],
    );
    assert.deepEqual(actions[0]?.command?.arguments, ["file:///folder/x.http", 1]);
    assert.equal(actions[0].edit, undefined);
    assert.deepEqual(actions[1]?.command?.arguments, ["dev", "api.example.com"]);
    assert.equal(
      acted(marked, "Add # @argus prod", analysis),
      `###\n# @argus prod\nGET https://api.example.com/a\nAuthorization: Bearer ${TOKEN}\n`,
    );
    assert.equal(acted(marked, "Remove the token", analysis), "###\nGET https://api.example.com/a\n");
  });

  it("only offers to remove a token outside its header, or to add the host", () => {
    const marked = `POST https://acme.test/a\n\n{"token":"my¦${TOKEN.slice(2)}"}\n`;
    assert.deepEqual(
      actionsAt(marked, ["quickfix"], analysis).map(({ title }) => title),
      ["Add acme.test to the hosts of “dev”", "Remove the token"],
    );
    assert.equal(acted(marked, "Remove the token", analysis), 'POST https://acme.test/a\n\n{"token":""}\n');
  });

  it("changes the directive that names the wrong profile", () => {
    const marked = `###\n# @argus dev\nGET https://api.example.com/a\nAuthorization: Bea¦rer ${TOKEN}\n`;
    assert.match(acted(marked, "Use a token of the profile “prod”", analysis), /^###\n# @argus prod\nGET /);
  });
});
