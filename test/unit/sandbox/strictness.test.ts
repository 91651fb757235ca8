import assert from "node:assert/strict";
import { connect } from "node:net";
import { basic, refusal, useSandbox, TOKEN, USERINFO } from "./setup.ts";

describe("sandbox strictness", () => {
  const argus = useSandbox();

  /** A correct call except for the given parts. */
  const rawToken = (body: string, headers: Record<string, string> = {}) =>
    fetch(argus.sandbox.url + TOKEN, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Argus-API-Key": argus.sandbox.apiKey,
        ...headers,
      },
    });
  const good = () => `grant_type=client_credentials&client_id=${argus.sandbox.clientId}`;

  async function refuses(pending: Promise<Response>, message: RegExp, status = 400): Promise<void> {
    const [actual, text] = await refusal(pending);
    assert.equal(actual, status);
    assert.match(text, message);
    assert.ok(argus.sandbox.violations.at(-1)!.includes(text));
  }

  it("refuses other methods, paths and content types", async () => {
    await refuses(fetch(argus.sandbox.url + TOKEN), /must be POST/, 405);
    await refuses(argus.post(USERINFO, {}), /must be GET/, 405);
    await refuses(argus.post(`/${argus.sandbox.apiKey}`, {}), /no such endpoint/, 404);
    await refuses(rawToken("{}", { "Content-Type": "application/json" }), /Content-Type must be/, 415);
    assert.equal(argus.sandbox.violations[2], "POST (unknown path): there is no such endpoint");
  });

  it("refuses bodies that differ from the documentation", async () => {
    await refuses(rawToken("client_id=x&grant_type=password"), /grant_type must be client_credentials/);
    await refuses(rawToken("grant_type=client_credentials"), /client_id is missing/);
    await refuses(rawToken(`${good()}&client_id=x`), /client_id is repeated/);
    await refuses(rawToken(`${good()}&scope=`), /scope is empty/);
    await refuses(rawToken(`${good()}&client_secret=x`), /client_secret does not belong here/);
    await refuses(rawToken(`${good()}&${argus.sandbox.clientId}=x`), /a field that is not OAuth's/);
    await refuses(argus.post(TOKEN, { client_id: argus.sandbox.clientId }, {}), /token is missing/);
  });

  it("refuses a value that is not form-encoded UTF-8", async () => {
    for (const value of ["myUserName/abc", "abc=", "caf%E9", "50%", "café"]) {
      const withoutKey = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" };
      const body = `client_id=x&token=${value}`;
      await refuses(
        fetch(argus.sandbox.url + TOKEN, { method: "POST", headers: withoutKey, body }),
        /^token is not form-enc/,
      );
    }
    assert.equal(argus.sandbox.violations.length, 5);
  });

  it("refuses zero, two, or misplaced credentials", async () => {
    await refuses(argus.askToken({}, {}), /exactly one credential is needed, there are 0/);
    await refuses(rawToken(good(), { Authorization: "Bearer x" }), /exactly one credential is needed, there are 2/);
    await refuses(rawToken(good(), { Cookie: "a=b" }), /cookie does not belong/);
    await refuses(argus.askToken({}, basic("a", "b")), /must be Bearer/);
    await refuses(argus.introspect("t", { "Argus-API-Key": argus.sandbox.apiKey }), /argus-api-key does not belong/);
    await refuses(argus.introspect("t", basic("a", "b")), /authenticates twice/);
    await refuses(argus.post(TOKEN, { token: "t" }, { Authorization: "Bearer x" }), /must be Basic/);
    await refuses(argus.get(USERINFO, "two words"), /must be Bearer/);
  });

  it("refuses queries, lists of addresses and bodies of a GET", async () => {
    await refuses(argus.post(`${TOKEN}?key=${argus.sandbox.apiKey}`, { token: "t", client_id: "x" }), /no query/);
    await refuses(argus.introspect("t", { "X-Forwarded-For": "10.0.0.1, 10.0.0.2" }), /must be one IP address/);
    await refuses(argus.get(USERINFO, "t", { "Content-Type": "text/plain" }), /no body/);
  });

  it("refuses repeated and missing headers", async () => {
    const body = "token=t&client_id=x";
    const answer = await raw(
      `POST ${TOKEN} HTTP/1.1\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.1\r\nConnection: close\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.deepEqual(argus.sandbox.violations, [
      `POST ${TOKEN}: the header x-forwarded-for is repeated`,
      `POST ${TOKEN}: Host is missing`,
    ]);
  });

  it("keeps secrets out of violations and log lines", async () => {
    const lines: string[] = [];
    await argus.sandbox.close();
    await argus.start({ log: (line) => lines.push(line) });
    await refusal(argus.post(`/${argus.sandbox.apiKey}?${argus.sandbox.clientSecret}`, {}));
    await refusal(rawToken(`${encodeURIComponent(argus.sandbox.clientSecret)}=${argus.sandbox.apiKey}`));
    await argus.sandbox.seen(({ target, status }) => target === TOKEN && status === 400);
    const output = [...argus.sandbox.violations, ...lines].join("\n");
    assert.match(output, /POST \(unknown path\): 404/);
    for (const secret of [argus.sandbox.apiKey, argus.sandbox.clientSecret]) assert.ok(!output.includes(secret));
  });

  /** Sends raw bytes and reads to the end of the connection. */
  async function raw(text: string): Promise<string> {
    const socket = connect(Number(new URL(argus.sandbox.url).port), "127.0.0.1");
    socket.write(text);
    let answer = "";
    for await (const chunk of socket.setEncoding("utf8")) answer += chunk as string;
    return answer;
  }
});
