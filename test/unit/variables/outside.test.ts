import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type EnvironmentFile,
  readDotenv,
  readEnvironmentFile,
} from "../../../server/src/variables/environmentFile.ts";
import {
  environmentNames,
  outsideVariables,
  type VariableSetting,
  type VariableSources,
} from "../../../server/src/variables/outside.ts";
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
  const sources = (environment?: string, document = "api/deep/requests.http"): VariableSources => ({
    place: { path: join(root, document), root },
    environments: environment === undefined ? [] : [environment],
    settings: [],
    process: {},
  });
  const ofRestClient = (environments: VariableSetting["environments"]): { settings: VariableSetting[] } => ({
    settings: [{ setting: "rest-client.environmentVariables", environments }],
  });
  const valueOf = (name: string, environment?: string): string | undefined =>
    outsideVariables(files, sources(environment)).find(name)?.value;

  it("come from files of a limited size together, the nearest first", () => {
    const large = JSON.stringify({ $shared: { filler: "x".repeat(255 * 1024) } });
    for (const folder of ["api/deep", "api/deep/env", "api", "api/env"]) write(`${folder}/http-client.env.json`, large);
    write("http-client.env.json", { $shared: { far: "away" } });
    assert.equal(valueOf("far"), "away");
    write("env/http-client.env.json", large);
    files.forget();
    assert.equal(valueOf("far"), undefined);
    assert.equal(valueOf("filler")?.length, 255 * 1024);
  });

  it("come from the chosen environment, then from $shared", () => {
    write("http-client.env.json", { $shared: { host: "shared", port: 80 }, dev: { host: "dev.example" } });
    assert.deepEqual([valueOf("host", "dev"), valueOf("port", "dev")], ["dev.example", "80"]);
    assert.deepEqual([valueOf("host"), valueOf("nothing")], ["shared", undefined]);
  });

  it("come from a private file before a shared one, with the name of that file", () => {
    write("http-client.env.json", { dev: { key: "public", host: "h" } });
    write("http-client.private.env.json", { dev: { key: "private" } });
    const variables = outsideVariables(files, sources("dev"));
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
    const above = outsideVariables(files, {
      ...sources("dev"),
      place: { path: join(root, "api/deep/requests.http"), root: join(root, "api", "deep") },
    });
    assert.equal(above.find("host"), undefined);
    const alone = outsideVariables(files, {
      ...sources("dev"),
      place: { path: join(root, "api/deep/requests.http"), root: undefined },
    });
    assert.equal(alone.find("host"), undefined);
  });

  it("come from folders above too, as httpYac merges them, and from its env folders", () => {
    write("http-client.env.json", { dev: { host: "top", port: "1", path: "/top" } });
    write("http-client.private.env.json", { dev: { path: "/private" } });
    write("api/http-client.env.json", { dev: { host: "api", path: "/api" } });
    write("api/env/http-client.env.json", { dev: { user: "me" } });
    write("env/dev.env", "FROM_ENV_FOLDER=yes\n");
    const found = ["host", "port", "path", "user", "FROM_ENV_FOLDER"].map((name) => valueOf(name, "dev"));
    assert.deepEqual(found, ["api", "1", "/private", "me", "yes"]);
  });

  it("come from REST Client's setting, the environment before $shared", () => {
    const restClient = { $shared: { version: "v1", host: "s" }, prod: { host: "p" } };
    const variables = outsideVariables(files, { ...sources("prod"), ...ofRestClient(restClient) });
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
    assert.deepEqual([valueOf("$dotenv HOST", "dev"), valueOf("$dotenv OTHER", "dev")], ["dev", "2"]);
    assert.equal(valueOf("$dotenv HOST", "../../etc"), "from env");
  });

  it("come from the process in each notation", () => {
    const variables = outsideVariables(files, { ...sources(), process: { TARGET: "t" } });
    for (const name of ["$processEnv TARGET", "$env.TARGET", "$env TARGET", "%TARGET%"]) {
      assert.deepEqual(variables.find(name), { name, value: "t", origin: { kind: "process" } });
    }
    assert.equal(variables.find("$processEnv toString"), undefined);
    assert.equal(variables.find("TARGET"), undefined);
  });

  it("come from where a variable of REST Client's setting says, with % before its name", () => {
    write(".env", "SECRET=from file\n");
    const settings = ofRestClient({
      dev: { which: "TARGET", entry: "SECRET", shared: "{{$shared v}}" },
      $shared: { v: "1" },
    });
    const variables = outsideVariables(files, { ...sources("dev"), ...settings, process: { TARGET: "t" } });
    const names = ["$processEnv %which", "$dotenv %entry", "$processEnv %TARGET", "$dev which"];
    assert.deepEqual(
      names.map((name) => variables.find(name)?.value),
      ["t", "from file", "t", "TARGET"],
    );
  });

  it("come from settings and the process for a document that is not on disk", () => {
    write("http-client.env.json", { dev: { host: "file" } });
    const settings = ofRestClient({ dev: { host: "setting" } });
    const variables = outsideVariables(files, { ...sources("dev"), ...settings, place: undefined });
    assert.equal(variables.find("host")?.value, "setting");
  });

  it("do not answer references to other sources", () => {
    write("http-client.env.json", { dev: { $guid: "x" } });
    for (const name of ["$guid", "$dotenv", "login.response.body.token", ""])
      assert.equal(valueOf(name, "dev"), undefined);
  });

  it("name the environments that define a missing name", () => {
    write("http-client.env.json", { dev: { host: "a" }, prod: { host: "b" }, test: {} });
    const variables = outsideVariables(files, sources());
    assert.deepEqual([variables.environmentsWith("host"), variables.environmentsWith("x")], [["dev", "prod"], []]);
    assert.deepEqual(environmentNames(files, { ...sources(), ...ofRestClient({ qa: {}, $shared: {} }) }), [
      "dev",
      "prod",
      "test",
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

  it("are read through a link, and never from a pipe, which has no end", function () {
    if (process.platform === "win32") this.skip();
    write("secrets/real.json", { dev: { host: "linked" } });
    symlinkSync(join(root, "secrets/real.json"), join(root, "http-client.env.json"));
    execFileSync("mkfifo", [join(root, ".env")]);
    assert.deepEqual([valueOf("host", "dev"), valueOf("$dotenv X")], ["linked", undefined]);
  });

  it("are read with a byte order mark and with line breaks of Windows", () => {
    write("http-client.env.json", '\uFEFF{\r\n  "dev": {\r\n    "host": "h"\r\n  }\r\n}\r\n');
    write(".env", "\uFEFFA=1\r\nexport B='2 3'\r\nC=\"4\" # comment\r\n");
    assert.deepEqual(
      ["host", "A", "B", "C"].map((name) => valueOf(name, "dev")),
      ["h", "1", "2 3", "4"],
    );
  });

  it("have the last value if a file defines them twice", () => {
    write("http-client.env.json", '{"dev":{"host":"first","host":"second"},"dev":{"port":"1"}}');
    assert.deepEqual([valueOf("host", "dev"), valueOf("port", "dev")], ["second", "1"]);
  });

  it("are read from an incomplete file, one with comments, or none at all", () => {
    const values = (text: string): string[] =>
      readEnvironmentFile(text).variables.map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(values('{"dev":{"a":"1", // why\n"b":{"c":true}, "d":'), ["a=1", "b.c=true"]);
    for (const text of ["", "[]", "null", '"x"', '{"dev":"x"}', '{"dev":[1]}', "{".repeat(5000)]) {
      assert.deepEqual(values(text), [], text.slice(0, 20));
    }
  });

  it("know where their values are in their files", () => {
    const places = (text: string, { variables }: EnvironmentFile): string[] =>
      variables.map(({ offset, length }) => text.slice(offset, offset + length));
    const json = '\uFEFF{\n  "dev": { "key": "1/2/secret" }\n}';
    assert.deepEqual(places(json, readEnvironmentFile(json)), ['"1/2/secret"']);
    const dotenv = "A=1/2/x # note\r\nexport B = 'quoted \"x\"'\nC=\n#D=4\nE=`5`";
    assert.deepEqual(places(dotenv, readDotenv(dotenv)), ["1/2/x", "'quoted \"x\"'", "", "`5`"]);
  });
});
