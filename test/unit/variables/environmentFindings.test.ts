import assert from "node:assert/strict";
import { environmentFindings } from "../../../server/src/variables/environmentFindings.ts";
import { analysisWith } from "../http/features.ts";
import { TOKEN } from "../http/helpers.ts";

const URI = "file:///folder/http-client.env.json";
const PRIVATE = "file:///folder/http-client.private.env.json";

function findings(
  variables: Record<string, unknown>,
  { uri = URI, tracked = false } = {},
): [code: string, value: string][] {
  const text = JSON.stringify({ dev: variables }, undefined, 2);
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
    ] as const) {
      assert.deepEqual(findings({ [name]: value }), [["argus-api-key-literal", JSON.stringify(value)]], name);
    }
  });

  it("causes no warning about placeholders, paths and other values", () => {
    const values = {
      argusApiKey: "<your key>",
      ARGUS_KEY: "$ARGUS_API_KEY",
      key: "{{$env.KEY}}",
      report: "2024/11/reports",
    };
    assert.deepEqual(findings({ ...values, host: "https://api.mnemonic.no", apiKey: "other system", n: 5 }), []);
  });

  it("causes no warning if it is private and untracked", () => {
    assert.deepEqual(findings({ argusApiKey: "1/2/mysecretapikey" }, { uri: PRIVATE }), []);
    assert.equal(findings({ argusApiKey: "1/2/mysecretapikey" }, { uri: PRIVATE, tracked: true }).length, 1);
  });

  it("causes a warning about a known token if git tracks it", () => {
    assert.deepEqual(findings({ auth: `Bearer ${TOKEN}` }), []);
    assert.deepEqual(findings({ auth: `Bearer ${TOKEN}`, other: "me/unknown" }, { tracked: true }), [
      ["token-in-tracked-file", JSON.stringify(`Bearer ${TOKEN}`)],
    ]);
  });
});
