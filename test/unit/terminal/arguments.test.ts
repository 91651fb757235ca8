import assert from "node:assert/strict";
import { type Invocation, readArguments } from "../../../cli/src/arguments.ts";
import { eachCase } from "../../host/eachCase.ts";

function read(line: string, environment: NodeJS.ProcessEnv = {}): Invocation {
  return readArguments(line === "" ? [] : line.split(" "), environment);
}

const PRINT = { kind: "print", form: "token", prompt: true } as const;

describe("the command line of argus-token", () => {
  it("accepts a profile, a form and --no-prompt in any order", () => {
    assert.deepEqual(read(""), PRINT);
    assert.deepEqual(read("dev"), { ...PRINT, profile: "dev" });
    assert.deepEqual(read("--no-prompt --json dev"), { ...PRINT, form: "json", prompt: false, profile: "dev" });
    assert.deepEqual(read("dev --header"), { ...PRINT, form: "header", profile: "dev" });
    assert.deepEqual(read("--headers-json"), { ...PRINT, form: "headersJson" });
  });

  it("uses ARGUS_PROFILE only if it names no profile", () => {
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

  it("prints help or version whatever else is given", () => {
    assert.deepEqual(read("--nonsense --help"), { kind: "help" });
    assert.deepEqual(read("dev -h"), { kind: "help" });
    assert.deepEqual(read("--version"), { kind: "version" });
  });

  it("is refused with a sentence if it is wrong", () =>
    eachCase(
      ["--heade", "-x", "a b", "--json --header", "--json --exec -- a", "--exec", "--exec a", "--exec --", "a -- b"],
      (line) => line,
      (line) => {
        const invocation = read(line);
        assert(invocation.kind === "usage");
        assert.match(invocation.problem(), /^[A-Z].*\.$/);
      },
    ));

  it("refuses an empty name, as from an unset variable", () => {
    assert.equal(readArguments([""], {}).kind, "usage");
  });
});
