import assert from "node:assert/strict";
import fc from "fast-check";
import { pastedSecret } from "../../../client/src/credentials/pastedSecret.ts";

const KEY = "15a6/1/mySecret-api_key+x=";
const clean = (text: string) => pastedSecret(text, "API key");

describe("a key that is pasted with text around it", () => {
  const pasted: readonly (readonly [text: string, said: RegExp])[] = [
    [`  ${KEY} \n`, /white space/],
    [`"${KEY}"`, /quotes/],
    [`'${KEY}'`, /quotes/],
    [`“${KEY}”`, /quotes/],
    [`\`${KEY}\``, /quotes/],
    [`Argus-API-Key: ${KEY}`, /“Argus-API-Key:”/],
    [`argus-api-key:${KEY}`, /“argus-api-key:”/],
    [`-H "Argus-API-Key: ${KEY}"`, /“-H”.*“Argus-API-Key:”.*quotes/],
    [`-H 'Argus-API-Key: ${KEY}' \\`, /“-H”/],
    [`  --header "Argus-API-Key: ${KEY}" \\\n`, /“--header”/],
    [`--header='Argus-API-Key: ${KEY}'`, /“--header”/],
    [`-HArgus-API-Key:${KEY}`, /“Argus-API-Key:”/],
    [`-H "${KEY}"`, /“-H”/],
    [`Bearer ${KEY}`, /“Bearer”/],
    [`Authorization: Bearer ${KEY}`, /“Authorization:” and “Bearer”/],
    [`Argus-API-Key: Bearer '${KEY}'`, /“Bearer”/],
    [`"Argus-API-Key": "${KEY}",`, /quotes/],
    [`{"Argus-API-Key":"${KEY}"}`, /quotes/],
    [`export ARGUS_API_KEY=${KEY}`, /“ARGUS_API_KEY=”/],
    [`ARGUS_API_KEY="${KEY}"`, /quotes/],
    [`curl -X POST -H "Argus-API-Key: ${KEY}" https://argus.example -d a=b`, /the rest of the command/],
    [`curl https://argus.example -H 'Argus-API-Key: ${KEY}'`, /the rest of the command/],
    [`\u200b15a6/1\u200b/${KEY.slice(7)}\ufeff`, /invisible characters/],
    [`${KEY}\\`, /“\\”/],
    [`${KEY};`, /“;”/],
    [`Cookie: argus_session=${KEY};`, /“argus_session=”/],
    [`export MY_VALUE=${KEY}`, /“MY_VALUE=”/],
    [`KEY='${KEY}'`, /quotes/],
    [`$env:ARGUS_API_KEY = "${KEY}"`, /“ARGUS_API_KEY=”/],
    [`$Env:OTHER="${KEY}";`, /“OTHER:”/],
    [`setx ARGUS_API_KEY "${KEY}"`, /“ARGUS_API_KEY=”/],
    [`set -gx VALUE ${KEY}`, /“VALUE=”/],
    [`ENV ARGUS_API_KEY ${KEY}`, /“ARGUS_API_KEY=”/],
    [`"apiKey": "${KEY}",`, /“apiKey:”/],
    [`{"api_key":"${KEY}"}`, /“api_key=”/],
    [`api_key: ${KEY}`, /“api_key=”/],
    [`X-API-Key: ${KEY}`, /“X-API-Key:”/],
    [`API key: ${KEY}`, /“API key:”/],
    [`@apiKey = ${KEY}`, /“apiKey:”/],
    [`Argus-API-Key ${KEY}`, /“Argus-API-Key:”/],
    [`["Argus-API-Key", "${KEY}"]`, /“Argus-API-Key:”/],
    [`\\"Argus-API-Key\\": \\"${KEY}\\"`, /“\\”/],
    [`<${KEY}>`, /“<”/],
    [`- ${KEY}`, /“-”/],
  ];

  it("is extracted, and a note without the key says what was left out", () => {
    for (const [text, said] of pasted) {
      const { text: key, note = "" } = clean(text);
      assert.equal(key, KEY, text);
      assert.match(note, said);
      assert.match(note, /^Removed from the API key: /);
      assert(!note.includes("mySecret"), note);
    }
  });

  it("is used unchanged if nothing is around it", () => {
    for (const text of [
      KEY,
      "my/api/key",
      "a b",
      "x",
      "",
      "Bearer",
      "authorization-key/1/2",
      "-Hidden/1/2",
      "me/key=1",
      "a/token:b",
    ]) {
      assert.deepEqual(clean(text), { text });
    }
  });

  it("is trimmed and has no invisible characters, whatever was pasted", () => {
    const part = fc.constantFrom(
      '"',
      "'",
      " ",
      "\\",
      "-H",
      "Argus-API-Key:",
      "Bearer ",
      "\u200b",
      KEY,
      ",",
      "=",
      "\n",
      "{",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 3 }))), (parts) => {
        const { text } = clean(parts.join(""));
        assert.equal(text, text.trim());
        assert(!/\p{Cf}/u.test(text));
      }),
    );
  });
});
