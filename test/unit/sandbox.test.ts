import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { startSandbox, type Fault, type Sandbox, type SandboxOptions } from "../sandbox/sandbox.ts";

const TOKEN = "/authentication/v1/oauth/token";
const USERINFO = "/authentication/v1/oauth/userinfo";
const WHOAMI = "/app/whoami";

describe("sandbox Argus", () => {
  let clock: number;
  let sandbox: Sandbox;

  const start = (options: SandboxOptions = {}): Promise<Sandbox> => startSandbox({ now: () => clock, ...options });

  beforeEach(async () => {
    clock = Date.now();
    sandbox = await start();
  });
  afterEach(() => sandbox.close());

  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + path, { method: "POST", body: new URLSearchParams(fields), headers });
  const get = (path: string, token: string, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + path, { headers: { Authorization: `Bearer ${token}`, ...headers } });

  const askToken = (fields: Record<string, string> = {}, headers?: Record<string, string>) =>
    post(
      TOKEN,
      { grant_type: "client_credentials", client_id: sandbox.clientId, ...fields },
      headers ?? { "Argus-API-Key": sandbox.apiKey },
    );
  const newToken = async (fields: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const response = await askToken(fields, { "Argus-API-Key": sandbox.apiKey, ...headers });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const introspect = (token: string, headers: Record<string, string> = {}) =>
    post(TOKEN, { token, client_id: sandbox.clientId, client_secret: sandbox.clientSecret }, headers);

  const basic = (id: string, secret: string) => ({
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  });

  /** The status and the first message of an Argus envelope. */
  async function refusal(pending: Promise<Response>): Promise<[number, string]> {
    const response = await pending;
    const body = (await response.json()) as { responseCode: number; messages: { message: string }[] };
    assert.equal(body.responseCode, response.status);
    return [response.status, body.messages[0]!.message];
  }

  describe("token", () => {
    it("answers as documented, nulls included", async () => {
      const response = await askToken();
      const text = await response.text();
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.match(
        text,
        /^\{"access_token":"myUserName\/[\w+=-]+","id_token":null,"refresh_token":null,"token_type":"Bearer","expires_in":300\}$/,
      );
      assert.deepEqual(sandbox.violations, []);
    });

    it("gives each call its own token, some with characters that need encoding", async () => {
      const tokens = [await newToken(), await newToken()];
      assert.match(tokens[0]!, /\+.*=$/);
      assert.match(tokens[1]!, /^myUserName\/[\w-]+$/);
    });

    it("accepts the session token in place of the key", async () => {
      const bearer = (token: string) => askToken({}, { Authorization: `Bearer ${token}` });
      assert.equal((await bearer(sandbox.sessionToken)).status, 200);
      assert.deepEqual(await refusal(bearer("nobody")), [401, "Session token is not valid"]);
      assert.deepEqual(await refusal(bearer("eyJh.eyJz.c2ln")), [401, "The sandbox cannot check a signed JWT yet"]);
    });

    it("says in the documented envelope what is wrong with a key", async () => {
      const response = await askToken({}, { "Argus-API-Key": "wrong" });
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
      const withKey = (key: string) => refusal(askToken({}, { "Argus-API-Key": key }));
      assert.deepEqual(await withKey(sandbox.expiredApiKey), [401, "API key has expired"]);
      assert.deepEqual(await withKey(sandbox.foreignApiKey), [
        401,
        "API key is not valid from this network (127.0.0.1)",
      ]);
    });

    it("refuses unknown clients and scopes with an OAuth error", async () => {
      const unknown = await askToken({ client_id: "nobody" });
      assert.equal(unknown.status, 401);
      assert.deepEqual(await unknown.json(), { error: "invalid_client", error_description: "Unknown client" });
      const scope = await askToken({ scope: "openid everything" });
      assert.equal(scope.status, 400);
      assert.match(await scope.text(), /^\{"error":"invalid_scope"/);
    });
  });

  describe("introspection", () => {
    it("answers for a live token with the secret in the body", async () => {
      const token = await newToken();
      const response = await introspect(token);
      assert.deepEqual(await response.json(), {
        active: true,
        token_type: "Bearer",
        exp: Math.floor(clock / 1000 + 300),
        scope: "openid profile",
        username: "myUserName",
      });
      assert.deepEqual(sandbox.violations, []);
    });

    it("takes Basic credentials, plain and form-encoded, on both URLs", async () => {
      const token = await newToken({ scope: "openid" });
      const encoded = new URLSearchParams({ secret: sandbox.clientSecret }).toString().slice("secret=".length);
      for (const path of [TOKEN, "/oauth/introspect"]) {
        for (const secret of [sandbox.clientSecret, encoded]) {
          const response = await post(path, { token }, basic(sandbox.clientId, secret));
          assert.match(await response.text(), /"active":true.*"scope":"openid"/);
        }
      }
      assert.deepEqual(sandbox.violations, []);
    });

    it("lets a client without a secret name itself", async () => {
      const client = { client_id: sandbox.publicClientId };
      const token = await newToken(client);
      assert.match(await (await post(TOKEN, { token, ...client })).text(), /"active":true/);
      assert.equal((await post(TOKEN, { token, client_id: sandbox.clientId })).status, 401);
    });

    it("refuses a client that is not who it says", async () => {
      const token = await newToken();
      for (const headers of [basic(sandbox.clientId, "wrong"), basic("nobody", sandbox.clientSecret)]) {
        const response = await post(TOKEN, { token }, headers);
        assert.equal(response.status, 401);
        assert.match(response.headers.get("www-authenticate") ?? "", /^Basic/);
        assert.match(await response.text(), /^\{"error":"invalid_client"/);
      }
    });

    it("calls unknown, expired and other clients' tokens inactive, and says no more", async () => {
      const token = await newToken();
      const others = await newToken({ client_id: sandbox.otherClientId });
      for (const one of ["nonsense", others]) assert.equal(await (await introspect(one)).text(), '{"active":false}');
      clock += 299_999;
      assert.match(await (await introspect(token)).text(), /"active":true/);
      clock += 1;
      assert.equal(await (await introspect(token)).text(), '{"active":false}');
    });
  });

  describe("userinfo", () => {
    it("answers the claims of the scopes that were asked for", async () => {
      const claims = async (scope: string) =>
        Object.keys((await (await get(USERINFO, await newToken({ scope }))).json()) as object);
      assert.deepEqual(await claims("openid profile"), ["username", "name", "picture"]);
      assert.deepEqual(await claims("email groups"), ["email", "groups"]);
      assert.deepEqual(await claims("customer clientip"), [
        "customer_id",
        "domain_id",
        "customer_shortname",
        "customer_name",
        "client_ip",
      ]);
      assert.deepEqual(sandbox.violations, []);
    });

    it("challenges a missing, unknown or expired token", async () => {
      const expired = await newToken();
      sandbox.expireAll();
      for (const pending of [fetch(sandbox.url + USERINFO), get(USERINFO, "nonsense"), get(USERINFO, expired)]) {
        const response = await pending;
        assert.equal(response.status, 401);
        assert.equal(response.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
        assert.match(await response.text(), /^\{"error":"invalid_token"/);
      }
    });
  });

  it("binds a token to one IP address, however it is written", async () => {
    const token = await newToken({ scope: "clientip" }, { "X-Forwarded-For": "10.1.2.3" });
    const from = (ip: string) => ({ "X-Forwarded-For": ip });
    assert.equal(await (await introspect(token)).text(), '{"active":false}');
    assert.match(await (await introspect(token, from("::ffff:10.1.2.3"))).text(), /"active":true/);
    assert.equal(await (await get(USERINFO, token, from("10.1.2.3"))).text(), '{"client_ip":"10.1.2.3"}');
    assert.deepEqual(await refusal(get(USERINFO, token)), [
      403,
      "The session is bound to another IP address than 127.0.0.1",
    ]);

    const v6 = await newToken({}, from("2001:db8:0:0::1"));
    assert.match(await (await introspect(v6, from("2001:DB8::1"))).text(), /"active":true/);
  });

  it("lives by the lifetime and the clock it is given", async () => {
    sandbox.setLifetime(2);
    clock = Date.UTC(2030, 0, 1);
    const response = await askToken();
    assert.match(await response.text(), /"expires_in":2\}$/);
    assert.equal(response.headers.get("date"), "Tue, 01 Jan 2030 00:00:00 GMT");
  });

  describe("sample application", () => {
    it("greets who brings a live token, and asks Argus for it", async () => {
      const token = await newToken({}, { "X-Forwarded-For": "10.1.2.3" });
      const headers = { "X-Forwarded-For": "10.1.2.3", Authorization: `Bearer ${token}` };
      for (const init of [{ headers }, { headers, method: "POST", body: '{"any":"thing"}' }]) {
        const response = await fetch(sandbox.url + WHOAMI, init);
        assert.deepEqual(await response.json(), { hello: "myUserName", scope: "openid profile", from: "10.1.2.3" });
      }
      assert.equal(sandbox.requests.filter(({ fields }) => fields["token"] === token).length, 2);
      assert.deepEqual(sandbox.violations, []);
    });

    it("says why it does not", async () => {
      const token = await newToken();
      const elsewhere = await refusal(get(WHOAMI, token, { "X-Forwarded-For": "10.9.9.9" }));
      assert.deepEqual([elsewhere[0], /not active.*10\.9\.9\.9/.test(elsewhere[1])], [401, true]);
      assert.match((await refusal(fetch(sandbox.url + WHOAMI)))[1], /no header Authorization/);
      assert.equal((await fetch(sandbox.url + WHOAMI, { method: "PUT" })).status, 405);
    });
  });

  describe("strictness", () => {
    /** A call that is right but for what is given. */
    const rawToken = (body: string, headers: Record<string, string> = {}) =>
      fetch(sandbox.url + TOKEN, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "Argus-API-Key": sandbox.apiKey,
          ...headers,
        },
      });
    const good = () => `grant_type=client_credentials&client_id=${sandbox.clientId}`;

    async function refuses(pending: Promise<Response>, message: RegExp, status = 400): Promise<void> {
      const [actual, text] = await refusal(pending);
      assert.equal(actual, status);
      assert.match(text, message);
      assert.ok(sandbox.violations.at(-1)!.includes(text));
    }

    it("refuses other methods, paths and content types", async () => {
      await refuses(fetch(sandbox.url + TOKEN), /must be POST/, 405);
      await refuses(post(USERINFO, {}), /must be GET/, 405);
      await refuses(post(`/${sandbox.apiKey}`, {}), /no such endpoint/, 404);
      await refuses(rawToken("{}", { "Content-Type": "application/json" }), /Content-Type must be/, 415);
      assert.equal(sandbox.violations[2], "POST (unknown path): there is no such endpoint");
    });

    it("refuses bodies that are not as documented", async () => {
      await refuses(rawToken("client_id=x&grant_type=password"), /grant_type must be client_credentials/);
      await refuses(rawToken("grant_type=client_credentials"), /client_id is missing/);
      await refuses(rawToken(`${good()}&client_id=x`), /client_id is repeated/);
      await refuses(rawToken(`${good()}&scope=`), /scope is empty/);
      await refuses(rawToken(`${good()}&client_secret=x`), /client_secret does not belong here/);
      await refuses(rawToken(`${good()}&${sandbox.clientId}=x`), /a field that is not OAuth's/);
      await refuses(post(TOKEN, { client_id: sandbox.clientId }, {}), /token is missing/);
    });

    it("refuses a value that was not form-encoded in UTF-8", async () => {
      for (const value of ["myUserName/abc", "abc=", "caf%E9", "50%", "café"]) {
        const withoutKey = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" };
        const body = `client_id=x&token=${value}`;
        await refuses(
          fetch(sandbox.url + TOKEN, { method: "POST", headers: withoutKey, body }),
          /^token is not form-enc/,
        );
      }
      assert.equal(sandbox.violations.length, 5);
    });

    it("refuses none, two, or misplaced credentials", async () => {
      await refuses(askToken({}, {}), /exactly one credential is needed, there are 0/);
      await refuses(rawToken(good(), { Authorization: "Bearer x" }), /exactly one credential is needed, there are 2/);
      await refuses(rawToken(good(), { Cookie: "a=b" }), /cookie does not belong/);
      await refuses(askToken({}, basic("a", "b")), /must be Bearer/);
      await refuses(introspect("t", { "Argus-API-Key": sandbox.apiKey }), /argus-api-key does not belong/);
      await refuses(introspect("t", basic("a", "b")), /authenticates twice/);
      await refuses(post(TOKEN, { token: "t" }, { Authorization: "Bearer x" }), /must be Basic/);
      await refuses(get(USERINFO, "two words"), /must be Bearer/);
    });

    it("refuses queries, lists of addresses and bodies of a GET", async () => {
      await refuses(post(`${TOKEN}?key=${sandbox.apiKey}`, { token: "t", client_id: "x" }), /no query/);
      await refuses(introspect("t", { "X-Forwarded-For": "10.0.0.1, 10.0.0.2" }), /must be one IP address/);
      await refuses(get(USERINFO, "t", { "Content-Type": "text/plain" }), /no body/);
    });

    it("refuses repeated and missing headers", async () => {
      const body = "token=t&client_id=x";
      const answer = await raw(
        `POST ${TOKEN} HTTP/1.1\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.1\r\nConnection: close\r\n` +
          `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.deepEqual(sandbox.violations, [
        `POST ${TOKEN}: the header x-forwarded-for is repeated`,
        `POST ${TOKEN}: Host is missing`,
      ]);
    });

    it("keeps secrets out of violations and log lines", async () => {
      const lines: string[] = [];
      await sandbox.close();
      sandbox = await start({ log: (line) => lines.push(line) });
      await refusal(post(`/${sandbox.apiKey}?${sandbox.clientSecret}`, {}));
      await refusal(rawToken(`${encodeURIComponent(sandbox.clientSecret)}=${sandbox.apiKey}`));
      await sandbox.seen(({ target, status }) => target === TOKEN && status === 400);
      const output = [...sandbox.violations, ...lines].join("\n");
      assert.match(output, /POST \(unknown path\): 404/);
      for (const secret of [sandbox.apiKey, sandbox.clientSecret]) assert.ok(!output.includes(secret));
    });
  });

  describe("faults", () => {
    const failing = async (fault: Fault): Promise<Response> => {
      sandbox.fail(fault);
      return askToken();
    };

    it("go away after as many calls as asked for, in their order", async () => {
      sandbox.fail({ kind: "status", status: 503 }, 2);
      sandbox.fail({ kind: "status", status: 429, headers: { "Retry-After": "7" } });
      const statuses: number[] = [];
      for (let call = 0; call < 4; call++) statuses.push((await askToken()).status);
      assert.deepEqual(statuses, [503, 503, 429, 200]);
    });

    it("answer errors in each of the bodies there are", async () => {
      const body = async (body: "oauth" | "envelope" | "html" | "empty") =>
        (await failing({ kind: "status", status: 403, body, message: "No entry" })).text();
      assert.equal(await body("oauth"), '{"error":"access_denied","error_description":"No entry"}');
      assert.match(await body("envelope"), /^\{"responseCode":403,.*"message":"No entry"/);
      assert.match(await body("html"), /<title>No entry<\/title>/);
      assert.equal(await body("empty"), "");
    });

    it("answer what is no token: other JSON, HTML, other content types, cut JSON", async () => {
      assert.deepEqual(await (await failing({ kind: "json200", value: [1] })).json(), [1]);
      assert.match(await (await failing({ kind: "html200" })).text(), /^<!DOCTYPE html>/);
      const type = await failing({ kind: "contentType", contentType: "text/plain", encoding: "utf16le" });
      assert.equal(type.headers.get("content-type"), "text/plain");
      assert.match(Buffer.from(await type.arrayBuffer()).toString("utf16le"), /^\{"access_token"/);
      await assert.rejects((await failing({ kind: "truncatedJson" })).json(), SyntaxError);
    });

    it("answer 10 MiB, announced or not", async () => {
      for (const announced of [true, false]) {
        const response = await failing({ kind: "huge", announced });
        assert.equal(response.headers.has("content-length"), announced);
        assert.equal((await response.arrayBuffer()).byteLength, 10 * 1024 * 1024);
      }
    });

    it("redirect", async () => {
      sandbox.fail({ kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
      const response = await fetch(sandbox.url + USERINFO, { redirect: "manual" });
      assert.deepEqual([response.status, response.headers.get("location")], [307, "http://127.0.0.1:1/elsewhere"]);
    });

    it("cut the connection before the headers, after them, or in the body, and do not blame the client", async () => {
      await assert.rejects(failing({ kind: "reset" }), TypeError);
      for (const kind of ["resetAfterHeaders", "truncatedBody"] as const) {
        const response = await failing({ kind });
        assert.equal(response.status, 200);
        await assert.rejects(response.text(), TypeError);
      }
      assert.deepEqual(
        sandbox.requests.map(({ aborted }) => aborted),
        [false, false, false],
      );
    });

    it("are silent until the client gives up, which is on record", async () => {
      for (const kind of ["silent", "slowBody"] as const) {
        sandbox.fail({ kind });
        const controller = new AbortController();
        const call = fetch(sandbox.url + USERINFO, { signal: controller.signal, headers: { "X-Kind": kind } });
        const body = call.then((response) => response.text());
        const isIt = (headers: Record<string, string>): boolean => headers["x-kind"] === kind;
        const request = await sandbox.seen(({ headers }) => isIt(headers));
        if (kind === "slowBody") assert.equal((await call).status, 401);
        assert.equal(request.aborted, false);
        controller.abort();
        await assert.rejects(body, { name: "AbortError" });
        await sandbox.seen(({ headers, aborted }) => aborted && isIt(headers));
      }
    });

    it("do not excuse a wrong call", async () => {
      sandbox.fail({ kind: "status", status: 500 });
      assert.equal((await askToken({}, {})).status, 500);
      assert.equal(sandbox.violations.length, 1);
    });
  });

  it("records what was sent", async () => {
    await askToken({ scope: "openid" });
    const request = await sandbox.seen(({ status }) => status === 200);
    assert.deepEqual([request.method, request.target, request.aborted], ["POST", TOKEN, false]);
    assert.equal(request.headers["argus-api-key"], sandbox.apiKey);
    assert.deepEqual(request.fields, {
      grant_type: "client_credentials",
      client_id: sandbox.clientId,
      scope: "openid",
    });
    await assert.rejects(
      sandbox.seen(() => false, 1),
      /saw no such request/,
    );
  });

  it("stands beside others and shares nothing with them", async () => {
    const other = await start({ apiKey: "fixed" });
    assert.notEqual(other.url, sandbox.url);
    assert.notEqual(other.clientId, sandbox.clientId);
    assert.equal(other.apiKey, "fixed");
    await other.close();
    await other.close();
    assert.equal((await askToken()).status, 200);
  });

  it("ends open connections when it is closed", async () => {
    const idle = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    await once(idle, "connect");
    sandbox.fail({ kind: "silent" });
    const call = askToken();
    await sandbox.seen(() => true);
    const closed = once(idle, "close");
    await Promise.all([sandbox.close(), assert.rejects(call, TypeError), closed]);
    assert.equal(sandbox.requests[0]!.aborted, false);
  });

  /** Sends bytes as they are and reads to the end of the connection. */
  async function raw(text: string): Promise<string> {
    const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    socket.write(text);
    let answer = "";
    for await (const chunk of socket.setEncoding("utf8")) answer += chunk as string;
    return answer;
  }
});

describe("npm run sandbox", () => {
  const script = fileURLToPath(new URL("../sandbox/main.ts", import.meta.url));
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [script, ...args], { env: { ...process.env, NODE_NO_WARNINGS: "1" } });

  /** What a process that is to fail says. */
  async function complaint(...args: string[]): Promise<string> {
    const child = run(...args);
    let text = "";
    child.stderr!.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    assert.deepEqual(await once(child, "close"), [1, null]);
    return text.trim();
  }

  it("prints what one needs, serves, and stops on a signal", async () => {
    const child = run("--port", "0", "--lifetime", "20");
    const output = child.stdout!.setEncoding("utf8");
    let text = "";
    while (!text.includes("Bearer <token>")) text += String(await once(output, "data"));
    output.resume();
    assert.match(text, /Tokens live 20 s.*API key +sandbox\/demo\/key.*Client secret +sandbox-secret/s);
    const url = /URL +(\S+)/.exec(text)![1]!;
    assert.equal((await fetch(url + USERINFO)).status, 401);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [0, null]);
  });

  it("says in one sentence what it cannot do", async () => {
    const sandbox = await startSandbox();
    const [taken, badPort, unknown] = await Promise.all([
      complaint("--port", new URL(sandbox.url).port),
      complaint("--port", "x"),
      complaint("--speed", "1"),
    ]).finally(() => sandbox.close());
    assert.match(taken, /^Port \d+ is taken; choose another one, or 0 for any: .*$/);
    assert.equal(badPort, "--port must be a whole number from 0 to 65535.");
    assert.equal(unknown, "Unknown option '--speed'.");
  });
});
