/** What Insert writes into each request of the fixtures, in each style, as `edits.json` has it. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { requestsOf } from "../../../server/src/http/facts/requestView.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { InsertStyle, TextEdit } from "../../../common/protocol/documents.ts";
import { fixtureJson, fixtures, rangeText } from "./fixtures.ts";
import { apply, NONE } from "./helpers.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];
const TOKEN = "user/token";

/** By fixture, then by request line and style; an edit is `line:character-line:character text`, a refusal its reason. */
type Edits = Record<string, Record<string, string | readonly string[]>>;

function editsOf(text: string, style: InsertStyle, line: number): string | readonly string[] {
  const document = parse(text);
  const answer = authorize(document, { position: { line, character: 0 }, accessToken: TOKEN, style }, NONE);
  if ("refused" in answer) return answer.refused;
  const twice = parse(apply(text, answer.edits));
  const moved = requestsOf(twice)[requestsOf(document).findIndex((request) => request.line === line)];
  const again = authorize(
    twice,
    { position: { line: moved?.line ?? -1, character: 0 }, accessToken: TOKEN, style },
    NONE,
  );
  assert.deepEqual(again, { edits: [] }, "twice is the same as once");
  return answer.edits.map(({ range, newText }: TextEdit) => `${rangeText(range)} ${newText.replaceAll("\r\n", "\n")}`);
}

function allEdits(lineBreak: string): Edits {
  return Object.fromEntries(
    fixtures().map(({ name, text }) => {
      const written = text.replaceAll("\n", lineBreak);
      const requests = requestsOf(parse(written));
      const rows = requests.flatMap(({ line, method, url }) =>
        STYLES.map((style) => [`${line} ${method} ${url}, ${style}`, editsOf(written, style, line)] as const),
      );
      return [name, Object.fromEntries(rows)];
    }),
  );
}

describe("the edits of the fixtures", () => {
  it("are as reviewed, whatever breaks the lines", () => {
    const found = allEdits("\n");
    if (process.env["ARGUS_SNAPSHOT"] === "write") {
      const file = path.resolve(import.meta.dirname, "../../fixtures/http/edits.json");
      writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    }
    assert.deepEqual(found, fixtureJson("edits.json"));
    assert.deepEqual(allEdits("\r\n"), found);
  });
});
