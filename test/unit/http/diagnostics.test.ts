import assert from "node:assert/strict";
import { acted, actionsAt, findings, analysisWith } from "./features.ts";
import { told } from "./diagnosing.ts";

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
      "localhost.localdomain",
      "ip6-localhost",
      "kubernetes.docker.internal",
      "host.minikube.internal",
      "[::ffff:127.0.0.1]",
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

  it("compare an address with that of the profile that the host chooses", () => {
    const profiles = {
      dev: { forwardedFor: "192.0.2.1" },
      prod: { url: "https://prod.example", forwardedFor: "192.0.2.9" },
    };
    const codes = (value: string): string[] =>
      findings(`# argus\nGET https://prod.example/a\nX-Forwarded-For: ${value}\n`, analysisWith({ profiles })).map(
        ({ code }) => code,
      );
    assert.deepEqual(codes("192.0.2.9"), []);
    assert.deepEqual(codes("192.0.2.1"), ["invalid-forwarded-for"]);
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

  it("report headers of httpYac's scripts that may replace the token", () => {
    const text = (object: string, lines: string): string => `{{\n  exports.all = ${object};\n}}\n\nGET /a\n${lines}\n`;
    const header = "Authorization: Bearer {{argusToken}}";
    for (const key of ["Authorization: t", "'authorization': t", '["Authorization"]: t']) {
      for (const open of ["{{", "{{+", "{{@request"]) {
        const all = text(`{ ${key} }`, `${header}\n ...all`).replace("{{", open);
        assert.deepEqual(told(all), [["duplicate-authorization", "...all"]], `${open} ${key}`);
      }
    }
    assert.deepEqual(told(text("{ 'X-Tenant': 7 }", `${header}\n...all`)), []);
    assert.deepEqual(told(text("{ Authorization: t }", "...all")), []);
    assert.deepEqual(told(text("{ Authorization: t }", `${header}\n\n...all`)), []);
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
