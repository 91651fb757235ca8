import assert from "node:assert/strict";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { apiKeyAt } from "../../../server/src/http/edits/apiKeyAt.ts";
import { acted, actionsAt, DEAD, findings, analysisWith, tracking, URI } from "./features.ts";
import { apply, at, authorized, TOKEN } from "./helpers.ts";

const KEY_REFERENCE = "Replace with reference {{$processEnv ARGUS_API_KEY}}";

/** The codes and the text that each one marks. */
function told(text: string, analysis = analysisWith()): [string, string][] {
  return findings(text, analysis).map(({ code, range }) => [code, at(text, range)]);
}

describe("diagnostics", () => {
  it("report unknown profiles, but only if the profiles are known", () => {
    const text = "# @argus nobody\n\n###\n# @argus dev\nGET /a\n# @argus pord\n";
    assert.deepEqual(told(text), [
      ["unknown-profile", "nobody"],
      ["unknown-profile", "pord"],
    ]);
    assert.deepEqual(told(text, analysisWith({ profiles: undefined })), []);
    assert.deepEqual(told("# @argus constructor\nGET /a\n"), [["unknown-profile", "constructor"]]);
    assert.equal(acted("# @argus po¦rd\nGET /a\n", "Change to “prod”"), "# @argus prod\nGET /a\n");
    const changes = actionsAt("# @argus my-¦dev\nGET /a\n", ["quickfix"], analysisWith({ profiles: { "my dev": {} } }));
    assert(!changes.some(({ title }) => title.startsWith("Change to")), "a directive cannot name it");
    const added = actionsAt("# @argus po¦rd\nGET /a\n", ["quickfix"]).find(
      ({ title }) => title === "Add Profile “pord”",
    );
    assert.deepEqual(added?.command?.arguments, ["pord"]);
  });

  it("report misspelled methods, but not custom ones", () => {
    for (const [typed, meant] of [
      ["GTE", "GET"],
      ["POTS", "POST"],
      ["DELTE", "DELETE"],
      ["PUTT", "PUT"],
      ["OPTOINS", "OPTIONS"],
    ]) {
      const text = `${typed} https://example.com/a\n`;
      assert.deepEqual(told(text), [["unknown-method", typed]]);
      assert.equal(findings(text)[0]?.message, `${typed} is not an HTTP method. Did you mean ${meant}?`);
      assert.equal(
        acted(`${typed}¦ https://example.com/a\n`, `Change to ${meant}`),
        `${meant} https://example.com/a\n`,
      );
    }
    for (const custom of ["PURGE", "LINK", "UNLINK", "BAN", "FOOBAR", "get", "PROPFIND", "GRAPHQL"]) {
      assert.deepEqual(told(`${custom} https://example.com/a\n`), [], custom);
    }
  });

  it("report tokens known to have expired, in headers and variables", () => {
    const text = `@argusToken = ${DEAD}\nGET /a\nAuthorization: Bearer ${DEAD}\n###\nGET /b\nAuthorization: Bearer ${TOKEN}\n###\nGET /c\nAuthorization: Bearer {{argusToken}}\n`;
    assert.deepEqual(told(text), [
      ["expired-token", DEAD],
      ["expired-token", `Bearer ${DEAD}`],
    ]);
    assert(findings(text).every(({ message }) => !message.includes(DEAD)));
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
      "MY_KEY API_KEY apikey key token xxxx XXXXXXXX ****** ... … xxxx-xxxx-xxxx 15a6/1/xxxx 15a6/1/$SECRET ${A}/${B}/${C} " +
      "15a6/1/<secret> changeme CHANGE_ME REPLACE_ME TODO redacted 1/2/your-secret null '$KEY' \"%KEY%\"";
    const spaced = [
      "<your key>",
      "[your key here]",
      "$(op read op://vault/argus/key)",
      "$(cat $(find key))",
      "your API key",
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
    const [store] = actionsAt("###\nGET /a\nArgus-API-Key: my/¦key\n", ["quickfix"]);
    assert.equal(store?.title, "Store this key in a profile and remove it here");
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

  it("report Authorization over http: to another machine, even through variables", () => {
    const insecure = (url: string, more = ""): boolean =>
      told(`${more}GET ${url}\nAuthorization: Basic x\n`).some(([code]) => code === "insecure-authorization");
    for (const url of [
      "http://example.com",
      "HTTP://example.com/a?{{x}}",
      "ws://10.0.0.1/x",
      "http://localhost.example",
    ]) {
      assert(insecure(url), url);
    }
    for (const url of [
      "https://example.com",
      "http://localhost:8080",
      "http://127.0.0.2/a",
      "http://[::1]/",
      "http://{{host}}/a",
      "{{base}}/a",
      "/a",
      "http://",
    ]) {
      assert(!insecure(url), url);
    }
    assert(insecure("{{base}}/a", "@host = example.com\n@base = http://{{host}}\n"));
    assert(insecure("{{s}}://{{host}}/a", "@s = http\n@host = example.com\n"));
    assert(!insecure("{{s}}://{{host}}/a", "@s = https\n@host = example.com\n"));
    assert(insecure("http://{{host}}:{{port}}/a", "@host = example.com\n"));
    assert(!insecure("http://{{host}}:{{port}}/a", "@host = localhost\n"));
    assert(insecure("/a\nHost: example.com"));
    assert(!insecure("/a\nHost: example.com:443"));
    assert.deepEqual(told("GET http://example.com\n"), []);
    assert.equal(
      acted("@s = http\nGET {{s¦}}://x.example/a\nAuthorization: x\n", "Use https:"),
      "@s = https\nGET {{s}}://x.example/a\nAuthorization: x\n",
    );
    assert.equal(
      acted("GET http://x.exa¦mple\nAuthorization: x\nA: b\nAuthorization: y\n", "Remove the Authorization header"),
      "GET http://x.example\nA: b\n",
    );
    assert.equal(
      acted("@base = http://example.com\nGET {{b¦ase}}/a\nAuthorization: x\n", "Use https:"),
      "@base = https://example.com\nGET {{base}}/a\nAuthorization: x\n",
    );
  });

  it("ignore credentials that hide the secret or stay on this machine", () => {
    const codes = (text: string) => findings(text).map(({ code }) => code);
    for (const value of ["Digest username=x", "AWS4-HMAC-SHA256 Credential=x", "Hawk id=x", "NTLM abc"]) {
      assert.deepEqual(codes(`GET http://x.example/\nAuthorization: ${value}\n`), [], value);
    }
    for (const host of [
      "0.0.0.0:8080",
      "[::]:80",
      "host.docker.internal",
      "api.localhost",
      "127.9.9.9",
      "localhost.",
    ]) {
      assert.deepEqual(codes(`GET http://${host}/a\nAuthorization: Bearer abc\n`), [], host);
    }
    assert.deepEqual(codes("GET http://x.example/\nAuthorization: Basic abc\n"), ["insecure-authorization"]);
  });

  it("accept addresses with ports, brackets and names, and ignore other services", () => {
    const codes = (value: string, head = "# @argus prod") =>
      findings(`${head}\nGET /a\nX-Forwarded-For: ${value}\n`).map(({ code }) => code);
    for (const value of [
      "192.0.2.1:443",
      "[2001:db8::1]",
      "[2001:db8::1]:443",
      "unknown, 192.0.2.1",
      "192.0.2.7, proxy.example, _hidden",
    ]) {
      assert.deepEqual(codes(value), [], value);
    }
    for (const value of ["1.2.3", "300.1.1.1", "a b", "::x::"])
      assert.deepEqual(codes(value), ["invalid-forwarded-for"], value);
    assert.deepEqual(codes("1.2.3", "# a comment"), []);
    assert.deepEqual(codes("192.0.2.1:443", "# @argus dev"), []);
    assert.deepEqual(codes("192.0.2.2:443", "# @argus dev"), ["invalid-forwarded-for"]);
  });

  it("report an Authorization below the blank line, and move it up", () => {
    const marked = "GET https://x/a\r\nX: y\r\n\r\nAccept: b\r\nAuthor¦ization: Bearer abc\r\n";
    assert.equal(
      acted(marked, "Move it up to the headers"),
      "GET https://x/a\r\nAuthorization: Bearer abc\r\nX: y\r\n\r\nAccept: b\r\n",
    );
    for (const text of [
      "POST https://x/a\n\nsome text\nAuthorization: Bearer abc\n",
      "POST https://x/a\nContent-Type: multipart/mixed; boundary=a\n\nAuthorization: Bearer abc\n",
      "GET https://x/a\nAuthorization: Bearer a/b\n\nAuthorization: Bearer abc\n",
      "POST https://x/a\n\n{\n Authorization: x }\n",
    ]) {
      assert.deepEqual(told(text), [], text);
    }
  });

  it("report a second Authorization", () => {
    const text = "GET /a\nAuthorization: Bearer a\nX: y\nAUTHORIZATION: Bearer b\n";
    assert.deepEqual(told(text), [["duplicate-authorization", "AUTHORIZATION: Bearer b"]]);
    assert.equal(
      acted("GET /a\nAuthorization: Bearer a\nauth¦orization: Bearer b", "Remove this Authorization header"),
      "GET /a\nAuthorization: Bearer a",
    );
  });

  it("report an X-Forwarded-For that is no address or not the profile's", () => {
    const one = (value: string, directive = ""): number =>
      told(`# of Argus\n${directive}GET /a\nX-Forwarded-For: ${value}\n`).length;
    assert.equal(one("192.0.2.1"), 0);
    assert.equal(one("192.0.2.1, 10.0.0.1"), 0);
    assert.equal(one("{{$processEnv IP}}"), 0);
    assert.equal(one("192.0.2.2"), 1);
    assert.equal(one("192.0.2.2", "# @argus prod\n"), 0);
    assert.equal(one("me"), 0);
    assert.equal(one("1.2.3.4.5"), 1);
    assert.equal(one(""), 1);
    const six = analysisWith({ profiles: { dev: { forwardedFor: "2001:DB8:0::1" } } });
    assert.deepEqual(told("GET /a\nX-Forwarded-For: 2001:db8::1\n", six), []);
    assert.equal(
      acted("GET /argus\nX-Forwarded-For: 1.2.¦3\n", "Change to the profile's 192.0.2.1"),
      "GET /argus\nX-Forwarded-For: 192.0.2.1\n",
    );
  });

  it("report unreadable request lines, but not prose", () => {
    const unreadable = (line: string): boolean =>
      told(`###\n${line}\nX: y\n`).some(([code, text]) => code === "unreadable-request-line" && text === line);
    for (const line of [
      "Gett https://x/a",
      "GET",
      "delete",
      "htps://example.com/a",
      "Psot /a HTTP/1.1",
      "see {{base}}/a",
    ]) {
      assert(unreadable(line), line);
    }
    for (const line of [
      "GET /a",
      "Get the token",
      "TODO: this",
      "HTTP/1.1 200 OK",
      "some notes",
      "curl https://x",
      "see https://x for more",
    ]) {
      assert(!unreadable(line), line);
    }
    assert.equal(acted("###\nGe¦tt https://x/a\n", "Change to GET"), "###\nGET https://x/a\n");
    assert.equal(acted("###\nhtps¦://x/a\n", "Make it a comment"), "###\n# htps://x/a\n");
  });

  it("report nothing in a correct file, and never throw", () => {
    assert.deepEqual(
      told("@a = {{a}}\n# @argus dev\nGET {{a}}/x\nAuthorization: Bearer {{argusToken}}\n\nGET /body\n"),
      [],
    );
    for (const text of ["", "###", "\0", "GET", "@", "GET /\n:", "\ufeffhtps://x"]) findings(text);
  });
});

describe("code actions", () => {
  const titles = (marked: string, only?: string[]): string[] => actionsAt(marked, only).map(({ title }) => title);

  it("match what the request needs", () => {
    assert.deepEqual(titles("GET /¦a\n"), ["Insert Argus Token", "Add X-Forwarded-For: 192.0.2.1"]);
    assert.deepEqual(titles(`GET /¦a\nAuthorization: Bearer ${TOKEN}\nX-Forwarded-For: 192.0.2.1\n`), [
      "Replace Argus Token",
      "Write Argus Token as a variable of the file",
      "Write Argus Token as a reference to the environment",
      "Remove Argus Token",
      "Refresh Argus Tokens in File",
      "Remove Argus Tokens from File",
    ]);
    assert.deepEqual(titles("GET /a\n\nbo¦dy"), []);
    assert.deepEqual(titles("MQTT ¦x/y\n"), []);
    assert.deepEqual(titles(`GET /¦a\nAuthorization: Bearer ${TOKEN}\n`, ["source"]), [
      "Refresh Argus Tokens in File",
      "Remove Argus Tokens from File",
    ]);
    assert.deepEqual(titles("GET /¦a\n", ["quickfix"]), []);
  });

  it("convert between styles without fetching a token if possible", () => {
    const literal = `GET /¦a\nAuthorization: Bearer ${TOKEN}\n`;
    const variable = `@argusToken = ${TOKEN}\nGET /¦a\nAuthorization: Bearer {{argusToken}}\n`;
    const unmarked = (text: string): string => text.replace("¦", "");
    assert.equal(acted(literal, "Write Argus Token as a variable of the file"), unmarked(variable));
    assert.equal(acted(variable, "Write Argus Token as the token itself"), `GET /a\nAuthorization: Bearer ${TOKEN}\n`);
    const environment = "GET /a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n";
    assert.equal(acted(literal, "Write Argus Token as a reference to the environment"), environment);
    const offered = actionsAt(environment.replace("/a", "/¦a"), ["refactor"]);
    const styles = offered.map(({ command }) => command?.arguments?.[2] as unknown);
    assert.deepEqual(styles.slice(1, 3), ["literal", "variable"]);
  });

  it("remove a token that nothing refers to any more, but none that is still used", () => {
    const toEnvironment = "Write Argus Token as a reference to the environment";
    const request = (marker: string): string => `GET /${marker}a\r\nAuthorization: Bearer {{argusToken}}\r\n`;
    const written = "GET /a\r\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\r\n";
    const line = `@argusToken = ${TOKEN}\r\n`;
    assert.equal(acted(`\ufeff${line}${request("¦")}`, toEnvironment), `\ufeff${written}`);
    assert.equal(acted(`${request("¦")}###\r\n${line}`, toEnvironment), `${written}###\r\n`);
    assert.equal(acted(`${line}X\r\n###\r\n${request("¦")}`, "Remove Argus Token"), "X\r\n###\r\nGET /a\r\n");
    for (const use of [
      request(""),
      "# argusToken\r\n",
      "@other = {{argusToken}}\r\n",
      "GET /\r\n\r\n{{argusToken}}\r\n",
    ]) {
      const text = `${line}${request("¦")}###\r\n${use}`;
      assert.equal(acted(text, toEnvironment), `${line}${written}###\r\n${use}`);
      assert.equal(acted(text, "Remove Argus Token"), `${line}GET /a\r\n###\r\n${use}`);
    }
    const longer = `@argusToken_dev = ${TOKEN}\r\n`;
    assert.equal(acted(`${line}${longer}${request("¦")}`, toEnvironment), `${longer}${written}`);
    const mine = `@mine = ${TOKEN}\r\n${request("¦").replace("argusToken", "mine")}`;
    assert.equal(acted(mine, toEnvironment), `@mine = ${TOKEN}\r\n${written}`);
  });

  it("keep a variable with another token", () => {
    const marked = `@argusToken = other\nGET /¦a\nAuthorization: Bearer ${TOKEN}\n`;
    const action = actionsAt(marked).find(({ title }) => title.endsWith("a variable of the file"));
    assert.equal(action?.edit, undefined);
    assert.deepEqual(action?.command?.arguments, ["file:///folder/x.http", 1, "variable"]);
  });
});

describe("apiKeyAt", () => {
  const keyAt = (text: string, line: number) => apiKeyAt(parse(text), { line, character: 0 });

  it("finds a request's key and profile, through variables and in commands", () => {
    const text =
      "# @argus dev\nGET /a\nargus-api-key: my/key\n###\n# @argus prod\nGET /b\nArgus-API-Key: {{k}}\n@k = {{l}}\n@l = other/key\n###\ncurl /c -H 'Argus-API-Key: third'\n###\nGET /d\nArgus-API-Key: {{$processEnv K}}\n###\nno request\n";
    const found = [1, 6, 10, 12, 15, 99].map((line) => keyAt(text, line));
    assert.deepEqual(
      found.map((key) => key && [key.apiKey, key.profile, key.requestLine]),
      [["my/key", "dev", 1], ["other/key", "prod", 5], ["third", "dev", 10], null, null, null],
    );
  });

  it("removes the key, and no other, from the whole document", () => {
    const text =
      "@key = my/key\n@also = {{key}}\n@other = other/key\nGET /a\nX: y\nArgus-API-Key: {{also}}\n\nbody\n###\nGET /b\nArgus-API-Key: {{other}}\n###\ncurl /c -H 'Argus-API-Key: my/key' -d x\n###\nGET /d\nArgus-API-Key: my/key";
    const { edits } = keyAt(text, 3)!;
    assert.equal(
      apply(text, edits),
      "@other = other/key\nGET /a\nX: y\n\nbody\n###\nGET /b\nArgus-API-Key: {{other}}\n###\ncurl /c -d x\n###\nGET /d",
    );
  });
});

describe("removeTokens", () => {
  const removed = (text: string): string => apply(text, removeTokens(parse(text), analysisWith()).edits);

  it("removes only header lines and variables with tokens", () => {
    const text = `@a = b\r\n@argusToken = ${DEAD}\r\n@mine = ${TOKEN}\r\nGET /a\r\nAuthorization: Bearer {{argusToken}}\r\nX: y\r\n\r\nAuthorization: Bearer ${TOKEN}\r\n###\r\nGET /b\r\nAuthorization: Bearer other\r\n###\r\nGET /c\r\nAuthorization: Bearer\r\n  ${DEAD}\r\nX: y\r\n`;
    const expected = `@a = b\r\nGET /a\r\nX: y\r\n\r\nAuthorization: Bearer \r\n###\r\nGET /b\r\nAuthorization: Bearer other\r\n###\r\nGET /c\r\nX: y\r\n`;
    assert.equal(removed(text), expected);
    assert.equal(removed(expected), expected);
  });

  it("removes variables that contain the scheme, and a second header", () => {
    assert.equal(removed(`@a = Bearer ${TOKEN}\nGET /a\nAuthorization: {{a}}\n`), "GET /a\n");
    const url = "@argusTokenUrl = https://x\nPOST {{argusTokenUrl}}\n\na=b\n";
    assert.equal(removed(url), url);
    assert.equal(
      removed(`GET /a\nAuthorization: Bearer other\nAuthorization: Bearer ${TOKEN}\n`),
      "GET /a\nAuthorization: Bearer other\n",
    );
  });

  it("keeps headers and variables without an Argus token, even empty ones", () => {
    for (const text of [
      "@token =\nGET /a\nAuthorization: Bearer {{token}}\n",
      "@auth =\r\nGET /a\r\nAuthorization: {{auth}}\r\nX: y\r\n",
      "@auth = Bearer\nGET /a\nAuthorization: {{auth}}\n",
      "@a = {{b}}\n@b = \nGET /a\nAuthorization: Bearer {{a}}{{b}}\n",
      "@b = \nGET /a\nAuthorization: {{b}} {{b}}\n",
      "GET /a\nAuthorization:\n###\nGET /b\nAuthorization: Bearer\n",
      "@t =\ncurl /a -H 'Authorization: Bearer {{t}}'\n###\ncurl /b --oauth2-bearer {{t}}\n",
      "@argusToken =\nGET /a\n",
    ]) {
      assert.deepEqual(removeTokens(parse(text), analysisWith()), { edits: [], count: 0 }, text);
      const offered = actionsAt(text.replace("/a", "/¦a")).map(({ title }) => title);
      assert.deepEqual(
        offered.filter((title) => /^(?:Remove|Write|Refresh) Argus/.test(title)),
        [],
        text,
      );
      assert.deepEqual(authorized(text, { style: "literal" }, analysisWith().held), text);
    }
  });

  it("removes tokens anywhere, and leaves no reference without a definition", () => {
    for (const [before, after] of [
      [`GET /a\r\nX-Argus-Token: ${TOKEN}\r\nX: y\r\n`, "GET /a\r\nX: y\r\n"],
      [`@t = ${TOKEN}\nGET /a\nX-Argus-Token: {{t}}\n`, "GET /a\n"],
      [`@t = ${TOKEN}\n@u = {{t}}\nGET /a\nX-Argus-Token: Bearer {{u}}\n`, "GET /a\n"],
      [`@t = ${TOKEN}\nGET /a?x={{t}}\nAuthorization: Bearer {{t}}\n`, "@t = \nGET /a?x={{t}}\n"],
      [`@t = ${TOKEN}\nGET /a\n\n{{ use(t) }}\n`, "@t = \nGET /a\n\n{{ use(t) }}\n"],
      [`GET /a\nCookie: a=b; argus=${TOKEN}; c=d\n`, "GET /a\nCookie: a=b; argus=; c=d\n"],
      [`GET https://x/?access_token=${TOKEN}&a=b\n`, "GET https://x/?access_token=&a=b\n"],
      [`POST /a\n\ntoken=${encodeURIComponent(TOKEN)}&a=b\n`, "POST /a\n\ntoken=&a=b\n"],
      [`POST /a\n\n{"token": "${DEAD}"}\n`, 'POST /a\n\n{"token": ""}\n'],
      [`# ${TOKEN}\nGET /a\n> {% f('${TOKEN}') %}\n`, "# \nGET /a\n> {% f('') %}\n"],
      [`@auth = Authorization: Bearer ${TOKEN}\nGET /a\n{{auth}}\nX: y\n`, "GET /a\nX: y\n"],
    ] as const) {
      assert.equal(removed(before), after);
      assert.equal(removed(after), after);
    }
  });

  it("counts the removed headers and variables", () => {
    const text = `@argusToken = ${TOKEN}\n@mine = ${TOKEN}\nGET /a\nAuthorization: Bearer {{mine}}\n###\ncurl /b -H 'Authorization: Bearer ${DEAD}'\n`;
    assert.equal(removeTokens(parse(text), analysisWith()).count, 4);
    assert.equal(removeTokens(parse("GET /a\n"), analysisWith()).count, 0);
  });

  it("joins no line breaks", () => {
    assert.equal(removed("GET /a\r@argusToken = x\n\nbody\n"), "GET /a\n\nbody\n");
  });

  it("works at the start and end of a text", () => {
    assert.equal(removed(`GET /a\nAuthorization: Bearer ${TOKEN}`), "GET /a");
    assert.equal(removed(`\ufeff@argusToken = x\nGET /a`), "\ufeffGET /a");
    assert.equal(removed("@argusToken = x"), "");
    assert.equal(removed("@argusToken = x\n@argusToken_b = y"), "");
    assert.equal(removed("GET /a\n@argusToken = x\nAuthorization: Bearer {{argusToken}}"), "GET /a");
  });
});
