import assert from "node:assert/strict";
import type { CompletionItem } from "vscode-languageserver-types";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import type { OutsideVariable, OutsideVariables } from "../../../server/src/http/facts/outsideVariables.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { cursorIn, analysisWith, URI } from "./features.ts";
import { apply, NONE, TOKEN } from "./helpers.ts";

const FILE = { kind: "file", file: "http-client.env.json", environment: "dev" } as const;

function outside(variables: Record<string, string>, others: Record<string, string[]> = {}): OutsideVariables {
  const all = Object.entries(variables).map(([name, value]): OutsideVariable => ({ name, value, origin: FILE }));
  return {
    find: (name) => all.find((variable) => variable.name === name),
    all: () => all,
    environmentsWith: (name) => others[name] ?? [],
  };
}

function knowingOutside(...of: Parameters<typeof outside>): AnalysisContext {
  return { ...analysisWith(), outside: outside(...of) };
}

function hover(marked: string, analysis: AnalysisContext): readonly string[] | undefined {
  const { text, position } = cursorIn(marked);
  return hoverAt(parse(text), position, analysis)?.paragraphs;
}

describe("a reference to a variable that the file does not define", () => {
  it("says where it is defined, and never shows its value", () => {
    const paragraphs = hover("GET https://{{ho¦st}}/", knowingOutside({ host: "secret.example" }));
    assert.deepEqual(paragraphs, ["Defined in http-client.env.json, environment dev."]);
  });

  it("names the environments that define it if the chosen one does not", () => {
    const paragraphs = hover("GET https://{{ho¦st}}/", knowingOutside({}, { host: ["dev", "prod"] }));
    assert.deepEqual(paragraphs, [
      "Defined in another environment. Choose dev or prod with “Argus: Select HTTP Environment…”.",
    ]);
  });

  it("says so if the only other extension does not read that source", () => {
    const known = knowingOutside({ host: "h" });
    const told = (...otherExtensions: string[]): readonly string[] | undefined =>
      hover("GET https://{{ho¦st}}/", { ...known, settings: { ...known.settings, otherExtensions } });
    const where = "Defined in http-client.env.json, environment dev.";
    const unread = "REST Client does not read this file, and sends the reference as it is written.";
    assert.deepEqual(told("humao.rest-client"), [where, unread]);
    assert.deepEqual(told("humao.rest-client", "anweber.vscode-httpyac"), [where]);
  });

  it("decides its request's profile, and whether the host is another one", () => {
    const document = parse("GET https://{{host}}/\n");
    const profiles = { prod: { url: "https://p.example" }, dev: { url: "https://d.example" } };
    const at = (host: string) =>
      requestAt(document, { line: 0, character: 0 }, { profiles, activeProfile: "prod", outside: outside({ host }) });
    assert.deepEqual([at("d.example")?.profile, at("d.example")?.profileSource], ["dev", "host"]);
    assert.deepEqual(
      [at("x.example")?.profile, at("x.example")?.otherHost],
      ["prod", { host: "x.example", profiles: [] }],
    );
  });

  it("says whose token it means, through file variables", () => {
    const analysis = knowingOutside({ fromOutside: TOKEN });
    const paragraphs = hover("@mine = {{fromOutside}}\nGET /a\nAuthorization: Bearer {{mi¦ne}}", analysis);
    assert.match(paragraphs?.join("\n") ?? "", /dev/);
  });

  it("lets Introspect check the token that it means", () => {
    for (const written of ["{{token}}", "me/{{rest}}", "{{mine}}"]) {
      const document = parse(`@mine = {{token}}\nGET /a\nAuthorization: Bearer ${written}`);
      const variables = outside({ token: "me/secret", rest: "secret" });
      const found = requestAt(document, { line: 1, character: 0 }, { outside: variables })?.authorization;
      assert.deepEqual([found?.token, found?.isFromOutside], ["me/secret", true], written);
      assert.equal(requestAt(document, { line: 1, character: 0 })?.authorization?.token, undefined);
    }
  });

  it("may contain a header, which Insert asks about", () => {
    const document = parse("GET /a\n{{auth}}\n");
    const options = { position: { line: 0, character: 0 }, accessToken: TOKEN, style: "literal" } as const;
    const known = { outside: outside({ auth: "Authorization: Bearer theirs" }) };
    const answer = authorize(document, options, NONE, known);
    assert.deepEqual("found" in answer && answer.found, {
      reason: "otherCredential",
      kind: "reference",
      shown: "Bearer {{auth}}",
    });
    const forced = authorize(document, { ...options, replaceOtherScheme: true }, NONE, known);
    assert.equal("edits" in forced && apply(document.text, forced.edits), `GET /a\nAuthorization: Bearer ${TOKEN}\n`);
  });

  it("gives way to a definition in the file", () => {
    const document = parse("@token = mine\nGET /a\nAuthorization: Bearer {{token}}");
    const found = requestAt(document, { line: 1, character: 0 }, { outside: outside({ token: "theirs" }) });
    assert.deepEqual([found?.authorization?.token, found?.authorization?.isFromOutside], ["mine", undefined]);
  });

  it("causes a warning if it sends credentials over http:", () => {
    const text = "GET {{base}}/a\nAuthorization: Bearer x";
    const codes = (base: string): string[] =>
      findingsIn(parse(text), URI, knowingOutside({ base })).map(({ code }) => code);
    assert.deepEqual([codes("http://far.example"), codes("https://far.example")], [["insecure-authorization"], []]);
  });

  it("is completed together with its source", () => {
    const { text, position } = cursorIn("@own = 1\nGET https://{{¦");
    const items = completionsAt(parse(text), URI, position, knowingOutside({ host: "h", own: "x" }), true);
    const shown = items.map(({ label, detail }: CompletionItem) => [label, detail]);
    assert.deepEqual(shown, [
      ["own", undefined],
      ["host", "http-client.env.json, environment dev"],
    ]);
  });

  it("does not count an API key in another file as one in this file", () => {
    const text = "GET /a\nArgus-API-Key: {{key}}";
    assert.deepEqual(findingsIn(parse(text), URI, knowingOutside({ key: "1/2/secretsecret" })), []);
  });

  it("stops if variables name each other", () => {
    const document = parse("GET /a\nAuthorization: Bearer {{a}}");
    const found = requestAt(document, { line: 0, character: 0 }, { outside: outside({ a: "{{b}}", b: "{{a}}" }) });
    assert.equal(found?.authorization?.token, undefined);
  });
});
