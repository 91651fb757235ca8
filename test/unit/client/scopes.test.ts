import assert from "node:assert/strict";
import { profilesFor } from "../../../client/src/sharing/scopes.ts";
import { eachCase } from "../../host/eachCase.ts";

const PROFILES = [
  { name: "default" },
  { name: "other", scope: "openid  profile groups" },
  { name: "small", scope: "profile" },
];

describe("the profiles for requested scopes", () => {
  const cases: [scopes: string[], names: string[]][] = [
    [[], ["default", "other", "small"]],
    [["profile:other"], ["other"]],
    [["profile"], ["other", "small"]],
    [["profile", "groups"], ["other"]],
    [["profile:small", "profile"], ["small"]],
    [["profile:small", "groups"], []],
    [["profile:other", "profile:small"], []],
    [["profile:nobody"], []],
    [["email"], []],
    [["prof"], []],
    [[""], []],
  ];
  it("are those named by profile:, else those with all scopes", () =>
    eachCase(
      cases,
      ([scopes, names]) => `${JSON.stringify(scopes)}, ${names.join(", ") || "none"}`,
      ([scopes, names]) => {
        assert.deepEqual(profilesFor(scopes, PROFILES), names);
      },
    ));
});
