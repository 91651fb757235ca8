/** What is reported of each fixture, what Remove takes out of it and which API keys it has, as `findings.json` says. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { apiKeyAt } from "../../../server/src/http/edits/apiKeyAt.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { requestsOf } from "../../../server/src/http/facts/requestView.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { analysisWith, findings } from "./features.ts";
import { holding } from "./helpers.ts";
import { fixtureJson, fixtures, rangeText } from "./fixtures.ts";

/** In `tokens-elsewhere`; expired. */
const KNOWN = "someUser/known123";

/**
 * By fixture. A range is `line:character-line:character`; what is left in place of it follows. An API key comes after its
 * request's line.
 */
type Findings = Record<string, Partial<Record<"findings" | "removed" | "apiKeys", readonly string[]>>>;

function allFindings(lineBreak: string): Findings {
  const settings = analysisWith({ otherExtensions: ["humao.rest-client"], environmentVariables: true });
  const analysis = { ...settings, held: holding(KNOWN) };
  const rows = fixtures().map(({ name, text }) => {
    const written = text.replaceAll("\n", lineBreak);
    const document = parse(written);
    const reported = findings(written, analysis).map(({ code, range }) => `${rangeText(range)} ${code}`);
    const removed = removeTokens(document, analysis).edits.map(({ range, newText }) => {
      return rangeText(range) + newText;
    });
    const apiKeys = requestsOf(document).flatMap(({ line }) => {
      const key = apiKeyAt(document, { line, character: 0 });
      return key ? [`${line} ${key.apiKey}`] : [];
    });
    const found = { findings: reported, removed, apiKeys };
    return [name, Object.fromEntries(Object.entries(found).filter(([, each]) => each.length > 0))] as const;
  });
  return Object.fromEntries(rows.filter(([, found]) => Object.keys(found).length > 0));
}

describe("the findings in the fixtures", () => {
  it("are as reviewed, whatever breaks the lines", () => {
    const found = allFindings("\n");
    if (process.env["ARGUS_SNAPSHOT"] === "write") {
      const file = path.resolve(import.meta.dirname, "../../fixtures/http/findings.json");
      writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    }
    assert.deepEqual(found, fixtureJson("findings.json"));
    assert.deepEqual(allFindings("\r\n"), found);
  });
});
