import assert from "node:assert/strict";
import { lensCommand } from "../../../common/protocol/codeLenses.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { dayTime } from "../../../common/clock.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import { lensPositions, lensStateAt } from "../../../server/src/http/features/codeLenses.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { DEAD, analysisWith, NOW } from "./features.ts";
import { TOKEN } from "./helpers.ts";

const PROD = "myUserName/prod8901";
const PROFILES = { dev: { url: "https://dev.example" }, prod: { url: "https://prod.example" } };

const kept = (settings: Partial<AnalysisContext["settings"]> = {}): AnalysisContext =>
  analysisWith({ profiles: PROFILES, environmentVariables: true, ...settings });

function title(text: string, knowledge = kept(), kind: "state" | "menu" = "state", hasIcons = true): string {
  const document = parse(text);
  const [place] = lensPositions(document, "file:///x.http", knowledge);
  assert(place?.state, text);
  assert.deepEqual(lensStateAt(document, place.line, knowledge), place.state);
  return lensCommand({ kind, uri: "file:///x.http", line: place.line, state: place.state, now: NOW, hasIcons }).title;
}

const withProd = (knowledge: AnalysisContext): AnalysisContext => ({
  ...knowledge,
  held: { tokens: [...knowledge.held.tokens, { digest: tokenDigest(PROD), profile: "prod", expiresAt: NOW + 60_000 }] },
});

