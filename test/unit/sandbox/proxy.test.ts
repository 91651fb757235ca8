import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { startProxy, type Proxy, type ProxyOptions } from "../../sandbox/proxy.ts";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import { caPem, TEST_HOST } from "../../sandbox/tls.ts";
import { until } from "../../host/until.ts";

const USERINFO = "/authentication/v1/oauth/userinfo";
const AUTHORITY = `${TEST_HOST}:443`;

describe("sandbox proxy", () => {
  let sandbox: Sandbox;
  let proxy: Proxy;

  const start = async (options: ProxyOptions = {}): Promise<void> => {
    proxy = await startProxy({ hosts: { [AUTHORITY]: new URL(sandbox.url).host }, ...options });
  };
  beforeEach(async () => {
    sandbox = await startSandbox({ tls: "trusted" });
  });
  afterEach(() => Promise.all([proxy.close(), sandbox.close()]));

  /** The proxy's answer to a CONNECT, and its socket. */
  async function connectThrough(
    authority: string,
    headers: Record<string, string> = {},
  ): Promise<{ answer: IncomingMessage; socket: Socket }> {
    const send = proxy.url.startsWith("https:") ? requestTls : request;
    const sent = send(proxy.url, { method: "CONNECT", path: authority, headers, ca: caPem(), agent: false }).end();
    const [answer, socket, head] = (await once(sent, "connect")) as [IncomingMessage, Socket, Buffer];
    socket.unshift(head);
    socket.on("error", () => undefined);
    return { answer, socket };
  }

  /** The status of a userinfo call inside TLS inside a tunnel. */
  async function callThrough(socket: Socket): Promise<number | undefined> {
    const tls = connectTls({ socket, servername: TEST_HOST, ca: caPem() });
    await once(tls, "secureConnect");
    const agent = Object.assign(new Agent(), { createConnection: () => tls });
    const [response] = (await once(request({ agent, host: TEST_HOST, path: USERINFO }).end(), "response")) as [
      IncomingMessage,
    ];
    await text(response);
    return response.statusCode;
  }

  async function page(answer: IncomingMessage, socket: Socket): Promise<string> {
    assert.match(answer.headers["content-type"] ?? "", /^text\/html/);
    return await text(socket);
  }

  const ways: Record<string, ProxyOptions> = { "without TLS": {}, "over TLS": { tls: "trusted" } };
  for (const [way, options] of Object.entries(ways)) {
    describe(way, () => {
      it("tunnels to a host that only the proxy can find, and records the request", async () => {
        await start(options);
        const { answer, socket } = await connectThrough(AUTHORITY, { "User-Agent": "test" });
        assert.equal(answer.statusCode, 200);
        assert.equal(await callThrough(socket), 401);
        const [{ method, target, headers } = assert.fail()] = proxy.requests;
        assert.deepEqual([method, target, headers["user-agent"]], ["CONNECT", AUTHORITY, "test"]);
        assert.equal(sandbox.requests.length, 1);
      });

      it("requires its own login", async () => {
        await start({ ...options, login: { username: "me", password: "pass:word" } });
        const basic = (login: string) => ({ "Proxy-Authorization": `Basic ${Buffer.from(login).toString("base64")}` });
        for (const headers of [{}, basic("me:wrong")]) {
          const { answer, socket } = await connectThrough(AUTHORITY, headers);
          assert.deepEqual(
            [answer.statusCode, answer.headers["proxy-authenticate"]],
            [407, 'Basic realm="Sandbox proxy"'],
          );
          assert.match(await page(answer, socket), /<title>Proxy login needed<\/title>/);
        }
        const { socket } = await connectThrough(AUTHORITY, basic("me:pass:word"));
        assert.equal(await callThrough(socket), 401);
      });

      it("refuses with a page for the given number of requests", async () => {
        await start(options);
        proxy.fail("forbidden", 2);
        proxy.fail("badGateway");
        const statuses: (number | undefined)[] = [];
        for (let call = 0; call < 4; call++) {
          const { answer, socket } = await connectThrough(AUTHORITY);
          statuses.push(answer.statusCode);
          if (call < 3) assert.match(await page(answer, socket), /<title>.*proxy.*<\/title>/);
          socket.destroy();
        }
        assert.deepEqual(statuses, [403, 403, 502, 200]);
      });

      it("resets, or closes in the middle of the handshake", async () => {
        await start(options);
        proxy.fail("reset");
        await assert.rejects(connectThrough(AUTHORITY), { code: "ECONNRESET" });
        proxy.fail("closeInHandshake");
        const { answer, socket } = await connectThrough(AUTHORITY);
        assert.equal(answer.statusCode, 200);
        await assert.rejects(callThrough(socket), { code: "ECONNRESET" });
        assert.equal(sandbox.requests.length, 0);
      });

      it("never answers, or goes nowhere, until it is closed", async () => {
        await start(options);
        proxy.fail("silent");
        const silent = connectThrough(AUTHORITY);
        await until("the request", () => proxy.requests.length === 1);
        proxy.fail("dead");
        const { socket } = await connectThrough(AUTHORITY);
        const call = callThrough(socket);
        assert.equal(proxy.connections, 2);
        await Promise.all([assert.rejects(silent), assert.rejects(call), proxy.close()]);
        assert.equal(sandbox.requests.length, 0);
      });
    });
  }

  it("reports an unreachable server", async () => {
    const gone = await startSandbox();
    await gone.close();
    await start();
    const { answer, socket } = await connectThrough(new URL(gone.url).host);
    assert.equal(answer.statusCode, 502);
    assert.match(await page(answer, socket), /<title>The proxy cannot reach that server<\/title>/);
  });

  it("runs many tunnels at once, and ends them all when it is closed", async () => {
    await start();
    const tunnels = await Promise.all(Array.from({ length: 50 }, () => connectThrough(AUTHORITY)));
    assert.equal(proxy.connections, 50);
    const ends = tunnels.map(({ socket }) => once(socket.resume(), "close"));
    await Promise.all([proxy.close(), ...ends]);
    await proxy.close();
    assert.equal(proxy.connections, 0);
  });

  it("forwards a request without a tunnel, but not the proxy's login", async () => {
    const plain = await startSandbox();
    await start({ hosts: { [TEST_HOST]: new URL(plain.url).host }, login: { username: "me", password: "" } });
    const headers = { "Proxy-Authorization": "Basic bWU6", Host: TEST_HOST };
    const sent = request(proxy.url, { path: `http://${TEST_HOST}${USERINFO}`, headers, agent: false }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    assert.equal(answer.statusCode, 401);
    assert.match(await text(answer), /invalid_token/);
    assert.equal(proxy.requests[0]!.target, `http://${TEST_HOST}${USERINFO}`);
    const [{ headers: received } = assert.fail()] = plain.requests;
    assert.equal(received["host"], TEST_HOST);
    assert.ok(!("proxy-authorization" in received));
    await plain.close();
  });
});
