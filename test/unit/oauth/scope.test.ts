import assert from "node:assert/strict";
import fc from "fast-check";
import { normalScope } from "../../../server/src/oauth/scope.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("a profile's scope", () => {
  const setup = useSandbox();

  it("is sent in its normal form", () =>
    eachCase(
      [
        [undefined, undefined],
        ["", undefined],
        [" \n ", undefined],
        ["openid", "openid"],
        ["  openid \t email\nprofile ", "openid email profile"],
        ["profile openid profile openid", "profile openid"],
        ["urn:x:y https://argus/all !#[]~", "urn:x:y https://argus/all !#[]~"],
      ] as const,
      ([text, scope]) => `${JSON.stringify(text)}, ${JSON.stringify(scope)}`,
      ([text, scope]) => {
        assert.deepEqual(normalScope(text), { ok: true, scope });
      },
    ));

  it("is refused if it is invalid, and nothing is sent", () =>
    eachCase(
      ['"openid profile"', "a\\b", "opénid", "openid\u00a0\u200bemail", "open\0id"],
      (scope) => JSON.stringify(scope),
      async (scope) => {
        const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
        const result = await requestToken({ ...setup.profile, scope }, credential, setup.context());
        assert(!result.ok);
        assert.equal(result.error.code, "invalidProfile");
        assert.match(result.error.message, /its scope/);
        assert.equal(setup.sandbox.requests.length, 0);
      },
    )).timeout(30_000);

  it("does not change in normal form", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normalScope(text);
        if (once.ok) assert.deepEqual(normalScope(once.scope), once);
      }),
    );
  });
});
