import assert from "node:assert/strict";
import { type Invocation, readArguments } from "../../../cli/src/arguments.ts";

function read(line: string, environment: NodeJS.ProcessEnv = {}): Invocation {
  return readArguments(line === "" ? [] : line.split(" "), environment);
}

const PRINT = { kind: "print", form: "token", prompt: true } as const;

describe("the command line of argus-token", () => {
  it("names a profile, a form and whether to ask, in any order", () => {
    assert.deepEqual(read(""), PRINT);
    assert.deepEqual(read("dev"), { ...PRINT, profile: "dev" });
    assert.deepEqual(read("--no-prompt --json dev"), { ...PRINT, form: "json", prompt: false, profile: "dev" });
    assert.deepEqual(read("dev --header"), { ...PRINT, form: "header", profile: "dev" });
    assert.deepEqual(read("--headers-json"), { ...PRINT, form: "headersJson" });
  });

  it("takes the profile from ARGUS_PROFILE only where it names none", () => {
    assert.deepEqual(read("", { ARGUS_PROFILE: "dev" }), { ...PRINT, profile: "dev" });
    assert.deepEqual(read("prod", { ARGUS_PROFILE: "dev" }), { ...PRINT, profile: "prod" });
    assert.deepEqual(read("", { ARGUS_PROFILE: "" }), PRINT);
  });

  it("leaves everything after -- to the command", () => {
    const exec = { kind: "exec", prompt: true } as const;
    assert.deepEqual(read("--exec -- npm test --help"), { ...exec, command: ["npm", "test", "--help"] });
    assert.deepEqual(read("dev --exec -- a -- --json"), { ...exec, profile: "dev", command: ["a", "--", "--json"] });
    assert.deepEqual(read("-- -odd"), { ...PRINT, profile: "-odd" });
  });

  it("prints help and version whatever else is there", () => {
    assert.deepEqual(read("--nonsense --help"), { kind: "help" });
    assert.deepEqual(read("dev -h"), { kind: "help" });
    assert.deepEqual(read("--version"), { kind: "version" });
  });

  for (const line of [
    "--heade",
    "-x",
    "a b",
    "--json --header",
    "--json --exec -- a",
    "--exec",
    "--exec a",
    "--exec --",
    "a -- b",
  ]) {
    it(`refuses “${line}” with a sentence`, () => {
      const invocation = read(line);
      assert(invocation.kind === "usage");
      assert.match(invocation.problem, /^[A-Z].*\.$/);
    });
  }

  it("refuses an empty name, which a script's unset variable would be", () => {
    assert.equal(readArguments([""], {}).kind, "usage");
  });
});
