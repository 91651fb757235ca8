import assert from "node:assert/strict";
import type { Socket } from "node:net";
import type { HttpAnswer, NetworkFailure } from "../../../server/src/network/types.ts";
import { until } from "../../host/until.ts";
import { FakeClock } from "./fakeClock.ts";
import { answerOf, failureOf, networkWith, rawServer, requestTo, SECRET, send } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
const MIB = 1024 * 1024;

/** What a server does after the request. */
type Behaviour = string | ((socket: Socket) => void);

/** Sends one request to it; no connection may be left open. */
async function withAnswer<T>(behaviour: Behaviour, test: (url: string) => Promise<T>): Promise<T> {
  const server = await rawServer((socket) =>
    socket.once("data", () => {
      if (typeof behaviour === "string") socket.write(behaviour, "latin1");
      else behaviour(socket);
    }),
  );
  try {
    const result = await test(`http://127.0.0.1:${server.port}/path?a=b`);
    await until("the connection's end", () => server.open.size === 0, 2000);
    assert.equal(server.connections, 1);
    return result;
  } finally {
    await server.close();
  }
}

describe("an answer", () => {
  const read: [string, Behaviour, Partial<Pick<HttpAnswer, "status" | "body">>][] = [
    ["with a length", OK, { status: 200, body: "{}" }],
    ["in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", { body: "{}" }],
    [
      "in chunks with extensions and a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n",
      { body: "{}" },
    ],
    ["of HTTP/1.0, which its end ends", (socket) => socket.end("HTTP/1.0 200 OK\r\n\r\n{}"), { body: "{}" }],
    ["that only its end ends", (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n{}"), { body: "{}" }],
    ["without a body", "HTTP/1.1 204 No Content\r\n\r\n", { status: 204, body: "" }],
    ["that may not have one", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", { status: 304, body: "" }],
    [
      "after those of 1xx",
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${OK}`,
      { body: "{}" },
    ],
    ["of 101 that upgrades nothing", `HTTP/1.1 101 Switching\r\n\r\n${OK}`, { status: 101, body: "" }],
    ["without a reason phrase", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", { status: 200, body: "{}" }],
    [
      "of a redirect, which is not followed",
      "HTTP/1.1 307 X\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
      { status: 307 },
    ],
    ["with another one behind it", OK + OK, { body: "{}" }],
    ["with garbage behind it", `${OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")}\0garbage`, { body: "{}" }],
    [
      "and a reset behind it",
      (socket) => socket.write(OK, () => setImmediate(() => socket.resetAndDestroy())),
      { body: "{}" },
    ],
    [
      "of exactly 1 MiB",
      `HTTP/1.1 200 OK\r\nContent-Length: ${MIB}\r\n\r\n${"a".repeat(MIB)}`,
      { body: "a".repeat(MIB) },
    ],
    [
      "byte by byte",
      (socket) => {
        const write = (at: number): void => {
          if (at < OK.length) socket.write(OK.charAt(at), () => setImmediate(write, at + 1));
        };
        write(0);
      },
      { body: "{}" },
    ],
  ];
  it("is read in every framing", () =>
    eachCase(
      read,
      ([what]) => what,
      ([, behaviour, expected]) =>
        withAnswer(behaviour, async (url) => {
          const { status, body } = await answerOf(send(networkWith({}, { clock: new FakeClock() }), url));
          assert.deepEqual({ status, body, ...expected }, { status, body });
        }),
    ));

  const failed: [string, Behaviour, Partial<NetworkFailure>][] = [
    ["that is none", "SSH-2.0-OpenSSH_9.6\r\n", { code: "badResponse", reason: "HPE_INVALID_CONSTANT" }],
    ["of TLS", "\x15\x03\x01\x00\x02\x02\x28", { code: "badResponse" }],
    ["of HTTP/2", "\0\0\x12\x04\0\0\0\0\0\0\0", { code: "badResponse" }],
    ["that is nothing", (socket) => socket.end(), { code: "connect", reason: "ECONNRESET", phase: "headers" }],
    [
      "that is a reset",
      (socket) => socket.resetAndDestroy(),
      { code: "connect", reason: "ECONNRESET", phase: "headers" },
    ],
    [
      "that ends in its headers",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-"),
      { code: "connect", reason: "ECONNRESET", phase: "headers" },
    ],
    [
      "shorter than its length",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"),
      { code: "connect", reason: "ECONNRESET", phase: "body" },
    ],
    [
      "that ends in its chunks",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
      { code: "connect", reason: "ECONNRESET", phase: "body" },
    ],
    [
      "with a chunk that is none",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n",
      { code: "badResponse", reason: "HPE_INVALID_CHUNK_SIZE" },
    ],
    [
      "with two lengths",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      { code: "badResponse" },
    ],
    [
      "with a length and chunks",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      { code: "badResponse" },
    ],
    ["with a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", { code: "badResponse" }],
    ["with a NUL in a header", "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", { code: "badResponse" }],
    ["with lines that end in CR alone", "HTTP/1.1 200 OK\rX: y\r\r", { code: "badResponse" }],
    ["that upgrades", "HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", { code: "badResponse" }],
    [
      "with large headers",
      `HTTP/1.1 200 OK\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
      { code: "badResponse", reason: "HPE_HEADER_OVERFLOW" },
    ],
    [
      "with many headers",
      `HTTP/1.1 200 OK\r\n${"X: abcdefghijkl\r\n".repeat(2000)}\r\n`,
      { code: "badResponse", reason: "HPE_HEADER_OVERFLOW" },
    ],
    ["that announces too much", `HTTP/1.1 200 OK\r\nContent-Length: ${MIB + 1}\r\n\r\n`, { code: "tooLarge" }],
    [
      "that is too large without a word",
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${"a".repeat(MIB + 1)}`),
      { code: "tooLarge" },
    ],
  ];
  it("fails the call if it is malformed", () =>
    eachCase(
      failed,
      ([what]) => what,
      ([, behaviour, expected]) =>
        withAnswer(behaviour, async (url) => {
          const failure = await failureOf(send(networkWith({}, { clock: new FakeClock() }), url));
          assert.deepEqual({ ...failure, ...expected }, failure);
        }),
    ));

  it("has the first value of a header, all authentication schemes, and any header names, even those of object properties", () =>
    withAnswer(
      "HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer\r\nRetry-After: 1\r\nRetry-After: 2\r\nWww-Authenticate: Basic\r\n__proto__: a\r\nX: å\r\nContent-Length: 0\r\n\r\n",
      async (url) => {
        const answer = await answerOf(send(networkWith(), url));
        const header = (name: string): string | undefined => answer.header(name);
        assert.equal(header("www-authenticate"), "Bearer, Basic");
        assert.equal(header("retry-after"), "1");
        assert.equal(header("__proto__"), "a");
        assert.equal(header("constructor"), undefined);
        assert.equal(header("x"), "å");
        assert.deepEqual(answer.headerNames, ["www-authenticate", "retry-after", "__proto__", "x", "content-length"]);
      },
    ));
});

describe("a call", () => {
  it("sends the request, and closes the connection afterwards", async () => {
    const server = await rawServer((socket) => socket.once("data", () => socket.write(OK)));
    await answerOf(send(networkWith(), `http://127.0.0.1:${server.port}/path?a=b`));
    await server.close();
    assert.equal(
      server.received,
      [
        "POST /path?a=b HTTP/1.1",
        `argus-api-key: ${SECRET}`,
        `host: 127.0.0.1:${server.port}`,
        "Connection: close",
        "Content-Length: 29",
        "",
        "grant_type=client_credentials",
      ].join("\r\n"),
    );
  });

  it("sends headers in Latin-1 and its body in UTF-8", async () => {
    const server = await rawServer((socket) => socket.once("data", () => socket.write(OK)));
    const request = { ...requestTo(`http://127.0.0.1:${server.port}/`), headers: { "x-a": "blå" }, body: "blå" };
    await networkWith().send(request, 2000, new AbortController().signal);
    await server.close();
    assert(server.received.includes("x-a: blå\r\n"), server.received);
    assert(server.received.endsWith("\r\n\r\nblÃ¥"), server.received);
  });

  it("has a connection of its own, and leaves no listener behind", async () => {
    const server = await rawServer((socket) => socket.on("data", () => socket.write(OK)));
    const network = networkWith();
    const url = `http://127.0.0.1:${server.port}/`;
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    const controller = new AbortController();
    for (let calls = 1; calls <= 20; calls += 1) {
      const answered = await send(network, url, { signal: controller.signal });
      assert(answered.ok);
      assert.equal(answered.trace.attempts, 1);
      assert.deepEqual(Object.keys(answered.trace.timings).sort(), ["body", "headers", "tcp", "total"]);
      assert.equal(server.connections, calls);
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(network, url)));
    assert(answers.every(({ ok }) => ok));
    // Warnings are emitted in the next tick.
    await new Promise(setImmediate);
    process.off("warning", warn);
    assert.deepEqual(warnings, []);
    await until("the connections' end", () => server.open.size === 0, 2000);
    await server.close();
  });

  it("ends in time in every phase, or when it is cancelled", () =>
    eachCase(
      [
        ["headers", ""],
        ["headers", "HTTP/1.1 200 OK\r\nX: "],
        ["body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"],
      ] as const,
      ([phase, begun]) => `${phase}, ${JSON.stringify(begun)}`,
      ([phase, begun]) =>
        withAnswer(begun, async (url) => {
          assert.deepEqual(await failureOf(send(networkWith(), url, { timeoutMs: 1000 })), { code: "timeout", phase });
          const server = await rawServer((socket) => socket.once("data", () => socket.write(begun)));
          const controller = new AbortController();
          const call = send(networkWith(), `http://127.0.0.1:${server.port}/`, { signal: controller.signal });
          await until("the request", () => server.received.includes("grant_type"));
          controller.abort();
          assert.deepEqual(await failureOf(call), { code: "cancelled" });
          await until("the connection's end", () => server.open.size === 0, 2000);
          await server.close();
        }),
    ));

  it("is not sent with an invalid header, whose value is not revealed", () =>
    Promise.all(
      [`${SECRET}\r\nx: y`, `${SECRET}\u{2713}`, `${SECRET}\0`].map(async (value) => {
        const server = await rawServer(() => undefined);
        const request = { ...requestTo(`http://127.0.0.1:${server.port}/`), headers: { "argus-api-key": value } };
        await failureOf(networkWith().send(request, 2000, new AbortController().signal));
        assert.equal(server.received, "");
        await server.close();
      }),
    ));
});
