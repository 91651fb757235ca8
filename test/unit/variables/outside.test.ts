import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readEnvironmentFile } from "../../../server/src/variables/environmentFile.ts";
import { environmentNames, outsideVariables } from "../../../server/src/variables/outside.ts";
import { VariableFiles } from "../../../server/src/variables/variableFiles.ts";

describe("variables from outside a file", () => {
  let root = "";
  let now = 0;
  let files = new VariableFiles();

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "variables-"));
    now = 0;
    files = new VariableFiles(() => now);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, content: unknown): void => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  };
  const context = (environment?: string, document = "api/deep/requests.http") => ({
    path: join(root, document),
    root,
    environments: environment === undefined ? [] : [environment],
    restClient: {},
    process: {},
  });
  const valueOf = (name: string, environment?: string): string | undefined =>
    outsideVariables(files, context(environment)).find(name)?.value;

  it("come from the chosen environment, then from $shared", () => {
    write("http-client.env.json", { $shared: { host: "shared", port: 80 }, dev: { host: "dev.example" } });
    assert.deepEqual([valueOf("host", "dev"), valueOf("port", "dev")], ["dev.example", "80"]);
    assert.deepEqual([valueOf("host"), valueOf("nothing")], ["shared", undefined]);
  });

  it("come from a private file before a shared one, with the name of that file", () => {
    write("http-client.env.json", { dev: { key: "public", host: "h" } });
    write("http-client.private.env.json", { dev: { key: "private" } });
    const variables = outsideVariables(files, context("dev"));
    assert.equal(variables.find("key")?.value, "private");
    assert.deepEqual(variables.find("host")?.origin, {
      kind: "file",
      file: "../../http-client.env.json",
      environment: "dev",
    });
  });

  it("come from the nearest folder with environment files, but never from above the workspace", () => {
    write("http-client.env.json", { dev: { host: "top" } });
    write("api/http-client.env.json", { dev: { host: "api" } });
    assert.equal(valueOf("host", "dev"), "api");
    const above = outsideVariables(files, { ...context("dev"), root: join(root, "api", "deep") });
    assert.equal(above.find("host"), undefined);
    const alone = outsideVariables(files, { ...context("dev"), root: undefined });
    assert.equal(alone.find("host"), undefined);
  });

  it("come from REST Client's setting, the environment before $shared", () => {
    const restClient = { $shared: { version: "v1", host: "s" }, prod: { host: "p" } };
    const variables = outsideVariables(files, { ...context("prod"), restClient });
    assert.deepEqual(
      ["host", "version", "$shared host", "$shared nothing"].map((name) => variables.find(name)?.value),
      ["p", "v1", "s", undefined],
    );
  });

  it("come from .env through $dotenv and, as in httpYac, by their bare name", () => {
    write(".env", 'HOST="from env"\n# comment\nOTHER=2\n');
    write(".env.dev", "HOST=dev\n");
    assert.deepEqual(
      [valueOf("$dotenv HOST"), valueOf("HOST"), valueOf("$dotenv OTHER")],
      ["from env", "from env", "2"],
    );
    assert.deepEqual([valueOf("$dotenv HOST", "dev"), valueOf("$dotenv OTHER", "dev")], ["dev", undefined]);
    assert.equal(valueOf("$dotenv HOST", "../../etc"), "from env");
  });

  it("come from the process in each notation", () => {
    const variables = outsideVariables(files, { ...context(), process: { TARGET: "t" } });
    for (const name of ["$processEnv TARGET", "$env.TARGET", "$env TARGET", "%TARGET%"]) {
      assert.deepEqual(variables.find(name), { name, value: "t", origin: { kind: "process" } });
    }
    assert.equal(variables.find("$processEnv toString"), undefined);
    assert.equal(variables.find("TARGET"), undefined);
  });

  it("do not replace references of other sources", () => {
    write("http-client.env.json", { dev: { $guid: "x" } });
    for (const name of ["$guid", "$dotenv", "login.response.body.token", ""])
      assert.equal(valueOf(name, "dev"), undefined);
  });

  it("name the environments that define a missing name", () => {
    write("http-client.env.json", { dev: { host: "a" }, prod: { host: "b" }, test: {} });
    const variables = outsideVariables(files, context());
    assert.deepEqual([variables.environmentsWith("host"), variables.environmentsWith("x")], [["dev", "prod"], []]);
    assert.deepEqual(environmentNames(files, { ...context(), restClient: { qa: {}, $shared: {} } }), [
      "dev",
      "prod",
      "qa",
    ]);
  });

  it("are read again when a file changes, at most a second later", () => {
    write("http-client.env.json", { dev: { host: "old" } });
    assert.equal(valueOf("host", "dev"), "old");
    write("http-client.env.json", { dev: { host: "new" } });
    assert.equal(valueOf("host", "dev"), "old");
    files.forget();
    assert.equal(valueOf("host", "dev"), "new");
    write("http-client.env.json", { dev: { host: "newest" } });
    now += 1001;
    assert.equal(valueOf("host", "dev"), "newest");
  });

  it("are not read from a large or missing file", () => {
    write("http-client.env.json", `{"dev":{"host":"${"x".repeat(300_000)}"}}`);
    mkdirSync(join(root, ".env"));
    assert.deepEqual([valueOf("host", "dev"), valueOf("$dotenv X")], [undefined, undefined]);
  });

  it("are read from an incomplete file, one with comments, or none at all", () => {
    const values = (text: string): string[] => readEnvironmentFile(text).map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(values('{"dev":{"a":"1", // why\n"b":{"c":true}, "d":'), ["a=1", "b.c=true"]);
    for (const text of ["", "[]", "null", '"x"', '{"dev":"x"}', '{"dev":[1]}', "{".repeat(5000)]) {
      assert.deepEqual(values(text), [], text.slice(0, 20));
    }
  });

  it("have the position of their value", () => {
    const text = '{\n  "dev": { "key": "1/2/secret" }\n}';
    const [variable] = readEnvironmentFile(text);
    assert.ok(variable);
    assert.equal(text.slice(variable.offset, variable.offset + variable.length), '"1/2/secret"');
  });
});
