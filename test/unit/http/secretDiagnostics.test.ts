import assert from "node:assert/strict";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { apiKeyAt } from "../../../server/src/http/edits/apiKeyAt.ts";
import { acted, actionsAt, DEAD, findings, analysisWith, tracking, URI } from "./features.ts";
import { apply, TOKEN } from "./helpers.ts";
import { told } from "./diagnosing.ts";

const KEY_REFERENCE = "Replace with reference {{$processEnv ARGUS_API_KEY}}";

describe("diagnostics of tokens and keys", () => {
  it("report tokens known to have expired, in headers and variables", () => {
    const text = `@argusToken = ${DEAD}\nGET /a\nAuthorization: Bearer ${DEAD}\n###\nGET /b\nAuthorization: Bearer ${TOKEN}\n###\nGET /c\nAuthorization: Bearer {{argusToken}}\n`;
    assert.deepEqual(told(text), [
      ["expired-token", DEAD],
      ["expired-token", `Bearer ${DEAD}`],
    ]);
    assert(findings(text).every(({ message }) => !message.includes(DEAD)));
    const assumed = tracking();
    const tokens = assumed.held.tokens.map((token) => ({ ...token, isEndAssumed: true }));
    const said = (tracked: Set<string>): string[] =>
      findings(text, { ...assumed, tracked, held: { tokens } }).map(({ message }) => message);
    assert(said(new Set()).length > 0);
    assert(!said(new Set([URI])).some((message) => message.includes("expired token")));
    assert(said(new Set()).every((message) => message.endsWith("has probably expired.")));
    assert(said(new Set([URI])).some((message) => message.includes("that may still be live")));
    const [first] = actionsAt(`GET /a\nAuthorization: Bea¦rer ${DEAD}\n`, ["quickfix"]);
    assert.deepEqual(first?.command?.arguments, ["file:///folder/x.http", 0]);
    assert.equal(first.isPreferred, true);
    assert.equal(first.diagnostics?.[0]?.code, "expired-token");
    assert.equal(
      acted(`GET /a\nX: y\nAuthorization: Bea¦rer ${DEAD}\n\nbody`, "Remove the expired token"),
      "GET /a\nX: y\n\nbody",
    );
  });

  it("report known tokens anywhere", () => {
    const text = `@t = ${DEAD}\nGET https://x/?access_token=${DEAD}\nX-Argus-Token: {{t}}\nX-Other: ${DEAD}\nX: ${TOKEN}\n\n# ${DEAD}\ntoken=${encodeURIComponent(DEAD)}&b=c\n`;
    const encoded = encodeURIComponent(DEAD);
    const positions = (code: string, ...tokens: string[]) => tokens.map((token) => [code, token]);
    assert.deepEqual(told(text), positions("expired-token", DEAD, DEAD, DEAD, DEAD, encoded));
    assert.deepEqual(
      findings(text, tracking()).map(({ code }) => code),
      Array(6).fill("token-in-tracked-file"),
    );
    assert.equal(
      acted(`GET /a\nX: ${DEAD.slice(0, 3)}¦${DEAD.slice(3)}\n`, "Remove the expired token"),
      "GET /a\nX: \n",
    );
  });

  it("offer to refresh a token with the profile it was fetched for", () => {
    const text = `@t = ${DEAD}\nGET /a\nX-Argus-Token: {{t}}\nX: ${DEAD}\n###\nGET /b\nAuthorization: Bearer {{u}}\n@u = ${DEAD}\n`;
    const { held } = analysisWith();
    assert.deepEqual(tokenProfiles(parse(text), held), [null, "dev"]);
    const written = (profile: string | null) => {
      const answer = authorize(parse(text), { accessToken: "me/new45678", profile }, held);
      assert("edits" in answer);
      return apply(text, answer.edits);
    };
    assert.equal(written(null), text.replace(`@u = ${DEAD}`, "@u = me/new45678"));
    assert.equal(
      written("dev"),
      text.replace(`@t = ${DEAD}`, "@t = me/new45678").replace(`X: ${DEAD}`, "X: me/new45678"),
    );
    assert.equal(written("prod"), text);
  });

  it("report API keys in the file, written directly or in a variable", () => {
    const text =
      "@key = my/api/key\nGET /a\nargus-api-key: my/api/key\n###\nGET /b\nArgus-API-Key: {{key}}\n###\nGET /c\nArgus-API-Key: {{$processEnv KEY}}\nArgus-API-Key:\n";
    assert.deepEqual(told(text), [
      ["argus-api-key-literal", "my/api/key"],
      ["argus-api-key-literal", "{{key}}"],
    ]);
    assert(findings(text).every(({ message }) => !message.includes("my/api/key")));
    assert.equal(
      acted("GET /a\nArgus-API-Key: my/¦key\n", KEY_REFERENCE),
      "GET /a\nArgus-API-Key: {{$processEnv ARGUS_API_KEY}}\n",
    );
  });

  it("do not take a placeholder for an API key", () => {
    const placeholders =
      "$ARGUS_API_KEY $argusapikey ${ARGUS_API_KEY} ${ARGUS_API_KEY:?not_set} ${env:KEY} $env:ARGUS_API_KEY %ARGUS_API_KEY% !KEY! " +
      "#{argus_key}# __ARGUS_KEY__ @KEY@ `pass_argus` <%=key%> $1 <key> [key] {key} YOUR_API_KEY your-api-key yourApiKey " +
      "process.env.ARGUS_API_KEY os.environ['KEY'] env.KEY op://vault/argus/key dummy test " +
      "MY_KEY API_KEY apikey key token xxxx XXXXXXXX ****** ... … xxxx-xxxx-xxxx 15a6/1/xxxx 15a6/1/$SECRET ${A}/${B}/${C} " +
      "15a6/1/<secret> changeme CHANGE_ME REPLACE_ME TODO redacted 1/2/your-secret null '$KEY' \"%KEY%\" " +
      "((vault:argus)) ENC[AES256,data:x] vault:secret/argus#key file:///k ~/.argus/key ./key @key.txt $credentials.key " +
      "%KEY:~0,5% import.meta.env.KEY @Microsoft.KeyVault(SecretUri=https://x)";
    const spaced = [
      "<your key>",
      "[your key here]",
      "$(op read op://vault/argus/key)",
      "$(cat $(find key))",
      "your API key",
      "sett inn nøkkelen her",
      "DIN_API_NØKKEL",
      "masked",
    ];
    const values = [...placeholders.split(" "), ...spaced];
    for (const value of values) {
      for (const text of [`GET /a\nArgus-API-Key: ${value}\n`, `@k = ${value}\nGET /a\nArgus-API-Key: {{k}}\n`]) {
        const found = findings(text, tracking());
        assert.deepEqual(
          found.map(({ code, severity }) => [code, severity]),
          [["api-key-placeholder", "hint"]],
          value,
        );
        assert.equal(apiKeyAt(parse(text), { line: 1, character: 0 }), null, value);
      }
    }
    assert.equal(
      acted("@k = $KEY\nGET /a\nArgus-API-Key: {{¦k}}\n", KEY_REFERENCE),
      "@k = {{$processEnv ARGUS_API_KEY}}\nGET /a\nArgus-API-Key: {{k}}\n",
    );
    assert.equal(
      acted('curl https://x -H "Argus-API-Key: $¦KEY"', KEY_REFERENCE),
      'curl https://x -H "Argus-API-Key: {{$processEnv ARGUS_API_KEY}}"',
    );
    for (const value of [
      "my/api/key",
      "1/2/mysecretapikey",
      "15a6/1/a$b",
      "pa$sword",
      "12%34%56",
      "q!x!y",
      "s3cret",
      "aab",
    ]) {
      assert.deepEqual(told(`GET /a\nArgus-API-Key: ${value}\n`), [["argus-api-key-literal", value]]);
      assert.equal(apiKeyAt(parse(`GET /a\nArgus-API-Key: ${value}\n`), { line: 0, character: 0 })?.apiKey, value);
    }
  });

  it("replace a key with a reference where the key is written", () => {
    assert.equal(
      acted("@b = my/key\n@a = {{b}}\nGET /a\nArgus-API-Key: {{¦a}}\n", KEY_REFERENCE),
      "@b = {{$processEnv ARGUS_API_KEY}}\n@a = {{b}}\nGET /a\nArgus-API-Key: {{a}}\n",
    );
    assert.equal(
      acted("curl https://x/a -H 'Argus-API-Key: my/¦key' -d x\n", KEY_REFERENCE),
      "curl https://x/a -H 'Argus-API-Key: {{$processEnv ARGUS_API_KEY}}' -d x\n",
    );
  });

  it("remove the variables that only the key used, and offer to insert a token afterwards", () => {
    const before = "@my = my/key\n@k = {{my}}\nGET /a\nArgus-API-Key: {{¦k}}\nX: y\n";
    assert.equal(acted(before, "Remove the header"), "GET /a\nX: y\n");
    const replacement = "Replace the API key with an Argus token";
    assert.equal(acted(before, replacement), "GET /a\nX: y\n");
    const action = actionsAt(before, ["quickfix"]).find(({ title }) => title === replacement);
    assert.deepEqual(action?.command?.arguments, [URI, 0]);
    assert.equal(
      acted("@k = my/key\nGET /a\nArgus-API-Key: {{¦k}}\n###\nGET /b\nArgus-API-Key: {{k}}\n", "Remove the header"),
      "@k = my/key\nGET /a\n###\nGET /b\nArgus-API-Key: {{k}}\n",
    );
  });

  it("store a key through a command that does not contain it", () => {
    const [store, ...others] = actionsAt("###\nGET /a\nArgus-API-Key: my/¦key\n", ["quickfix"]);
    // VS Code lists preferred fixes first.
    assert.equal(store?.isPreferred, true);
    assert(others.length > 2 && others.every(({ isPreferred }) => isPreferred !== true));
    assert.equal(store.title, "Store this key in a profile and remove it here");
    assert.deepEqual([store.command?.command, store.command?.arguments], ["argus.storeKey", [URI, 1]]);
  });

  it("report a secret in a tracked file once, in stronger words", () => {
    const text = `@argusToken = Bearer ${TOKEN}\n# @argus dev\nGET /a\nAuthorization: Bearer ${DEAD}\n###\ncurl /b -H 'Authorization: Bearer ${TOKEN}' -H 'Argus-API-Key: my/key'\n###\nGET /c\nAuthorization: Bearer {{argusToken}}\n###\nGET /d\nAuthorization: Bearer other\n`;
    assert.deepEqual(told(text, tracking()), [
      ["token-in-tracked-file", `Bearer ${TOKEN}`],
      ["token-in-tracked-file", `Bearer ${DEAD}`],
      ["token-in-tracked-file", `Bearer ${TOKEN}`],
      ["argus-api-key-literal", "my/key"],
    ]);
    const found = findings(text, tracking());
    assert(found.every(({ severity }) => severity === "warning"));
    assert(found.every(({ message }) => message.includes("Git tracks")));
    assert.match(found.at(-1)?.message ?? "", /if it was committed, revoke it in Argus under User Preferences/);
    for (const secret of [TOKEN, DEAD, "my/key"]) assert(found.every(({ message }) => !message.includes(secret)));
    const elsewhere = { ...tracking(), tracked: new Set(["file:///folder/other.http"]) };
    assert.deepEqual(
      told(text, elsewhere).map(([code]) => code),
      ["expired-token", "argus-api-key-literal"],
    );
  });

  it("replace a token in a tracked file with a reference to its profile's token", () => {
    const replaced = (marked: string, name: string, analysis = tracking()): string =>
      acted(marked, `Replace with reference {{$processEnv ${name}}}`, analysis);
    assert.equal(
      replaced(`GET /a\nAuthorization: Bea¦rer ${TOKEN}\n`, "ARGUS_TOKEN"),
      "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n",
    );
    assert.equal(
      replaced(`###\n# @argus dev\nGET /a\nAuthorization: Bea¦rer ${TOKEN}\n`, "ARGUS_TOKEN_DEV"),
      "###\n# @argus dev\nGET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n",
    );
    assert.equal(
      replaced(`@a = Bearer my¦${TOKEN.slice(2)}\nGET /a\nAuthorization: {{a}}\n`, "ARGUS_TOKEN"),
      "@a = Bearer {{$processEnv ARGUS_TOKEN}}\nGET /a\nAuthorization: {{a}}\n",
    );
    const other = { ...tracking(), settings: { ...tracking().settings, activeProfile: "prod" } };
    assert.equal(
      replaced(`@argusToken = my¦${TOKEN.slice(2)}\nGET /a\n`, "ARGUS_TOKEN_DEV", other),
      "@argusToken = {{$processEnv ARGUS_TOKEN_DEV}}\nGET /a\n",
    );
    assert.equal(
      replaced(`GET /a\nAuthorization: Bea¦rer ${TOKEN}\n`, "ARGUS_TOKEN_DEV", other),
      "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_DEV}}\n",
    );
    const curl = `curl /b -H 'Authorization: Bea¦rer ${DEAD}' -d x\n`;
    assert.equal(acted(curl, "Remove the token", tracking()), "curl /b -d x\n");
    assert.equal(acted(`@argusToken = my¦${TOKEN.slice(2)}\nGET /a\n`, "Remove the variable", tracking()), "GET /a\n");
  });

  it("empty a variable that is referred to instead of removing it", () => {
    const use = "GET /a\nAuthorization: Bearer {{t}}\n";
    for (const [token, title, analysis] of [
      [DEAD, "Remove the expired token", analysisWith()],
      [TOKEN, "Remove the token", tracking()],
    ] as const) {
      assert.equal(acted(`@t = ¦${token}\n${use}`, title, analysis), `@t = \n${use}`);
      const twice = `@t = ¦${token}\n@t = other\n${use}`;
      assert.equal(acted(twice, "Remove the variable", analysis), `@t = other\n${use}`);
    }
  });
});
