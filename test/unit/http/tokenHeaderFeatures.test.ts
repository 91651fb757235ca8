import assert from "node:assert/strict";
import { lensStateAt } from "../../../server/src/http/features/codeLenses.ts";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { acted, actionsAt, cursorIn, DEAD, findings, NOW, URI } from "./features.ts";
import { at, TOKEN } from "./helpers.ts";
import { ALC, known, OTHERS } from "./tokenHeaders.ts";

describe("a token in a header of its own", () => {
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
});
