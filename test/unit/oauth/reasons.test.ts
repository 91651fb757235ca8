import assert from "node:assert/strict";
import type { ArgusError } from "../../../common/protocol/errors.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { type Body, envelope, FORMS, json, text } from "./reasonForms.ts";
import { useSandbox } from "./setup.ts";

describe("a server's reason for refusing", () => {
  const setup = useSandbox();
  const calls = {
    token: () => requestToken(setup.profile, { kind: "apiKey", apiKey: setup.sandbox.apiKey }, setup.context()),
    introspection: () => introspect(setup.profile, "user/token", setup.sandbox.clientSecret, setup.context()),
    userinfo: () => requestUserinfo(setup.profile, "user/token", setup.context()),
  };

  async function failureOf(answer: Body, call: keyof typeof calls = "token"): Promise<ArgusError> {
    setup.sandbox.fail({ kind: "answer", ...answer }, 4);
    const result = await calls[call]();
    setup.sandbox.recover();
    assert(!result.ok, `the ${call} call went well`);
    return result.error;
  }

  it("is quoted from every form, in all three calls", async () => {
    for (const call of ["token", "introspection", "userinfo"] as const) {
      for (const [form, answer, quoted, code] of FORMS) {
        const error = await failureOf(answer, call);
        assert.equal(error.code, code, form);
        assert(error.message.includes(quoted), `${form}: ${error.message}`);
      }
    }
  });

  it("is not invented", async () => {
    for (const body of ['{"messages":[{"mess', "\x00\x01binary", "x".repeat(5000), "", "{}"]) {
      assert.match((await failureOf(text(401, body))).message, /The answer gave no reason \(HTTP 401\)\.$/);
    }
  });

  it("never shows a reflected key", async () => {
    const { apiKey } = setup.sandbox;
    const answers = [
      json(403, { title: apiKey, detail: apiKey }),
      text(401, `bad ${apiKey}`),
      text(401, `<error><message>${apiKey}</message></error>`, "application/xml"),
      json(200, envelope(401, `bad ${apiKey}`)),
      { status: 401, headers: { "WWW-Authenticate": `Bearer error="x", error_description="${apiKey}"` }, body: "" },
    ];
    for (const answer of answers) assert(!JSON.stringify(await failureOf(answer)).includes(apiKey));
  });

  const hidden: [string, Body, ArgusError["code"], quoted: string][] = [
    ["an envelope", json(200, envelope(401, "Session has expired")), "unauthorized", "Session has expired"],
    ["an envelope with its code as text", json(200, envelope("403", "No access")), "forbidden", "No access"],
    ["an envelope of overload", json(200, envelope(503, "Overloaded")), "unavailable", "Overloaded"],
    [
      "an envelope of success with an error alone",
      json(200, envelope(200, "Nothing to see")),
      "rejected",
      "Nothing to see",
    ],
    [
      "an OAuth error",
      json(200, { error: "invalid_token", error_description: "It has expired" }),
      "unauthorized",
      "It has expired",
    ],
    ["an OAuth error alone", json(200, { error: "access_denied" }), "forbidden", "access_denied"],
    [
      "another error",
      json(200, { error: "Unauthorized", message: "API key expired" }),
      "unauthorized",
      "API key expired",
    ],
    ["an error that is true", json(200, { error: true, message: "Session ended" }), "rejected", "Session ended"],
    ["an error that is a status", json(200, { error: 401, message: "Session ended" }), "unauthorized", "Session ended"],
    ["no success", json(200, { success: false, message: "Session ended" }), "rejected", "Session ended"],
    ["a list of errors", json(200, { errors: [{ message: "Session ended" }] }), "rejected", "Session ended"],
    ["an error object", json(200, { error: { code: 403, message: "No access" } }), "forbidden", "No access"],
    [
      "an error object with a name",
      json(200, { error: { code: "invalid_token", message: "Ended" } }),
      "unauthorized",
      "Ended",
    ],
    [
      "an envelope in another case",
      json(200, { ResponseCode: 403, Messages: [{ Message: "No access" }], Data: null }),
      "forbidden",
      "No access",
    ],
    ["an envelope in snake case", json(200, { response_code: 403, message: "No access" }), "forbidden", "No access"],
    [
      "an envelope in an envelope",
      json(200, envelope(200, undefined, envelope(403, "No access"))),
      "forbidden",
      "No access",
    ],
    ["no success, as text", json(200, { success: "false", message: "No access" }), "rejected", "No access"],
    ["a status in words", json(200, { status: "error", message: "No access" }), "rejected", "No access"],
  ];
  it("is found in a refusal with status 200, in all three calls", async () => {
    for (const call of ["token", "introspection", "userinfo"] as const) {
      for (const [form, answer, code, quoted] of hidden) {
        const error = await failureOf(answer, call);
        assert.deepEqual([error.code, error.status], [code, 200], `${form}, ${call}`);
        assert(error.message.includes(`“${quoted}”`), `${form}: ${error.message}`);
      }
    }
  });

  it("is not read from an envelope of success", async () => {
    const data = { access_token: "user/token", token_type: "Bearer", expires_in: 300, active: true, username: "me" };
    setup.sandbox.fail({ kind: "json200", value: envelope(200, undefined, data) }, 3);
    const [token, introspection, userinfo] = [await calls.token(), await calls.introspection(), await calls.userinfo()];
    assert(token.ok && introspection.ok && userinfo.ok);
    assert.deepEqual([token.value.accessToken, introspection.value.active], ["user/token", true]);
    assert.equal(userinfo.value.claims["username"], "me");
  });

  it("is not read from claims that resemble an envelope or an error", async () => {
    for (const claims of [
      {},
      { data: { x: 1 } },
      { error: null, username: "me" },
      { message: "hello" },
      { error: false, errors: [], success: true, username: "me" },
      { status: "active" },
    ]) {
      setup.sandbox.fail({ kind: "json200", value: claims });
      const result = await calls.userinfo();
      assert(result.ok);
      assert.deepEqual(result.value.claims, claims);
    }
  });

  it("is shown for an inactive token", async () => {
    const answers: [unknown, string | undefined][] = [
      [{ active: false }, undefined],
      [{ active: false, error_description: "The session was ended" }, "The session was ended"],
      [{ active: false, message: "bound to\n another IP" }, "bound to another IP"],
      [{ active: false, error: "revoked" }, "revoked"],
    ];
    for (const [value, reason] of answers) {
      setup.sandbox.fail({ kind: "json200", value });
      const result = await calls.introspection();
      assert(result.ok && !result.value.active);
      assert.equal(result.value.reason, reason);
    }
  });

  const limits: [string, ArgusError["reason"]][] = [
    ["The API key is not valid from this network", "keyElsewhere"],
    ["API key 1/2 may not be used from source 192.0.2.1", "keyElsewhere"],
    ["192.0.2.1 is not in the clientIPRange of the client", "clientElsewhere"],
    ["This client is not allowed from address 192.0.2.1", "clientElsewhere"],
    ["Client IP 192.0.2.1 is not allowed", "networkRefused"],
    ["Access denied from your network", "networkRefused"],
    ["The operation requires a higher security level", "sessionNeeded"],
    ["API keys are not permitted here", "sessionNeeded"],
    ["Missing function OAUTH-TOKEN", "functionMissing"],
    ["The role ALC-ACCESS is required", "functionMissing"],
    ["Computer says no", "forbidden"],
  ];
  it("is a limit of the key, client, network or user only if Argus says so", async () => {
    for (const [message, reason] of limits) {
      setup.sandbox.fail({ kind: "status", status: 403, message });
      const result = await calls.token();
      assert(!result.ok);
      assert.equal(result.error.reason, reason, message);
    }
  });
});
