import assert from "node:assert/strict";
import { basic, refusal, useSandbox, TOKEN, USERINFO, WHOAMI } from "./setup.ts";

describe("sandbox Argus", () => {
  const argus = useSandbox();

  describe("token", () => {
    it("answers as documented, including nulls", async () => {
      const response = await argus.askToken();
      const text = await response.text();
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.match(
        text,
        /^\{"access_token":"myUserName\/[\w+=-]+","id_token":null,"refresh_token":null,"token_type":"Bearer","expires_in":300\}$/,
      );
      assert.deepEqual(argus.sandbox.violations, []);
    });

    it("returns a different token for each call, some with characters that need encoding", async () => {
      const tokens = [await argus.newToken(), await argus.newToken()];
      assert.match(tokens[0]!, /\+.*=$/);
      assert.match(tokens[1]!, /^myUserName\/[\w-]+$/);
    });

    it("accepts a session token instead of the key", async () => {
      const bearer = (token: string) => argus.askToken({}, { Authorization: `Bearer ${token}` });
      assert.equal((await bearer(argus.sandbox.sessionToken)).status, 200);
      assert.deepEqual(await refusal(bearer("nobody")), [401, "Session token is not valid"]);
    });

    it("explains a bad key in the documented envelope", async () => {
      const response = await argus.askToken({}, { "Argus-API-Key": "wrong" });
      const message = "API key is not valid";
      assert.deepEqual(await response.json(), {
        responseCode: 401,
        limit: 0,
        offset: 0,
        count: 0,
        size: 0,
        metaData: {},
        messages: [{ message, messageTemplate: message, type: "ACTION_ERROR", field: null, parameter: null }],
        data: null,
      });
      const withKey = (key: string) => refusal(argus.askToken({}, { "Argus-API-Key": key }));
      assert.deepEqual(await withKey(argus.sandbox.expiredApiKey), [401, "API key has expired"]);
      assert.deepEqual(await withKey(argus.sandbox.foreignApiKey), [
        401,
        "API key is not valid from this network (127.0.0.1)",
      ]);
    });

    it("limits a key by network and time", async () => {
      const from = (ip: string) => argus.askToken({}, { "Argus-API-Key": argus.sandbox.apiKey, "X-Forwarded-For": ip });
      argus.sandbox.limitApiKey({ networks: ["10.0.0.0/8", "2001:db8::/32"], until: argus.clock + 1000 });
      for (const ip of ["10.1.2.3", "2001:db8::7"]) assert.equal((await from(ip)).status, 200);
      assert.deepEqual(await refusal(from("11.0.0.1")), [401, "API key is not valid from this network (11.0.0.1)"]);
      argus.clock += 1000;
      assert.deepEqual(await refusal(from("10.1.2.3")), [401, "API key has expired"]);
      argus.sandbox.limitApiKey({});
      assert.equal((await from("11.0.0.1")).status, 200);
    });

    it("refuses unknown clients and scopes with an OAuth error", async () => {
      const unknown = await argus.askToken({ client_id: "nobody" });
      assert.equal(unknown.status, 401);
      assert.deepEqual(await unknown.json(), { error: "invalid_client", error_description: "Unknown client" });
      const scope = await argus.askToken({ scope: "openid everything" });
      assert.equal(scope.status, 400);
      assert.match(await scope.text(), /^\{"error":"invalid_scope"/);
    });
  });

  describe("introspection", () => {
    it("describes a live token to a client that sends its secret in the body", async () => {
      const token = await argus.newToken();
      const response = await argus.introspect(token);
      assert.deepEqual(await response.json(), {
        active: true,
        token_type: "Bearer",
        exp: Math.floor(argus.clock / 1000 + 300),
        scope: "openid profile",
        username: "myUserName",
      });
      assert.deepEqual(argus.sandbox.violations, []);
    });

    it("accepts Basic credentials, plain and form-encoded, on both URLs", async () => {
      const token = await argus.newToken({ scope: "openid" });
      const encoded = new URLSearchParams({ secret: argus.sandbox.clientSecret }).toString().slice("secret=".length);
      for (const path of [TOKEN, "/oauth/introspect"]) {
        for (const secret of [argus.sandbox.clientSecret, encoded]) {
          const response = await argus.post(path, { token }, basic(argus.sandbox.clientId, secret));
          assert.match(await response.text(), /"active":true.*"scope":"openid"/);
        }
      }
      assert.deepEqual(argus.sandbox.violations, []);
    });

    it("accepts a client without a secret by its ID", async () => {
      const client = { client_id: argus.sandbox.publicClientId };
      const token = await argus.newToken(client);
      assert.match(await (await argus.post(TOKEN, { token, ...client })).text(), /"active":true/);
      assert.equal((await argus.post(TOKEN, { token, client_id: argus.sandbox.clientId })).status, 401);
    });

    it("refuses a client that cannot prove its identity", async () => {
      const token = await argus.newToken();
      for (const headers of [basic(argus.sandbox.clientId, "wrong"), basic("nobody", argus.sandbox.clientSecret)]) {
        const response = await argus.post(TOKEN, { token }, headers);
        assert.equal(response.status, 401);
        assert.match(response.headers.get("www-authenticate") ?? "", /^Basic/);
        assert.match(await response.text(), /^\{"error":"invalid_client"/);
      }
    });

    it("reports unknown, expired and other clients' tokens as inactive, and nothing else", async () => {
      const token = await argus.newToken();
      const others = await argus.newToken({ client_id: argus.sandbox.otherClientId });
      for (const one of ["nonsense", others])
        assert.equal(await (await argus.introspect(one)).text(), '{"active":false}');
      argus.clock += 299_999;
      assert.match(await (await argus.introspect(token)).text(), /"active":true/);
      argus.clock += 1;
      assert.equal(await (await argus.introspect(token)).text(), '{"active":false}');
    });
  });

  describe("userinfo", () => {
    it("returns the claims of the requested scopes", async () => {
      const claims = async (scope: string) =>
        Object.keys((await (await argus.get(USERINFO, await argus.newToken({ scope }))).json()) as object);
      assert.deepEqual(await claims("openid profile"), ["username", "name", "picture"]);
      assert.deepEqual(await claims("email groups"), ["email", "groups"]);
      assert.deepEqual(await claims("customer clientip"), [
        "customer_id",
        "domain_id",
        "customer_shortname",
        "customer_name",
        "client_ip",
      ]);
      assert.deepEqual(argus.sandbox.violations, []);
    });

    it("challenges a missing, unknown or expired token", async () => {
      const expired = await argus.newToken();
      argus.sandbox.expireAll();
      for (const pending of [
        fetch(argus.sandbox.url + USERINFO),
        argus.get(USERINFO, "nonsense"),
        argus.get(USERINFO, expired),
      ]) {
        const response = await pending;
        assert.equal(response.status, 401);
        assert.equal(response.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
        assert.match(await response.text(), /^\{"error":"invalid_token"/);
      }
    });
  });

  it("binds a token to one IP address in any notation", async () => {
    const token = await argus.newToken({ scope: "clientip" }, { "X-Forwarded-For": "10.1.2.3" });
    const from = (ip: string) => ({ "X-Forwarded-For": ip });
    assert.equal(await (await argus.introspect(token)).text(), '{"active":false}');
    assert.match(await (await argus.introspect(token, from("::ffff:10.1.2.3"))).text(), /"active":true/);
    assert.equal(await (await argus.get(USERINFO, token, from("10.1.2.3"))).text(), '{"client_ip":"10.1.2.3"}');
    assert.deepEqual(await refusal(argus.get(USERINFO, token)), [
      403,
      "The session is bound to another IP address than 127.0.0.1",
    ]);

    const v6 = await argus.newToken({}, from("2001:db8:0:0::1"));
    assert.match(await (await argus.introspect(v6, from("2001:DB8::1"))).text(), /"active":true/);
  });

  it("uses the given lifetime and argus.clock", async () => {
    argus.sandbox.setLifetime(2);
    argus.clock = Date.UTC(2030, 0, 1);
    const response = await argus.askToken();
    assert.match(await response.text(), /"expires_in":2\}$/);
    assert.equal(response.headers.get("date"), "Tue, 01 Jan 2030 00:00:00 GMT");
  });

  it("can have a fast or slow clock", async () => {
    const token = await argus.newToken();
    argus.sandbox.setClock(301_000);
    const ahead = await argus.introspect(token);
    assert.equal(ahead.headers.get("date"), new Date(argus.clock + 301_000).toUTCString());
    assert.equal(await ahead.text(), '{"active":false}');
    argus.sandbox.setClock(-60_000);
    const behind = await argus.introspect(token);
    assert.equal(behind.headers.get("date"), new Date(argus.clock - 60_000).toUTCString());
    assert.match(await behind.text(), /"active":true/);
  });

  describe("sample application", () => {
    it("greets the owner of a live token, and asks Argus about it", async () => {
      const token = await argus.newToken({}, { "X-Forwarded-For": "10.1.2.3" });
      const headers = { "X-Forwarded-For": "10.1.2.3", Authorization: `Bearer ${token}` };
      for (const init of [{ headers }, { headers, method: "POST", body: '{"any":"thing"}' }]) {
        const response = await fetch(argus.sandbox.url + WHOAMI, init);
        assert.deepEqual(await response.json(), { hello: "myUserName", scope: "openid profile", from: "10.1.2.3" });
      }
      assert.equal(argus.sandbox.requests.filter(({ fields }) => fields["token"] === token).length, 2);
      assert.deepEqual(argus.sandbox.violations, []);
    });

    it("explains why it refuses", async () => {
      const token = await argus.newToken();
      const elsewhere = await refusal(argus.get(WHOAMI, token, { "X-Forwarded-For": "10.9.9.9" }));
      assert.deepEqual([elsewhere[0], /not active.*10\.9\.9\.9/.test(elsewhere[1])], [401, true]);
      assert.match((await refusal(fetch(argus.sandbox.url + WHOAMI)))[1], /no header Authorization/);
      assert.equal((await fetch(argus.sandbox.url + WHOAMI, { method: "PUT" })).status, 405);
    });
  });
});
