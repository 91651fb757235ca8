import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { OpenDocument } from "../../../server/src/openDocument.ts";
import { environmentFindings } from "../../../server/src/variables/environmentFindings.ts";
import { environmentKeyAt } from "../../../server/src/variables/environmentKeys.ts";
import { analysisWith } from "../http/features.ts";
import { TOKEN } from "../http/helpers.ts";

const URI = "file:///folder/http-client.env.json";
const PRIVATE = "file:///folder/http-client.private.env.json";

function findings(
  variables: Record<string, unknown>,
  { uri = URI, tracked = false } = {},
): [code: string, value: string][] {
  return findingsIn(JSON.stringify({ dev: variables }, undefined, 2), { uri, tracked });
}

function findingsIn(text: string, { uri = URI, tracked = false }): [code: string, value: string][] {
  const analysis = { ...analysisWith(), tracked: new Set(tracked ? [uri] : []) };
  const at = (offset: number): { line: number; character: number } => ({ line: 0, character: offset });
  const rangeOf = (offset: number, length: number) => ({ start: at(offset), end: at(offset + length) });
  return environmentFindings({ uri, text, rangeOf }, analysis).map(({ code, range, message }) => {
    const value = text.slice(range.start.character, range.end.character);
    assert(!message.includes(value.slice(1, -1)), "the message quotes the value");
    return [code, value];
  });
}

describe("an environment file", () => {
  it("causes a warning about an API key, by name or form", () => {
    for (const [name, value] of [
      ["argusApiKey", "whatever-it-is"],
      ["ARGUS_KEY", "1/2/mysecretapikey"],
      ["auth.key", "15a6/1/mysecretapikey"],
      ["token", "1/2/mysecretapikey"],
      ["header", "Argus-API-Key: whatever-it-is"],
    ] as const) {
      const found = [["argus-api-key-literal", JSON.stringify(value)]];
      assert.deepEqual(findings({ [name]: value }), found, name);
      assert.deepEqual(findings({ [name]: [value], a: { [name]: [{ n: 1 }, value] } }), [...found, ...found], name);
    }
  });

  it("causes no warning about placeholders, paths and other values", () => {
    const values = {
      argusApiKey: "<your key>",
      ARGUS_KEY: "$ARGUS_API_KEY",
      key: "{{$env.KEY}}",
      report: "2024/11/reports",
      header: "Argus-API-Key: {{$processEnv ARGUS_API_KEY}}",
      keys: ["<your key>", "x", 1, null],
    };
    assert.deepEqual(findings({ ...values, host: "https://api.mnemonic.no", apiKey: "other system", n: 5 }), []);
  });

  it("causes no warning if it is private and untracked", () => {
    assert.deepEqual(findings({ argusApiKey: "1/2/mysecretapikey" }, { uri: PRIVATE }), []);
    assert.equal(findings({ argusApiKey: "1/2/mysecretapikey" }, { uri: PRIVATE, tracked: true }).length, 1);
  });

  it("causes no warning if it is a .env, which is for secrets, unless git tracks it", () => {
    const uri = "file:///folder/.env.dev";
    const text = "ARGUS_API_KEY='1/2/mysecretapikey' # mine\r\nHOST=h\r\n";
    assert.deepEqual(findingsIn(text, { uri }), []);
    assert.deepEqual(findingsIn(text, { uri, tracked: true }), [["argus-api-key-literal", "'1/2/mysecretapikey'"]]);
  });

  it("loses its key everywhere, and keeps the variable", () => {
    const text = '{"dev":{"argusApiKey":"1/2/mysecretapikey"},\n"prod":{"key":"1/2/mysecretapikey","host":"h"}}';
    const document = OpenDocument.create(URI, "json", 1, text);
    const found = environmentKeyAt(document, { line: 1, character: 0 });
    assert.equal(found?.apiKey, "1/2/mysecretapikey");
    const edited = TextDocument.applyEdits(TextDocument.create(URI, "json", 1, text), found.edits);
    assert.equal(edited, '{"dev":{"argusApiKey":""},\n"prod":{"key":"","host":"h"}}');
    const header = OpenDocument.create(URI, "json", 1, '{"dev":{"headers":["Argus-API-Key: 1/2/mysecretapikey"]}}');
    assert.equal(environmentKeyAt(header, { line: 0, character: 0 })?.apiKey, "1/2/mysecretapikey");
    const dotenv = OpenDocument.create("file:///folder/.env", "dotenv", 1, "HOST=h\nARGUS_KEY=1/2/mysecretapikey\n");
    assert.equal(environmentKeyAt(dotenv, { line: 0, character: 0 }), null);
    assert.deepEqual(environmentKeyAt(dotenv, { line: 1, character: 0 })?.edits, [
      { range: { start: { line: 1, character: 10 }, end: { line: 1, character: 28 } }, newText: "" },
    ]);
  });

  it("causes a warning about a known token if git tracks it", () => {
    assert.deepEqual(findings({ auth: `Bearer ${TOKEN}` }), []);
    assert.deepEqual(findings({ auth: `Bearer ${TOKEN}`, other: "me/unknown" }, { tracked: true }), [
      ["token-in-tracked-file", TOKEN],
    ]);
  });
});
