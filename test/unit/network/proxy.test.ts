import assert from "node:assert/strict";
import type { SettableNetwork } from "../../../server/src/network/network.ts";
import { type Proxy, type ProxyFault, type ProxyOptions, startProxy } from "../../sandbox/proxy.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { TEST_HOST } from "../../sandbox/tls.ts";
import { until } from "../../host/until.ts";
import { answerOf, deadPort, failureOf, networkWith, rawServer, SECRET, send, useFolder } from "./setup.ts";

const LOGIN = { username: "me", password: "p@ss:wörd" };

const PASSWORD = encodeURIComponent(LOGIN.password);

describe("a proxy", () => {
  const folder = useFolder();
  let sandbox: Sandbox;
  let proxy: Proxy;
  beforeEach(async () => {
    sandbox = await startSandbox({ tls: "trusted" });
  });
  afterEach(async () => {
    await proxy.close();
    await sandbox.close();
  });

  /** Argus under a name that only the proxy can resolve. */
  const url = `https://${TEST_HOST}/path`;

  async function start(options: Omit<ProxyOptions, "hosts"> = {}): Promise<void> {
    proxy = await startProxy({ ...options, hosts: { [`${TEST_HOST}:443`]: new URL(sandbox.url).host } });
  }
  const through = (proxyUrl = proxy.url): SettableNetwork =>
    networkWith({ http: { proxy: proxyUrl }, caFile: folder.caFile });
  const withLogin = (login: string): string => proxy.url.replace("://", `://${login}@`);
  const host = () => new URL(proxy.url).host;

  it("passes a call on without seeing credential or path", async () => {
    await start();
    const answered = await send(through(), url);
    assert(answered.ok);
    assert.equal(answered.trace.proxy, host());
    assert.deepEqual(Object.keys(answered.trace.timings).sort(), ["body", "headers", "proxy", "tcp", "tls", "total"]);
    assert.deepEqual(
      proxy.requests.map(({ method, target }) => [method, target]),
      [["CONNECT", `${TEST_HOST}:443`]],
    );
    assert(!JSON.stringify(proxy.requests).includes(SECRET));
    assert.equal(sandbox.requests[0]?.headers["argus-api-key"], SECRET);
    assert.equal(sandbox.requests[0].headers["host"], TEST_HOST);
  });

  it("opens a tunnel per call, which ends with it", async () => {
    await start();
    const network = through();
    await answerOf(send(network, url));
    const second = await send(network, url);
    assert.equal(proxy.requests.length, 2);
    assert.equal(second.trace.proxy, host());
    assert(second.trace.timings.proxy !== undefined);
    await until("the tunnels' end", () => proxy.connections === 0, 2000);
  });

  it("carries a call that is slower than the previous one's time limit", async () => {
    await start();
    const network = through();
    let timeoutMs = 200;
    while (!(await send(network, url, { timeoutMs })).ok) timeoutMs *= 2;
    sandbox.fail({ kind: "slowBody" });
    const started = performance.now();
    const second = await send(network, url, { timeoutMs: 2 * timeoutMs });
    assert(!second.ok);
    assert.equal(second.failure.code, "timeout");
    assert(performance.now() - started > timeoutMs);
  });

  it("is reached over TLS with the private authority's certificate", async () => {
    await start({ tls: "trusted", login: LOGIN });
    await answerOf(send(through(withLogin(`me:${PASSWORD}`)), url));
    assert.equal(proxy.requests.length, 1);
  });

  it("gets the login, but the server does not", async () => {
    await start({ login: LOGIN });
    await answerOf(send(through(withLogin(`me:${PASSWORD}`)), url));
    assert.equal(sandbox.requests[0]?.headers["proxy-authorization"], undefined);
    const proxyAuthorization = proxy.requests[0]?.headers["proxy-authorization"];
    const network = networkWith({ http: { proxy: withLogin("me:wrong"), proxyAuthorization }, caFile: folder.caFile });
    await answerOf(send(network, url));
  });

  it("comes from the environment, and is bypassed for NO_PROXY", async () => {
    await start();
    const environment = { https_proxy: proxy.url };
    await answerOf(send(networkWith({ caFile: folder.caFile }, { environment }), url));
    assert.equal(proxy.requests.length, 1);
    const exempt = { ...environment, no_proxy: "127.0.0.1" };
    const answered = await send(networkWith({ caFile: folder.caFile }, { environment: exempt }), sandbox.url);
    assert(answered.ok);
    assert.equal(answered.trace.proxy, undefined);
    assert.equal(proxy.requests.length, 1);
  });

  for (const login of ["", `me:${PASSWORD}x`]) {
    it(`reports ${login === "" ? "a missing" : "a wrong"} login`, async () => {
      await start({ login: LOGIN });
      const answered = await send(through(login === "" ? proxy.url : withLogin(login)), url);
      assert(!answered.ok);
      assert.deepEqual(answered.failure, {
        code: "proxy",
        proxy: { host: host(), status: 407, title: "Proxy login needed", schemes: ["Basic"] },
      });
      assert.equal(answered.trace.attempts, 1);
      assert.equal(answered.trace.proxy, host());
      assert.equal(sandbox.requests.length, 0);
    });
  }

  it("reports the login schemes it offers instead of Basic", async () => {
    const offers: [string[], string[]][] = [
      [["NTLM"], ["NTLM"]],
      [
        ["Negotiate", "NTLM"],
        ["NTLM", "Negotiate"],
      ],
      [['Digest realm="Basic realm", nonce="x"'], ["Digest"]],
      [['Digest realm="a, Basic b", nonce="x"'], ["Digest"]],
      [
        ["Negotiate", 'basic realm="x"'],
        ["Basic", "Negotiate"],
      ],
    ];
    for (const [schemes, expected] of offers) {
      await start({ login: LOGIN, schemes });
      const { proxy: answered } = await failureOf(send(through(), url));
      await proxy.close();
      assert.deepEqual(answered?.schemes, expected);
    }
  });

  const pages: [ProxyFault, number, string][] = [
    ["forbidden", 403, "Blocked by the sandbox's proxy"],
    ["badGateway", 502, "The sandbox's proxy cannot reach that server"],
  ];
  for (const [fault, status, title] of pages) {
    it(`reports the title of the page it sends with status ${status}`, async () => {
      await start();
      proxy.fail(fault);
      assert.deepEqual(await failureOf(send(through(), url)), {
        code: "proxy",
        proxy: { host: host(), status, title },
      });
    });
  }

  it("cannot make its page reveal its login", async () => {
    await start();
    const page = `<title>me:${LOGIN.password} may not, nor ${Buffer.from(`me:${LOGIN.password}`).toString("base64")}</title>`;
    const raw = await rawServer((socket) => socket.once("data", () => socket.end(`HTTP/1.1 407 No\r\n\r\n${page}`)));
    const { proxy: facts } = await failureOf(send(through(`http://me:${PASSWORD}@127.0.0.1:${raw.port}`), url));
    assert.equal(facts?.title, "me:[redacted] may not, nor [redacted]");
    await raw.close();
  });

  it("is tried again after a reset, because nothing was sent", async () => {
    await start();
    proxy.fail("reset", 2);
    const answered = await send(through(), url);
    assert(answered.ok);
    assert.equal(answered.trace.attempts, 3);
    assert.equal(sandbox.requests.length, 1);
  });

  /** Accepts a request for a tunnel, sends this, and then stays silent. */
  const hanging = (says: string) => rawServer((socket) => socket.once("data", () => socket.write(says)));

  const hangs: [string, says: string, facts: (host: string) => object][] = [
    ["before it answers", "", (host) => ({ proxy: { host } })],
    ["in its answer", "HTTP/1.1 200 OK\r\nX:", (host) => ({ proxy: { host } })],
    ["behind it", "HTTP/1.1 200 OK\r\n\r\n", () => ({})],
  ];
  for (const [where, says, facts] of hangs) {
    it(`that hangs ${where} is given up when the call ends`, async () => {
      await start();
      const raw = await hanging(says);
      const network = through(`http://127.0.0.1:${raw.port}`);
      const timeout = await failureOf(send(network, url, { timeoutMs: 1000 }));
      assert.deepEqual(timeout, { code: "timeout", phase: "connect", ...facts(`127.0.0.1:${raw.port}`) });
      await until("the tunnel's end", () => raw.open.size === 0, 2000);
      const controller = new AbortController();
      const already = raw.received.length;
      const call = send(network, url, { signal: controller.signal });
      await until("the proxy to be asked", () => raw.received.includes("CONNECT", already));
      controller.abort();
      assert.deepEqual(await failureOf(call), { code: "cancelled" });
      await until("the tunnel's end", () => raw.open.size === 0, 2000);
      await raw.close();
    });
  }

  it("that hangs after TLS is given up when the call ends", async () => {
    await start({ tls: "trusted" });
    proxy.fail("silent");
    const timeout = await failureOf(send(through(), url, { timeoutMs: 1000 }));
    assert.deepEqual(timeout, { code: "timeout", phase: "connect", proxy: { host: host() } });
    await until("the tunnel's end", () => proxy.connections === 0, 2000);
  });

  it("that hangs in a handshake is given up", async () => {
    await start();
    const raw = await hanging("");
    const call = send(through(`https://127.0.0.1:${raw.port}`), url, { timeoutMs: 1000 });
    assert.deepEqual(await failureOf(call), {
      code: "timeout",
      phase: "connect",
      proxy: { host: `127.0.0.1:${raw.port}` },
    });
    await until("the socket's end", () => raw.open.size === 0, 2000);
    await raw.close();
  });

  it("closes the tunnel of a cancelled call", async () => {
    await start({ tls: "trusted" });
    sandbox.fail({ kind: "silent" });
    const controller = new AbortController();
    const call = send(through(), url, { signal: controller.signal });
    await sandbox.seen(() => true);
    controller.abort();
    assert.deepEqual(await failureOf(call), { code: "cancelled" });
    await until("the tunnel's end", () => proxy.connections === 0, 2000);
  });

  it("that closes in the middle of the handshake breaks the connection to the server", async () => {
    await start();
    proxy.fail("closeInHandshake", 3);
    assert.deepEqual(await failureOf(send(through(), url)), {
      code: "connect",
      reason: "ECONNRESET",
      phase: "connect",
    });
    assert.equal(proxy.requests.length, 3);
  });

  it("with an untrusted certificate is named as its owner", async () => {
    await start({ tls: "selfSigned" });
    const failure = await failureOf(send(through(), url));
    assert.equal(failure.certificate?.issuer, "sandbox server");
    assert.deepEqual(
      { ...failure, certificate: undefined },
      { code: "proxy", reason: "DEPTH_ZERO_SELF_SIGNED_CERT", proxy: { host: host() }, certificate: undefined },
    );
    assert.equal(proxy.requests.length, 0);
  });

  it("with an untrusted certificate is accepted if the person turned verification off", async () => {
    await start({ tls: "selfSigned" });
    const network = networkWith({ http: { proxy: proxy.url, proxyStrictSSL: false } });
    await answerOf(send(network, url));
  });

  it("that is down or unknown is reported", async () => {
    await start();
    const port = await deadPort();
    assert.deepEqual(await failureOf(send(through(`http://127.0.0.1:${port}`), url)), {
      code: "proxy",
      reason: "ECONNREFUSED",
      proxy: { host: `127.0.0.1:${port}` },
    });
    const unknown = await failureOf(send(through("http://proxy.invalid:8080"), url));
    assert.deepEqual([unknown.code, unknown.proxy], ["proxy", { host: "proxy.invalid:8080" }]);
  });

  it("that does not speak HTTP, or floods, is reported", async () => {
    await start();
    for (const bytes of ["SSH-2.0-OpenSSH_9.6\r\n", `HTTP/1.1 200 OK\r\nX: ${"a".repeat(100_000)}`]) {
      const raw = await rawServer((socket) => socket.once("data", () => socket.write(bytes)));
      const failure = await failureOf(send(through(`http://127.0.0.1:${raw.port}`), url));
      assert.equal(failure.code, "proxy");
      assert.match(failure.reason ?? "", /^HPE_/);
      await until("the socket's end", () => raw.open.size === 0, 2000);
      await raw.close();
    }
  });

  it("with an unusable URL is never bypassed", async () => {
    await start();
    assert.deepEqual(await failureOf(send(through("socks5://127.0.0.1:1080"), url)), {
      code: "proxy",
      reason: "PROXY_URL",
    });
    assert.equal(sandbox.requests.length, 0);
  });
});
