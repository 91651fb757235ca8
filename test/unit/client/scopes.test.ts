import assert from "node:assert/strict";
import { profilesFor } from "../../../client/src/sharing/scopes.ts";

const PROFILES = [
  { name: "default" },
  { name: "other", scope: "openid  profile groups" },
  { name: "small", scope: "profile" },
];

describe("the profiles that scopes stand for", () => {
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
  for (const [scopes, names] of cases) {
    it(`${JSON.stringify(scopes)}: ${names.join(", ") || "none"}`, () => {
      assert.deepEqual(profilesFor(scopes, PROFILES), names);
    });
  }
});