describe("the lens row", () => {
  const end = dayTime(NOW + 4 * 60_000 + 500, NOW);

  for (const [what, header, expected, compact] of [
    ["no header", "", "$(key)\u00a0dev · Insert token", "$(key)\u00a0dev · no known token in this request"],
    [
      "a live token",
      `Authorization: Bearer ${TOKEN}`,
      `$(key)\u00a0dev · live until ${end}`,
      `$(key)\u00a0dev · live until ${end}`,
    ],
    [
      "a dead token",
      `Authorization: Bearer ${DEAD}`,
      "$(warning)\u00a0dev · expired – renew",
      "$(warning)\u00a0dev · expired",
    ],
    [
      "another profile's token",
      `Authorization: Bearer ${PROD}`,
      "$(warning)\u00a0dev · token of prod – replace",
      "$(warning)\u00a0dev · token of prod",
    ],
    [
      "Basic credentials",
      "Authorization: Basic dTpw",
      "$(key)\u00a0dev · Insert token",
      "$(key)\u00a0dev · no known token in this request",
    ],
    [
      "a reference of somebody else",
      "Authorization: Bearer {{token}}",
      "$(key)\u00a0dev · Insert token",
      "$(key)\u00a0dev · no known token in this request",
    ],
    [
      "an unknown token",
      "Authorization: Bearer abc",
      "$(key)\u00a0dev · Insert token",
      "$(key)\u00a0dev · no known token in this request",
    ],
    [
      "a reference to the active profile's",
      "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}",
      "$(key)\u00a0dev · from the environment",
      "$(key)\u00a0dev · from the environment",
    ],
    [
      "a reference to another profile's",
      "Authorization: Bearer {{$processEnv ARGUS_TOKEN_PROD}}",
      "$(warning)\u00a0dev · token of prod – replace",
      "$(warning)\u00a0dev · token of prod",
    ],
    [
      "a reference to that of no profile",
      "Authorization: Bearer {{$processEnv ARGUS_TOKEN_GONE}}",
      "$(key)\u00a0dev · Insert token",
      "$(key)\u00a0dev · no known token in this request",
    ],
  ] as const) {
    it(`says of ${what}: ${expected}`, () => {
      const text = `GET https://dev.example/a\n${header}\n`;
      // Nothing is held for the profile that a reference names.
      const knowledge = what.includes("reference") ? kept() : withProd(kept());
      assert.equal(title(text, knowledge), expected);
      assert.equal(title(text, knowledge, "menu"), compact);
    });
  }

  it("says that a profile does not exist, whatever the request carries", () => {
    for (const header of ["", `Authorization: Bearer ${TOKEN}\n`, "Authorization: Bearer {{argusToken}}\n"]) {
      const text = `# @argus devx\nGET https://dev.example/a\n${header}`;
      assert.equal(title(text), "$(warning)\u00a0devx · no such profile");
      assert.equal(title(text, kept(), "menu"), "$(warning)\u00a0devx · no such profile");
    }
  });

  it("shows no assumed expiry as certain", () => {
    const knowledge = kept();
    const tokens = knowledge.held.tokens.map((token) => ({ ...token, isEndAssumed: true }));
    const ofAssumed = (token: string, kind?: "menu"): string =>
      title(`GET https://dev.example/a\nAuthorization: Bearer ${token}\n`, { ...knowledge, held: { tokens } }, kind);
    for (const kind of [undefined, "menu"] as const) {
      assert.equal(ofAssumed(TOKEN, kind), `$(key)\u00a0dev · live until about ${end}`);
    }
    assert.equal(ofAssumed(DEAD), "$(warning)\u00a0dev · probably expired – renew");
    assert.equal(ofAssumed(DEAD, "menu"), "$(warning)\u00a0dev · probably expired");
  });

  it("names the profile that the request is for", () => {
    assert.match(title("GET https://prod.example/a\n"), /^\$\(key\)\u00a0prod · /);
    assert.match(title("# @argus prod\nGET https://dev.example/a\n"), /^\$\(key\)\u00a0prod · /);
    assert.equal(title("GET /a\n", kept({ activeProfile: undefined, profiles: {} })), "$(key)\u00a0Insert Argus Token");
  });

  it("says whether a reference has a token, as the session changes", () => {
    const text = "GET https://dev.example/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n";
    const signedOut = kept();
    const tokens = signedOut.held.tokens.map((token) => ({ ...token, isHeld: false }));
    assert.equal(title(text), "$(key)\u00a0dev · from the environment");
    assert.equal(title(text, { ...signedOut, held: { tokens } }), "$(warning)\u00a0dev · no token – get one");
    assert.equal(title(text, { ...signedOut, now: NOW + 10 * 60_000 }), "$(warning)\u00a0dev · no token – get one");
    assert.equal(title(text, kept({ environmentVariables: false })), "$(warning)\u00a0dev · variable is off – turn on");
    // An editor that does not say where its tokens are.
    assert.equal(title(text, analysisWith({ profiles: PROFILES })), "$(key)\u00a0dev · from the environment");
  });

  it("shows names as plain text on one short line, and no icons in editors that draw none", () => {
    const name = `$(rocket) ${"long ".repeat(20)}\n`;
    const shown = title("GET /a\n", kept({ profiles: { [name]: {} }, activeProfile: name }));
    assert.match(shown, /^\$\(key\)\u00a0\$ \(rocket\) long [^\n]{1,24}… · Insert token$/);
    assert.equal(title("GET https://dev.example/a\n", kept(), "state", false), "dev · Insert token");
  });

  it("stays a reference when it is clicked", () => {
    for (const suffix of ["", "_DEV", "_PROD"]) {
      const text = `GET https://dev.example/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN${suffix}}}\n`;
      const state = lensStateAt(parse(text), 0, kept());
      assert(state);
      const parts = { uri: "file:///x.http", line: 0, state, now: NOW, hasIcons: true };
      assert.deepEqual(lensCommand({ kind: "state", ...parts }).arguments, ["file:///x.http", 0, "environment"]);
    }
  });

  it("names the profile of the request, not the active one that a reference means", () => {
    const text = "# @argus prod\nGET https://dev.example/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n";
    assert.equal(title(text), "$(warning)\u00a0prod · token of dev – replace");
  });

  it("does not say that a variable shared by two profiles is set", () => {
    const profiles = { ...PROFILES, DEV: { url: "https://third.example" } };
    const text = "# @argus dev\nGET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n";
    assert.equal(title(text, kept({ profiles })), "$(key)\u00a0dev · Insert token");
  });

  it("gives the states of the visible part of a large document", () => {
    const document = parse("###\nGET https://dev.example/a\n".repeat(600));
    const places = lensPositions(document, "file:///x.http", kept(), (line) => line < 10);
    assert.deepEqual(
      places.filter(({ state }) => state !== undefined).map(({ line }) => line),
      [1, 3, 5, 7, 9],
    );
  });
});
