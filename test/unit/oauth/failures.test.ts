import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { ArgusError, ErrorCode } from "../../../common/protocol/errors.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Fault } from "../../sandbox/sandbox.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("failures of a call", () => {
  const setup = useSandbox();

  async function failureOf(change: Partial<Profile> = {}, timeoutMs = 5000): Promise<ArgusError> {
    const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const result = await requestToken({ ...setup.profile, ...change }, credential, setup.context({ timeoutMs }));
    assert(!result.ok, "the call went well");
    assert(!JSON.stringify(result).includes(setup.sandbox.apiKey), "the key is in the error");
    return result.error;
  }

  const faults: [Fault, ErrorCode, RegExp][] = [
    [{ kind: "html200" }, "badResponse", /web page titled/],
    [{ kind: "truncatedJson" }, "badResponse", /cut off/],
    [{ kind: "truncatedBody" }, "connect", /closed (the connection )?before/],
    [{ kind: "bytes", bytes: "SSH-2.0-OpenSSH_9.6\r\n" }, "badResponse", /does not answer in HTTP/],
    [{ kind: "reset" }, "connect", /closed (the connection )?before/],
    [{ kind: "resetAfterHeaders" }, "connect", /closed (the connection )?before/],
    [{ kind: "huge", announced: true }, "tooLarge", /1 MiB/],
    [{ kind: "huge", announced: false }, "tooLarge", /1 MiB/],
    [
      { kind: "redirect", location: "https://elsewhere.example/login?key=1" },
      "redirected",
      /redirected to https:\/\/elsewhere\.example\. /,
    ],
    [{ kind: "redirect", location: "/other", status: 302 }, "redirected", /another path\. /],
    [{ kind: "json200", value: [] }, "badResponse", /not an object/],
    [{ kind: "json200", value: {} }, "badResponse", /access_token is missing/],
    [
      { kind: "json200", value: { access_token: `me/${"25".repeat(10_000)}`, expires_in: 300 } },
      "badResponse",
      /access_token must not have more than 16384 characters/,
    ],
    [{ kind: "json200", value: { access_token: null } }, "badResponse", /access_token must be string/],
    [
      { kind: "json200", value: { access_token: "a\nb", expires_in: 300 } },
      "badResponse",
      /access_token must be one line/,
    ],
    [
      { kind: "json200", value: { access_token: "a/b", expires_in: "soon" } },
      "badResponse",
      /expires_in must be a number of seconds/,
    ],
    [
      { kind: "json200", value: { access_token: "a/b", token_type: "mac", expires_in: 3 } },
      "badResponse",
      /token_type/,
    ],
    [{ kind: "status", status: 401, body: "oauth" }, "unauthorized", /“The sandbox was told to answer 401”/],
    [
      { kind: "status", status: 401, body: "empty" },
      "unauthorized",
      /did not accept the API key\. The answer gave no reason \(HTTP 401\)\./,
    ],
    [{ kind: "status", status: 403, message: "no permission" }, "forbidden", /“no permission”/],
    [{ kind: "status", status: 404, body: "html" }, "notFound", /web page titled.*HTTP 404/],
    [{ kind: "status", status: 407, body: "html" }, "proxy", /proxy/],
    [{ kind: "status", status: 400 }, "rejected", /HTTP 400/],
    [{ kind: "status", status: 500, body: "html" }, "unavailable", /titled.*HTTP 500/],
    [{ kind: "status", status: 503, retryAfter: 60 }, "unavailable", /HTTP 503/],
  ];
  it("have a code for each fault", () =>
    eachCase(
      faults,
      ([fault, code]) => `${JSON.stringify(fault)}, ${code}`,
      async ([fault, code, message]) => {
        setup.sandbox.fail(fault);
        const error = await failureOf();
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert(error.hint, "nothing says what to do");
      },
    )).timeout(30_000);

  it("name the encoding of an answer that is not UTF-8", async () => {
    const fault = { kind: "contentType", contentType: "application/json" } as const;
    setup.sandbox.fail({ ...fault, encoding: "utf16le" });
    assert.match((await failureOf()).message, /JSON in UTF-16 instead of UTF-8/);
    const answers: [Buffer, Record<string, string>, RegExp][] = [
      [Buffer.from('{"name":"é"}', "latin1"), {}, /JSON in an encoding other/],
      [Buffer.from('{"name":"é"}', "latin1"), { "content-type": "text/json; charset=latin1" }, /JSON in latin1/],
      [gzipSync('{"name":"e"}'), {}, /is compressed \(gzip\)/],
      [gzipSync('{"name":"e"}'), { "content-encoding": "gzip" }, /is compressed \(gzip\)/],
    ];
    let next = answers[0];
    const server = createHttpServer((_, response) => {
      const [body, headers] = next ?? [Buffer.alloc(0), {}];
      response.writeHead(200, { ...headers, "content-length": body.length }).end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      for (const answer of answers) {
        next = answer;
        const result = await requestUserinfo({ ...setup.profile, url }, "user/token", setup.context());
        assert(!result.ok);
        assert.match(result.error.message, answer[2]);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("say when to try again, from seconds or a date", async () => {
    setup.sandbox.fail({ kind: "status", status: 429, headers: { "Retry-After": "7" } });
    assert.equal((await failureOf()).retryAfterMs, 7000);
    const date = new Date(Date.now() + 60_000).toUTCString();
    setup.sandbox.fail({ kind: "status", status: 503, headers: { "Retry-After": date } });
    const { retryAfterMs } = await failureOf();
    assert(retryAfterMs !== undefined && retryAfterMs > 50_000 && retryAfterMs <= 60_000);
    setup.sandbox.fail({ kind: "status", status: 429, headers: { "Retry-After": "0" } }, 3);
    assert.equal((await failureOf()).hint, "Try again.");
  });

  it("do not repeat a reflected key, in any form", async () => {
    const { apiKey } = setup.sandbox;
    const forms = [apiKey, encodeURIComponent(apiKey), Buffer.from(apiKey).toString("base64")];
    setup.sandbox.fail({ kind: "status", status: 401, message: `bad key ${forms.join(" and ")} here` });
    const { message } = await failureOf();
    for (const form of forms) assert(!message.includes(form));
    assert.match(message, /bad key \[redacted\]/);
    setup.sandbox.fail({ kind: "redirect", location: `https://elsewhere.example/${apiKey}` });
    await failureOf();
  });

  it("do not repeat part of a key from a cut text or a header", async () => {
    const { apiKey } = setup.sandbox;
    const page = `<html><title>${"x".repeat(290)}${apiKey}</title>`;
    const told = [
      { status: 200, body: page },
      { status: 502, body: page },
      { status: 502, body: JSON.stringify({ error: "x".repeat(290) + apiKey }) },
    ];
    for (const each of told) {
      setup.sandbox.fail({ kind: "answer", ...each });
      assert(!(await failureOf()).message.includes(apiKey.slice(0, 7)));
    }
    // A host name or content type cannot contain a slash.
    const key = "reflected-key-8d1f";
    const credential = { kind: "apiKey", apiKey: key } as const;
    for (const headers of [{ location: `https://${key}.example/` }, { "content-type": `text/${key}` }]) {
      setup.sandbox.fail({ kind: "answer", status: "location" in headers ? 307 : 200, headers, body: "words" });
      const result = await requestToken(setup.profile, credential, setup.context());
      assert(!result.ok);
      assert(!result.error.message.includes(key), result.error.message);
    }
  });

  for (const kind of ["silent", "slowBody"] as const) {
    it(`end the call when its time is over: ${kind}`, async () => {
      setup.sandbox.fail({ kind });
      const error = await failureOf({}, 200);
      assert.equal(error.code, "timeout");
      assert.match(error.message, /within 0\.2 s/);
      await setup.sandbox.seen((request) => request.aborted);
    });

    it(`close the socket of a cancelled call: ${kind}`, async () => {
      setup.sandbox.fail({ kind });
      const controller = new AbortController();
      const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
      const call = requestToken(setup.profile, credential, setup.context({ signal: controller.signal }));
      await setup.sandbox.seen(() => true);
      controller.abort();
      const result = await call;
      assert(!result.ok && result.error.code === "cancelled");
      await setup.sandbox.seen((request) => request.aborted);
    });
  }

  it("name a closed port, and an unknown host", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const refused = await failureOf({ url: `http://127.0.0.1:${port}` });
    assert.equal(refused.code, "connect");
    assert.match(refused.message, /connection refused/);
    const unknown = await failureOf({ url: "https://argus.invalid" });
    assert.equal(unknown.code, "dns");
    assert.match(unknown.message, /argus\.invalid/);
  });

  it("report a port without TLS", async () => {
    const error = await failureOf({ url: setup.sandbox.url.replace("http:", "https:") });
    assert.equal(error.code, "tls");
    assert.match(error.message, /TLS/);
  });

  const refused: [Partial<Profile>, ErrorCode][] = [
    [{ url: "not a url" }, "invalidProfile"],
    [{ url: "ftp://127.0.0.1" }, "invalidProfile"],
    [{ url: "https://me:secret@127.0.0.1" }, "invalidProfile"],
    [{ url: "http://api.mnemonic.no" }, "insecureUrl"],
    [{ url: "http://127.0.0.1.example.com" }, "insecureUrl"],
    [{ url: "http://localhost.example.com" }, "insecureUrl"],
    [{ endpoints: { token: "https://elsewhere.example/token" } }, "invalidProfile"],
    [{ endpoints: { token: "//elsewhere.example/token" } }, "invalidProfile"],
    [{ endpoints: { token: "\\\\elsewhere.example/token" } }, "invalidProfile"],
    [{ endpoints: { token: "http://[oops" } }, "invalidProfile"],
    [{ forwardedFor: "192.0.2.1, 192.0.2.2" }, "invalidProfile"],
    [{ forwardedFor: "192.0.2.1\r\nX: y" }, "invalidProfile"],
  ];
  it("send nothing for an invalid profile or credential", () =>
    eachCase(
      refused,
      ([change, code]) => `${JSON.stringify(change)}, ${code}`,
      async ([change, code]) => {
        assert.equal((await failureOf(change)).code, code);
        assert.equal(setup.sandbox.requests.length, 0);
      },
    )).timeout(30_000);
});
