import assert from "node:assert/strict";
import { clashesOf, environmentOf, fileVariablesOf } from "../../../client/src/sharing/environmentNames.ts";
import { EnvironmentVariables } from "../../../client/src/sharing/environmentVariables.ts";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { eachCase } from "../../host/eachCase.ts";

const TOKENS = new Map([
  ["dev", "u/dev"],
  ["my-test", "u/test"],
]);

describe("variable names", () => {
  it("exist for the active profile and for each profile", () => {
    assert.deepEqual(Object.fromEntries(environmentOf(TOKENS, [...TOKENS.keys()], "dev")), {
      ARGUS_TOKEN: "u/dev",
      ARGUS_TOKEN_DEV: "u/dev",
      ARGUS_TOKEN_MY_2D_TEST: "u/test",
    });
    assert.deepEqual(Object.fromEntries(fileVariablesOf(TOKENS, "my-test")), {
      argusToken: "u/test",
      argusToken_dev: "u/dev",
      argusToken_my_2d_test: "u/test",
    });
  });

  it("leave out the active profile's if it has no token", () => {
    for (const active of ["gone", undefined]) {
      assert.equal(environmentOf(TOKENS, [...TOKENS.keys()], active).has("ARGUS_TOKEN"), false);
      assert.equal(fileVariablesOf(TOKENS, active).has("argusToken"), false);
    }
  });

  it("belong to no profile if two would share one, with or without tokens", () => {
    const names = ["dev", "my-test", "DEV", "Dev2"];
    assert.deepEqual(clashesOf(names), [{ variable: "ARGUS_TOKEN_DEV", profiles: ["dev", "DEV"] }]);
    assert.deepEqual(
      [...environmentOf(TOKENS, names, "dev")].map(([name]) => name),
      ["ARGUS_TOKEN", "ARGUS_TOKEN_MY_2D_TEST"],
    );
  });

  const FILES: [what: string, text: string, line: number, profile: string][] = [
    ["no directive: the active one", "GET /a\n", 0, "active"],
    ["the file's directive", "# @argus dev\nGET /a\n", 1, "dev"],
    ["the request's directive", "GET /a\n###\n# @argus my-test\nGET /b\n", 3, "my-test"],
    ["both", "# @argus dev\nGET /a\n###\n# @argus my-test\nGET /b\n", 4, "my-test"],
  ];
  it("are the same when written into a request and when set", () =>
    eachCase(
      FILES,
      ([what]) => what,
      ([, text, line, profile]) => {
        const tokens = new Map([...TOKENS, ["active", "u/active"]]);
        const names = [...tokens.keys()];
        const environment = environmentOf(tokens, names, "active");
        assert.equal(
          environment.get(reference(text, line, "environment", /\{\{\$processEnv (\w+)\}\}/)),
          tokens.get(profile),
        );
        const ofFile = text.startsWith("# @argus") ? "dev" : "active";
        const variables = fileVariablesOf(tokens, ofFile);
        assert.equal(variables.get(reference(text, line, "variable", /\{\{(\w+)\}\}/)), tokens.get(profile));
      },
    ));
});

describe("the environment's variables", () => {
  class Terminals extends Map<string, string> {
    replace(name: string, value: string): void {
      this.set(name, value);
    }
  }

  function make(before: NodeJS.ProcessEnv = {}): {
    environment: NodeJS.ProcessEnv;
    terminals: Terminals;
    set: (variables: Record<string, string>) => void;
  } {
    const environment = { ...before };
    const terminals = new Terminals();
    const variables = new EnvironmentVariables(environment, terminals, (value) => value.startsWith("u/"));
    return { environment, terminals, set: (wanted) => variables.set(new Map(Object.entries(wanted))) };
  }

  it("are the latest ones, here and in terminals", () => {
    const { environment, terminals, set } = make({ PATH: "/bin" });
    set({ ARGUS_TOKEN: "u/1", ARGUS_TOKEN_DEV: "u/1" });
    set({ ARGUS_TOKEN: "u/2", ARGUS_TOKEN_TEST: "u/2" });
    assert.deepEqual(environment, { PATH: "/bin", ARGUS_TOKEN: "u/2", ARGUS_TOKEN_TEST: "u/2" });
    assert.deepEqual(Object.fromEntries(terminals), { ARGUS_TOKEN: "u/2", ARGUS_TOKEN_TEST: "u/2" });
    set({});
    assert.deepEqual(environment, { PATH: "/bin" });
    assert.equal(terminals.size, 0);
  });

  it("restore earlier values in any order", () => {
    const before = { ARGUS_TOKEN: "mine", ARGUS_TOKEN_DEV: "" };
    const { environment, terminals, set } = make(before);
    set({ ARGUS_TOKEN: "u/1" });
    set({ ARGUS_TOKEN: "u/2", ARGUS_TOKEN_DEV: "u/2" });
    set({ ARGUS_TOKEN_DEV: "u/2" });
    assert.deepEqual(environment, { ARGUS_TOKEN: "mine", ARGUS_TOKEN_DEV: "u/2" });
    set({ ARGUS_TOKEN: "u/3" });
    set({});
    assert.deepEqual(environment, before);
    assert.equal(terminals.size, 0);
  });

  it("do not restore an old token that a terminal passed on to this editor", () => {
    const { environment, set } = make({ ARGUS_TOKEN: "u/0" });
    set({ ARGUS_TOKEN: "u/1" });
    set({});
    assert.deepEqual(environment, {});
  });
});

/** The variable that the worker writes into a request. */
function reference(text: string, line: number, style: InsertStyle, pattern: RegExp): string {
  const options = { position: { line, character: 0 }, accessToken: "u/new", style };
  const authorized = authorize(parse(text), options, { tokens: [] });
  assert("edits" in authorized);
  const header = authorized.edits.find(({ newText }) => newText.startsWith("Authorization"));
  return pattern.exec(header?.newText ?? "")?.[1] ?? "";
}
