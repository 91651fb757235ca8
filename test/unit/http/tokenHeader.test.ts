/** Profiles whose token is in a header of another name or form: two of them in one file, and another system beside. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { tokenDigest } from "../../../common/digest.ts";
import { runs } from "../../host/runs.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import type { TokenHeaderSettings } from "../../../common/tokenHeader.ts";
import { authorize, type AuthorizeOptions, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { replaceTokens } from "../../../server/src/http/edits/replaceTokens.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import { profileSettings } from "../../../server/src/http/facts/requestProfile.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { requestsOf, type RequestView } from "../../../server/src/http/facts/requestView.ts";
import { lensStateAt } from "../../../server/src/http/features/codeLenses.ts";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { documentRefusal } from "../../../server/src/documentRefusals.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { eachCase } from "../../host/eachCase.ts";
import { anyText } from "./anyText.ts";
import { acted, actionsAt, analysisWith, cursorIn, DEAD, findings, NOW, URI } from "./features.ts";
import { apply, at, TOKEN } from "./helpers.ts";

const ALC = "myUserName/alc89012";
const FRESH = "myUserName/fresh345";

const PROFILES = {
  dev: { url: "https://dev.example" },
  alc: { url: "https://alc.example", header: "X-Argus-Token", headerValue: "{token}" },
  key: { url: "https://key.example", header: "X-Argus-Token" },
  odd: { url: "https://odd.example", header: "X-Auth", headerValue: 'Token token="{token}"' },
  bare: { url: "https://bare.example", headerValue: "{token}" },
  word: { url: "https://word.example", headerValue: "Token {token}" },
};

const known = (settings: Partial<AnalysisContext["settings"]> = {}): AnalysisContext => {
  const analysis = analysisWith({ profiles: PROFILES, activeProfile: "alc", ...settings });
  const alc = { digest: tokenDigest(ALC), profile: "alc", expiresAt: NOW + 60_000 };
  const dead = { digest: tokenDigest(`${DEAD}x`), profile: "alc", expiresAt: NOW - 60_000 };
  return { ...analysis, held: { tokens: [...analysis.held.tokens, alc, dead] } };
};

const SETTINGS = profileSettings(known());
const lineOf = (text: string, line: RegExp): number => text.split("\n").findIndex((one) => line.test(one));
const REQUEST = /^\s*(?:GET|curl)/;

function inserted(text: string, options: Partial<AuthorizeOptions> = {}, line = lineOf(text, REQUEST)): string {
  const position = { line, character: 0 };
  const asked = { position, accessToken: ALC, style: "literal" as const, ...options };
  const answer = authorize(parse(text), asked, known().held, SETTINGS);
  if ("refused" in answer) return documentRefusal(answer).error.message;
  const changed = apply(text, answer.edits);
  const moved = { line: line + lineOf(changed, REQUEST) - lineOf(text, REQUEST), character: 0 };
  assert.deepEqual(authorize(parse(changed), { ...asked, position: moved }, known().held, SETTINGS), { edits: [] });
  return changed;
}

const removed = (text: string, analysis = known()): string => apply(text, removeTokens(parse(text), analysis).edits);

const OTHERS = [
  "Authorization: Basic dXNlcjpwYXNz",
  "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln",
  "Authorization: Bearer {{otherToken}}",
  "authorization: ghp_0123456789",
  "Authorization: Digest username=x",
];

describe("a token in a header of its own", () => {
  const INSERTED: [style: InsertStyle, profile: string, header: string, definition: string][] = [
    ["literal", "alc", `X-Argus-Token: ${ALC}`, ""],
    ["variable", "alc", "X-Argus-Token: {{argusToken}}", `@argusToken = ${ALC}\n`],
    ["environment", "alc", "X-Argus-Token: {{$processEnv ARGUS_TOKEN_ALC}}", ""],
    ["literal", "key", `X-Argus-Token: Bearer ${ALC}`, ""],
    ["variable", "key", "X-Argus-Token: Bearer {{argusToken}}", `@argusToken = ${ALC}\n`],
    ["literal", "odd", `X-Auth: Token token="${ALC}"`, ""],
    ["environment", "odd", 'X-Auth: Token token="{{$processEnv ARGUS_TOKEN_ODD}}"', ""],
    ["literal", "bare", `Authorization: ${ALC}`, ""],
    ["variable", "word", "Authorization: Token {{argusToken}}", `@argusToken = ${ALC}\n`],
    ["literal", "dev", `Authorization: Bearer ${ALC}`, ""],
  ];

  it("is inserted in every style, and removed without a trace", () =>
    eachCase(
      INSERTED,
      ([style, profile]) => `${style} ${profile}`,
      ([style, profile, header, definition]) => {
        const text = `# @argus ${profile}\nGET https://a.example/b\nAccept: */*\n\n{}\n`;
        const changed = inserted(text, { style });
        const [directive = "", ...rest] = text.split("\n");
        assert.equal(changed, [definition + directive, rest[0], header, ...rest.slice(1)].join("\n"));
        assert.equal(removed(changed), text);
      },
    ));

  it("leaves another system's Authorization alone, and asks nothing about it", () =>
    eachCase(
      OTHERS,
      (other) => other,
      (other) => {
        for (const style of ["literal", "variable", "environment"] as const) {
          const text = `# @argus alc\nGET https://a.example/b\n${other}\nAccept: */*\n`;
          const changed = inserted(text, { style });
          assert.ok(changed.includes(`\nX-Argus-Token: `), changed);
          assert.ok(changed.includes(`${other}\nAccept: */*\n`), changed);
          assert.equal(removed(changed), text);
          const fresh = authorize(parse(changed), { accessToken: FRESH, profile: "alc" }, known().held, SETTINGS);
          assert.ok("edits" in fresh);
          const refreshed = apply(changed, fresh.edits);
          assert.equal(refreshed, style === "environment" ? changed : changed.replace(ALC, FRESH));
        }
      },
    ));

  const COMMANDS: [before: string, after: string][] = [
    ["curl https://a.example", `curl https://a.example -H 'X-Argus-Token: ${ALC}'`],
    ["curl -u me:pw https://a.example", `curl -u me:pw https://a.example -H 'X-Argus-Token: ${ALC}'`],
    [
      "curl --oauth2-bearer other https://a.example",
      `curl --oauth2-bearer other https://a.example -H 'X-Argus-Token: ${ALC}'`,
    ],
    [
      "curl -H 'Authorization: Basic dTpw' https://a.example",
      `curl -H 'Authorization: Basic dTpw' https://a.example -H 'X-Argus-Token: ${ALC}'`,
    ],
    ['curl --header "x-argus-token: old" https://a.example', `curl --header "x-argus-token: ${ALC}" https://a.example`],
    [
      `curl -H 'X-Argus-Token: one' -H 'A: b' -H 'X-Argus-Token: two' https://a.example`,
      `curl -H 'X-Argus-Token: ${ALC}' -H 'A: b' https://a.example`,
    ],
    ['curl ^"https://a.example^"', `curl ^"https://a.example^" -H "X-Argus-Token: ${ALC}"`],
  ];
  it("is inserted into commands beside their other credentials", () =>
    eachCase(
      COMMANDS,
      ([before]) => before,
      ([before, after]) => {
        assert.equal(inserted(`# @argus alc\n${before}\n`), `# @argus alc\n${after}\n`);
      },
    ));

  it("is written with its form into commands", () => {
    const command = (profile: string, rest: string): string => `# @argus ${profile}\ncurl https://a.example${rest}\n`;
    assert.equal(inserted(command("odd", "")), command("odd", ` -H 'X-Auth: Token token="${ALC}"'`));
    assert.equal(
      inserted(command("word", " --oauth2-bearer old")),
      command("word", ` -H 'Authorization: Token ${ALC}'`),
    );
    assert.equal(
      inserted(command("bare", "").replace("https://a.example", '^"https://a.example^" --oauth2-bearer old')),
      command("bare", "").replace("https://a.example", `^"https://a.example^" -H "Authorization: ${ALC}"`),
    );
    const reference = ` -H 'X-Auth: Token token="{{$processEnv ARGUS_TOKEN_ODD}}"'`;
    assert.equal(inserted(command("odd", ""), { style: "environment" }), command("odd", reference));
  });

  it("is in exactly one header after Insert, and other credentials there are asked about by the header's name", () => {
    const request = (...headers: string[]): string =>
      ["# @argus alc", "GET https://a.example", ...headers, ""].join("\n");
    assert.equal(
      inserted(request("x-argus-token: old/12345678", "Authorization: Basic dTpw", "X-ARGUS-TOKEN: second")),
      request(`x-argus-token: ${ALC}`, "Authorization: Basic dTpw"),
    );
    assert.equal(inserted(request(`X-Argus-Token: Bearer ${DEAD}`)), request(`X-Argus-Token: ${ALC}`));
    const jwt = request("X-Argus-Token: eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln");
    assert.equal(inserted(jwt), "The request's X-Argus-Token contains a JWT, which is not an Argus token.");
    assert.equal(inserted(jwt, { replaceOtherScheme: true }), request(`X-Argus-Token: ${ALC}`));
    assert.equal(inserted(request("X-Argus-Token: Basic dTpw")), "The request uses another scheme than Bearer.");
  });

  const TWO = [
    "# @argus dev",
    "GET https://dev.example/a",
    `Authorization: Bearer ${TOKEN}`,
    "X-Argus-Token: of another system",
    "",
    "###",
    "# @argus alc",
    "GET https://alc.example/b",
    "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln",
    `X-Argus-Token: ${ALC}`,
    "",
  ].join("\n");

  it("is that of the request's own profile, with two profiles in one file", () => {
    const settings = profileSettings(known({ activeProfile: "dev" }));
    const values = [1, 7].map((line) => {
      const { authorization } = requestAt(parse(TWO), { line, character: 0 }, settings) ?? {};
      return [authorization?.token, authorization && at(TWO, authorization.headerRange)];
    });
    assert.deepEqual(values, [
      [TOKEN, `Authorization: Bearer ${TOKEN}`],
      [ALC, `X-Argus-Token: ${ALC}`],
    ]);
    assert.deepEqual(tokenProfiles(parse(TWO), known().held, settings), ["dev", "alc"]);
    const refresh = (profile: string, accessToken: string): string => {
      const answer = authorize(parse(TWO), { accessToken, profile }, known().held, settings);
      return "edits" in answer ? apply(TWO, answer.edits) : answer.refused;
    };
    assert.equal(refresh("alc", FRESH), TWO.replace(ALC, FRESH));
    assert.equal(refresh("dev", FRESH), TWO.replace(TOKEN, FRESH));
    const gone = TWO.replace(`Authorization: Bearer ${TOKEN}\n`, "").replace(`X-Argus-Token: ${ALC}\n`, "");
    assert.equal(removed(TWO), gone);
    const replaced = replaceTokens(parse(TWO), URI, { digests: [tokenDigest(ALC)], accessToken: FRESH }, settings);
    assert.ok(Array.isArray(replaced));
    assert.equal(apply(TWO, replaced), TWO.replace(ALC, FRESH));
  });

  it("is in the header of the profile that the host or the active profile decides", () => {
    const at = (url: string): string => inserted(`GET ${url}\n`);
    assert.equal(at("https://alc.example/x"), `GET https://alc.example/x\nX-Argus-Token: ${ALC}\n`);
    assert.equal(at("https://dev.example/x"), `GET https://dev.example/x\nAuthorization: Bearer ${ALC}\n`);
    assert.equal(at("https://other.example"), `GET https://other.example\nX-Argus-Token: ${ALC}\n`);
    const viaVariable = "@host = https://dev.example\nGET {{host}}/x\n";
    assert.equal(inserted(viaVariable), `${viaVariable}Authorization: Bearer ${ALC}\n`);
  });

  it("is found in a variable that holds the value or the whole header", () => {
    const values = [
      '@argusToken = Token token="TOKEN"\n# @argus odd\nGET https://a.example\nX-Auth: {{argusToken}}\n',
      "@argusToken = Token TOKEN\n# @argus word\nGET https://a.example\nAuthorization: {{argusToken}}\n",
    ];
    const tokenIn = (text: string): string | undefined =>
      requestAt(parse(text), { line: lineOf(text, REQUEST), character: 0 }, SETTINGS)?.authorization?.token;
    for (const text of values) {
      const written = text.replace("TOKEN", ALC);
      const fresh = text.replace("TOKEN", FRESH);
      assert.equal(tokenIn(written), ALC, written);
      const [, profile] = /@argus (\w+)/.exec(written) ?? [];
      const answer = authorize(parse(written), { accessToken: FRESH, profile }, known().held, SETTINGS);
      assert.ok("edits" in answer);
      assert.equal(apply(written, answer.edits), fresh);
      assert.equal(inserted(written, { accessToken: FRESH, style: "variable" }), fresh);
    }
    assert.equal(tokenIn(`@x = X-Argus-Token: ${ALC}\n# @argus alc\nGET https://a.example\n{{x}}\n`), ALC);
  });

  it("has the lens, the hover and the actions of a token", () => {
    const text = `# @argus alc\nGET https://alc.example\nAuthorization: Basic dTpw\nX-Argus-Token: ${ALC}`;
    assert.deepEqual(lensStateAt(parse(text), 1, known()), { kind: "live", profile: "alc", expiresAt: NOW + 60_000 });
    const other = text.replace(`X-Argus-Token: ${ALC}`, "");
    assert.deepEqual(lensStateAt(parse(other), 1, known()), { kind: "none", profile: "alc" });
    const hover = hoverAt(parse(text), { line: 3, character: 20 }, known());
    assert.match(hover?.paragraphs[0] ?? "", /^Argus token of the profile “alc”/);
    const name = hoverAt(parse(text), { line: 3, character: 3 }, known());
    assert.equal(name?.paragraphs[0], "The Argus token of this request. Authorization is left to another system.");
    assert.equal(hoverAt(parse(text), { line: 2, character: 20 }, known()), undefined);
    const titles = actionsAt(`${text}¦`, undefined, known()).map(({ title }) => title);
    assert.ok(titles.includes("Replace Argus Token") && titles.includes("Remove Argus Token"), titles.join());
    const variable = acted(`${text}¦`, "Write Argus Token as a variable of the file", known());
    assert.equal(variable, `@argusToken = ${ALC}\n${text.replace(ALC, "{{argusToken}}")}`);
    assert.equal(acted(`${text}¦`, "Remove Argus Token", known()), text.replace(`\nX-Argus-Token: ${ALC}`, ""));
  });

  it("is completed: the header's name, and its value in its form", () => {
    const labels = (marked: string, isGeneric = false): string[] => {
      const { text, position } = cursorIn(marked);
      return completionsAt(parse(text), URI, position, known(), isGeneric).map(({ label }) => label);
    };
    assert.deepEqual(labels("# @argus alc\nGET https://a.example\nX¦"), ["X-Argus-Token"]);
    assert.deepEqual(labels("# @argus dev\nGET https://a.example\nX¦"), []);
    assert.equal(labels("# @argus alc\nGET https://a.example\nX¦", true)[0], "X-Argus-Token");
    assert.deepEqual(labels("# @argus odd\nGET https://a.example\nx-auth: ¦"), [
      'Token token="<Argus token>"',
      'Token token="{{argusToken}}"',
      'Token token="{{$processEnv ARGUS_TOKEN_ODD}}"',
    ]);
    assert.deepEqual(labels("# @argus alc\nGET https://a.example\nAuthorization: ¦"), []);
  });

  it("is distinguished from one that was left in Authorization, which can be moved", () => {
    const request = (...headers: string[]): string =>
      ["# @argus alc", "GET https://alc.example", ...headers, ""].join("\n");
    const told = (text: string): unknown =>
      findings(text, known()).flatMap(({ code, range, message }) =>
        code === "misplaced-header" ? [[at(text, range), message]] : [],
      );
    const MESSAGE = "This token of the Argus profile “alc” belongs in the header X-Argus-Token.";
    for (const written of [ALC, "{{argusToken}}", "{{$processEnv ARGUS_TOKEN_ALC}}"]) {
      const text = request("Accept: */*", `Authorization: Bearer ${written}`);
      assert.deepEqual(told(text), [[`Bearer ${written}`, MESSAGE]]);
      const marked = text.replace("Bearer", "Bea¦rer");
      const moved = acted(marked, "Move it to the header X-Argus-Token", known());
      assert.equal(moved, request(`X-Argus-Token: ${written}`, "Accept: */*"));
      assert.deepEqual(told(moved), []);
    }
    const command = `# @argus alc\ncurl https://alc.example -H 'Authorization: Bearer ${ALC}'`;
    assert.equal(
      acted(command.replace("Bearer", "Bea¦rer"), "Move it to the header X-Argus-Token", known()),
      `# @argus alc\ncurl https://alc.example -H 'X-Argus-Token: ${ALC}'`,
    );
    const both = request(`Authorization: Bearer ${ALC}`, `X-Argus-Token: ${ALC}`);
    assert.equal(
      acted(both.replace("Bearer", "Bea¦rer"), "Remove the token", known()),
      request(`X-Argus-Token: ${ALC}`),
    );
    for (const other of [...OTHERS, `Authorization: Bearer ${TOKEN}`, "Authorization: Bearer {{argusToken_dev}}"]) {
      assert.deepEqual(told(request(other, `X-Argus-Token: ${ALC}`)), [], other);
    }
  });

  it("is diagnosed in its header", () => {
    const request = (...headers: string[]): string =>
      ["# @argus alc", "GET https://alc.example", ...headers].join("\n");
    const told = (text: string, analysis = known()): [string, string][] =>
      findings(text, analysis).map(({ code, range }) => [code, at(text, range)]);
    const other = "Authorization: Basic dTpw";
    assert.deepEqual(told(request(other, `X-Argus-Token: ${ALC}`)), []);
    assert.deepEqual(told(request(other, `X-Argus-Token: ${DEAD}x`)), [["expired-token", `${DEAD}x`]]);
    assert.deepEqual(told(request(`X-Argus-Token: ${ALC}`, "x-argus-token: two")), [
      ["duplicate-authorization", "x-argus-token: two"],
    ]);
    assert.deepEqual(told(request(other, "", `X-Argus-Token: ${ALC}`)), [
      ["misplaced-header", `X-Argus-Token: ${ALC}`],
    ]);
    assert.deepEqual(told(request(`X-Argus-Token: ${ALC}`).replace("https://alc", "https://foreign")), [
      ["other-host", ALC],
    ]);
    assert.deepEqual(told(request(`X-Argus-Token: ${ALC}`).replace("https:", "http:")), [
      ["insecure-authorization", "http://alc.example"],
    ]);
    const environment = known({ environmentVariables: true });
    const dead = { ...environment, held: { tokens: [] } };
    assert.deepEqual(told(request("X-Argus-Token: {{argusToken}}"), dead), [
      ["no-token-for-reference", "{{argusToken}}"],
    ]);
    assert.deepEqual(told(request("Authorization: Bearer {{argusToken_dev}}"), dead), [
      ["other-host", "{{argusToken_dev}}"],
    ]);
    const tracked = { ...known(), tracked: new Set([URI]) };
    assert.deepEqual(told(request(`X-Argus-Token: ${ALC}`), tracked), [["token-in-tracked-file", ALC]]);
    assert.equal(
      acted(
        `${request(other, `X-Argus-Token: ${ALC}`)}¦`,
        "Replace with reference {{$processEnv ARGUS_TOKEN_ALC}}",
        tracked,
      ),
      request(other, "X-Argus-Token: {{$processEnv ARGUS_TOKEN_ALC}}"),
    );
  });

  const FORMS: TokenHeaderSettings[] = Object.values(PROFILES).map(({ url: _, ...form }) => form);

  it("is written into one header of a request in any text, and leaves all others alone", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom(...FORMS),
        fc.constantFrom("literal", "environment"),
        fc.nat(),
        (any, form, style, seed) => {
          // Half of the texts have headers of that name.
          const text = seed % 2 === 0 ? any.replace(/authorization/gi, form.header ?? "Authorization") : any;
          const names = [...text.matchAll(/@argus[ =\t]+(\S+)/gi)].map(([, name = ""]) => name);
          const profiles = Object.fromEntries([...names, "active"].map((name) => [name, form]));
          const settings = { profiles, activeProfile: "active" };
          const before = requestsOf(parse(text), settings);
          const index = seed % Math.max(before.length, 1);
          const target = before[index];
          fc.pre(target !== undefined);
          const options = { position: { line: target.line, character: 0 }, accessToken: TOKEN, style };
          const answer = authorize(parse(text), { ...options, replaceOtherScheme: true }, { tokens: [] }, settings);
          if ("refused" in answer) return;
          const after = requestsOf(parse(apply(text, answer.edits)), settings)[index];
          assert.ok(after);
          const { name } = target.header;
          assert.equal(after.headersNamed(name).length, 1);
          const others = ({ headers }: RequestView): string[] =>
            headers.filter((header) => !target.header.isNamed(header.name)).map((one) => `${one.name}: ${one.value}`);
          assert.deepEqual(others(after), others(target));
          const place = { line: after.line, character: 0 };
          const again = { ...options, position: place, replaceOtherScheme: true };
          assert.deepEqual(authorize(after.document, again, { tokens: [] }, settings), { edits: [] });
          const found = requestAt(after.document, place, settings)?.authorization;
          assert.equal(
            found?.token ?? found?.variable?.slice(0, 23),
            style === "literal" ? TOKEN : "$processEnv ARGUS_TOKEN",
          );
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});
