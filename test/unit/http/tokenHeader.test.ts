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
import { profileSettings } from "../../../server/src/http/facts/requestProfile.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { requestsOf, type RequestView } from "../../../server/src/http/facts/requestView.ts";
import { editRefusal } from "../../../server/src/editRefusals.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { eachCase } from "../../host/eachCase.ts";
import { anyText } from "./anyText.ts";
import { DEAD, URI } from "./features.ts";
import { apply, at, TOKEN } from "./helpers.ts";
import { ALC, known, OTHERS, PROFILES } from "./tokenHeaders.ts";

const FRESH = "myUserName/fresh345";

const SETTINGS = profileSettings(known());

const lineOf = (text: string, line: RegExp): number => text.split("\n").findIndex((one) => line.test(one));

const REQUEST = /^\s*(?:GET|curl)/;

function inserted(text: string, options: Partial<AuthorizeOptions> = {}, line = lineOf(text, REQUEST)): string {
  const position = { line, character: 0 };
  const asked = { position, accessToken: ALC, style: "literal" as const, ...options };
  const answer = authorize(parse(text), asked, known().held, SETTINGS);
  if ("refused" in answer) return editRefusal(answer).error.message;
  const changed = apply(text, answer.edits);
  const moved = { line: line + lineOf(changed, REQUEST) - lineOf(text, REQUEST), character: 0 };
  assert.deepEqual(authorize(parse(changed), { ...asked, position: moved }, known().held, SETTINGS), { edits: [] });
  return changed;
}

const removed = (text: string, analysis = known()): string => apply(text, removeTokens(parse(text), analysis).edits);

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
    assert.equal(inserted(request("X-Argus-Token: Basic dTpw")), "The request uses a scheme other than Bearer.");
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
