import assert from "node:assert/strict";
import fc from "fast-check";
import { normalScope } from "../../../server/src/oauth/scope.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { useSandbox } from "./setup.ts";

describe("a profile's scope", () => {
  const setup = useSandbox();

  for (const [text, scope] of [
    [undefined, undefined],
    ["", undefined],
    [" \n ", undefined],
    ["openid", "openid"],
    ["  openid \t email\nprofile ", "openid email profile"],
    ["profile openid profile openid", "profile openid"],
    ["urn:x:y https://argus/all !#[]~", "urn:x:y https://argus/all !#[]~"],
  ] as const) {
    it(`${JSON.stringify(text)} is sent as ${JSON.stringify(scope)}`, () => {
      assert.deepEqual(normalScope(text), { ok: true, scope });
    });
  }

  for (const scope of ['"openid profile"', "a\\b", "opénid", "openid\u00a0\u200bemail", "open\0id"]) {
    it(`refuses ${JSON.stringify(scope)}, and sends nothing`, async () => {
      const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
      const result = await requestToken({ ...setup.profile, scope }, credential, setup.context());
      assert(!result.ok);
      assert.equal(result.error.code, "invalidProfile");
      assert.match(result.error.message, /its scope/);
      assert.equal(setup.sandbox.requests.length, 0);
    });
  }

  it("is the same when it is normal already", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normalScope(text);
        if (once.ok) assert.deepEqual(normalScope(once.scope), once);
      }),
    );
  });
});
