import { eachCase } from "../../host/eachCase.ts";
import assert from "node:assert/strict";
import { acted, actionsAt, findings } from "./features.ts";
import { at, TOKEN } from "./helpers.ts";
import { analysis, PROFILES } from "./hosts.ts";

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

  it("goes by the server that issued a token where its profile has moved or no longer exists", () => {
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
