import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { profileSettingsSchema } from "../../../common/protocol/profile.ts";
import { workerSettingsSchema } from "../../../common/protocol/settings.ts";
import { describeIssue } from "../../../common/schema.ts";
import { TokenHeader } from "../../../common/tokenHeader.ts";
import { eachCase } from "../../host/eachCase.ts";

interface Schema {
  pattern: string;
}

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as {
  contributes: {
    configuration: {
      properties: Record<string, { additionalProperties: { properties: Record<"header" | "headerValue", Schema> } }>;
    }[];
  };
};
const { header: NAME, headerValue: VALUE } = [manifest.contributes.configuration]
  .flat()
  .flatMap(({ properties }) => properties["argus.profiles"] ?? [])[0]!.additionalProperties.properties;

const problem = (settings: object): string | undefined => {
  const checked = v.safeParse(profileSettingsSchema, { url: "https://x", clientId: "c", ...settings });
  return checked.success ? undefined : describeIssue(checked.issues[0]);
};

describe("the header for a profile's token", () => {
  const OTHER_PURPOSE = "header cannot carry a token, because it has another purpose";
  const INVALID = "header is not a valid header name; use letters, digits and “-”";
  const NAMES: [name: string, problem: string | undefined][] = [
    ["Authorization", undefined],
    ["X-Argus-Token", undefined],
    ["x_token.2", undefined],
    ["Cookie", OTHER_PURPOSE],
    ["Host", OTHER_PURPOSE],
    ["Content-Length", OTHER_PURPOSE],
    ["Proxy-Authorization", OTHER_PURPOSE],
    ["Argus-API-Key", OTHER_PURPOSE],
    ["#X-Comment", INVALID],
    ["X Token", INVALID],
    ["X-Token:", INVALID],
    ["{{name}}", INVALID],
    ["X-Token\nHost", INVALID],
    ["", INVALID],
  ];
  it("has a name that HTTP and Argus leave free, and that no file takes for a comment", () =>
    eachCase(
      NAMES,
      ([name]) => name,
      ([name, expected]) => {
        assert.equal(problem({ header: name }), expected);
        assert.equal(new RegExp(NAME.pattern).test(name), expected === undefined, "the setting's own schema");
      },
    ));

  it("is refused in any letter case", () => {
    for (const name of ["cookie", "HOST", "argus-api-key", "content-TYPE"]) {
      assert.equal(problem({ header: name }), OTHER_PURPOSE);
    }
  });

  const BRACES = "headerValue must contain {token} once, and no other braces";
  const CHARACTERS = "headerValue must be printable ASCII characters, and not end with a comma";
  const VALUES: [value: string, problem: string | undefined][] = [
    ["Bearer {token}", undefined],
    ["{token}", undefined],
    ['Token token="{token}"', undefined],
    ["Bearer", BRACES],
    ["", BRACES],
    ["{token} {token}", BRACES],
    ["{{token}}", BRACES],
    ["{token", BRACES],
    ["Bearer {Token}", BRACES],
    ["Bearer {token} ${env:X}", BRACES],
    ["Bearer {token}\r\nHost: x", CHARACTERS],
    ["Bearer\u0000{token}", CHARACTERS],
    ["Bearer “{token}”", CHARACTERS],
    ["{token},", CHARACTERS],
  ];
  it("has one place for the token in its value, and nothing that breaks a header", () =>
    eachCase(
      VALUES,
      ([value]) => value,
      ([value, expected]) => {
        assert.equal(problem({ headerValue: value }), expected);
        if (expected === BRACES) assert(!new RegExp(VALUE.pattern).test(value), "the setting's own schema");
      },
    ));

  it("is Authorization to the worker where the setting is invalid", () => {
    const { profiles } = v.parse(workerSettingsSchema, {
      profiles: {
        a: { url: "https://a", header: "Cookie", headerValue: "x" },
        b: { header: "X-B", headerValue: null },
      },
    });
    assert.equal(new TokenHeader(profiles?.["a"]).name, "Authorization");
    assert.equal(new TokenHeader(profiles?.["a"]).valueWith("t"), "Bearer t");
    assert.equal(new TokenHeader(profiles?.["b"]).valueWith("t"), "Bearer t");
    assert.equal(new TokenHeader(profiles?.["b"]).name, "X-B");
  });

  it("reads back what it writes, whatever the case and spacing of a scheme", () => {
    const parts = (headerValue: string | undefined, value: string): string[] => {
      const { before, token, after } = new TokenHeader({ headerValue }).split(value);
      return [before, token, after];
    };
    assert.deepEqual(parts(undefined, "bearer   a/b"), ["bearer   ", "a/b", ""]);
    assert.deepEqual(parts(undefined, "Basic x"), ["", "Basic x", ""]);
    assert.deepEqual(parts("{token}", "Bearer x"), ["", "Bearer x", ""]);
    assert.deepEqual(parts('Token token="{token}"', 'TOKEN  token="a/b"'), ['TOKEN  token="', "a/b", '"']);
    assert.deepEqual(parts('Token token="{token}"', 'Token token="'), ["", 'Token token="', ""]);
    assert.deepEqual(parts("(+.*) {token}", "(+.*) a"), ["(+.*) ", "a", ""]);
  });
});
