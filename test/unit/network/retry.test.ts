import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { HttpAnswer, NetworkFailure } from "../../../server/src/network/types.ts";
import { retryDelay } from "../../../server/src/network/retry.ts";
import { FakeClock } from "./fakeClock.ts";
import { answerOf, deadPort, failureOf, networkWith, requestTo, send } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("another try", () => {
  const answer = (status: number, retryAfter?: string, date?: string): { ok: true; answer: HttpAnswer } => ({
    ok: true,
    answer: {
      status,
      header: (name) => ({ "retry-after": retryAfter, date })[name],
      headerNames: [],
      body: "",
      receivedAt: Date.UTC(2026, 0, 1),
    },
  });
  const failure = (reason: string, code: NetworkFailure["code"] = "connect", sent = false) => ({
    ok: false as const,
    failure: { code, reason },
    sent,
  });

  const delays: [string, Parameters<typeof retryDelay>[0], number | undefined][] = [
    ["refused", failure("ECONNREFUSED"), 150],
    ["reset in connecting", failure("ECONNRESET"), 150],
    ["EAI_AGAIN", failure("EAI_AGAIN", "dns"), 150],
    ["unreachable", failure("ENETUNREACH"), 150],
    ["a connect timeout of the system", failure("ETIMEDOUT", "timeout"), 150],
    ["the proxy's port refused", failure("ECONNREFUSED", "proxy"), 150],
    ["an unknown name", failure("ENOTFOUND", "dns"), undefined],
    ["a certificate", failure("CERT_HAS_EXPIRED", "tls"), undefined],
    [
      "a proxy's answer",
      { ok: false, failure: { code: "proxy", proxy: { host: "p:1", status: 503 } }, sent: false },
      undefined,
    ],
    ["a reset once something was sent", failure("ECONNRESET", "connect", true), undefined],
    ["cancelled", { ok: false, failure: { code: "cancelled" }, sent: false }, undefined],
    ["200", answer(200, "1"), undefined],
    ["503 that does not ask for it, as Argus answers when it is overloaded", answer(503), 1000],
    ["503 with nonsense, which says no more than its absence", answer(503, "soon"), 1000],
    ["429 at once", answer(429, "0"), 150],
    ["503 in less than no time, which is nonsense", answer(503, "-1"), 1000],
    ["503 in a part of a second, which is nonsense", answer(503, "1.5"), 1000],
    ["503 in longer than a number can say", answer(503, "99999999999999999999"), undefined],
    ["429 with nonsense", answer(429, "1/2"), undefined],
    ["503 by an old form of a date in 2 s", answer(503, "Thursday, 01-Jan-26 00:00:02 GMT"), 2150],
    ["503 by a date as C prints it in 2 s", answer(503, "Thu Jan  1 00:00:02 2026"), 2150],
    ["503 in 9 s", answer(503, "9"), 9150],
    ["503 in 10 s", answer(503, "10"), undefined],
    ["503 by date in 2 s", answer(503, "Thu, 01 Jan 2026 00:00:02 GMT"), 2150],
    [
      "503 by date in 2 s of a server whose clock is wrong",
      answer(503, "Thu, 01 Jan 2026 00:05:02 GMT", "Thu, 01 Jan 2026 00:05:00 GMT"),
      2150,
    ],
    ["503 by a date that is over", answer(503, "Wed, 31 Dec 2025 00:00:00 GMT"), 150],
    ["500", answer(500, "1"), undefined],
  ];
  it("depends on the failure, the status and what was sent", () =>
    eachCase(
      delays,
      ([what]) => what,
      ([, outcome, expected]) => {
        assert.equal(
          retryDelay(outcome, 1, () => 0),
          expected,
        );
      },
    ));

  it("comes at most twice, after 150 to 400 ms", () => {
    for (const [random, ms] of [
      [0, 150],
      [0.5, 275],
      [1, 400],
    ] as const) {
      assert.equal(
        retryDelay(failure("ECONNREFUSED"), 2, () => random),
        ms,
      );
    }
    assert.equal(
      retryDelay(failure("ECONNREFUSED"), 3, () => 0),
      undefined,
    );
  });
});

describe("the number of tries", () => {
  async function withServer(
    serve: (request: IncomingMessage, response: ServerResponse, count: number) => void,
    test: (url: string, count: () => number) => Promise<void>,
  ): Promise<void> {
    let count = 0;
    const server = createServer((request, response) => {
      count += 1;
      request.resume();
      serve(request, response, count);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, () => count);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const busy = (response: ServerResponse, retryAfter?: string): void => {
    response.writeHead(503, retryAfter === undefined ? {} : { "Retry-After": retryAfter }).end("busy");
  };

  it("is three if the server says “now” each time, and the last answer counts", () =>
    withServer(
      (_request, response) => busy(response, "0"),
      async (url, count) => {
        const answered = await send(networkWith(), url);
        assert(answered.ok);
        assert.deepEqual([answered.answer.status, answered.trace.attempts, count()], [503, 3, 3]);
      },
    ));

  it("is two if the second succeeds", () =>
    withServer(
      (_request, response, n) => (n === 1 ? busy(response, "0") : response.end("{}")),
      async (url, count) => {
        const answered = await send(networkWith(), url);
        assert(answered.ok);
        assert.deepEqual([answered.answer.status, answered.trace.attempts, count()], [200, 2, 2]);
      },
    ));

  const overloaded = (random = 0) => {
    const clock = new FakeClock();
    return { clock, network: networkWith({}, { clock, random: () => random }) };
  };

  it("is four under overload, after 1, 2 and 4 s", () =>
    withServer(
      (_request, response) => busy(response),
      async (url, count) => {
        const { clock, network } = overloaded();
        assert.equal((await answerOf(send(network, url, { timeoutMs: 30_000 }))).status, 503);
        assert.deepEqual([clock.pauses, count()], [[1000, 2000, 4000], 4]);
      },
    ));

  it("ends within 4 s after two answers of overload, whatever the jitter", () =>
    withServer(
      (_request, response, n) => (n % 3 > 0 ? busy(response) : response.end("{}")),
      async (url) => {
        for (const random of [0, 0.5, 0.999]) {
          const { clock, network } = overloaded(random);
          const answered = await network.send(requestTo(url), 30_000, new AbortController().signal);
          assert(answered.ok);
          assert(clock.now() >= 3000 && clock.now() < 4000, `${clock.now()} ms`);
        }
      },
    ));

  it("is limited by the time of the call", () =>
    withServer(
      (_request, response) => busy(response),
      async (url, count) => {
        const { clock, network } = overloaded();
        assert.equal((await answerOf(send(network, url, { timeoutMs: 5000 }))).status, 503);
        assert.deepEqual([clock.pauses, count()], [[1000, 2000], 3]);
      },
    ));

  it("is two at most for a web page about unavailability", () =>
    withServer(
      (_request, response) => response.writeHead(503, { "Content-Type": "text/html" }).end("<h1>Down</h1>"),
      async (url, count) => {
        const { clock, network } = overloaded();
        assert.equal((await answerOf(send(network, url, { timeoutMs: 30_000 }))).status, 503);
        assert.deepEqual([clock.pauses, count()], [[1000], 2]);
      },
    ));

  it("is two at most for a web page in every form, also if it says when to try again", () =>
    eachCase(
      [
        [{ "Content-Type": "text/html; charset=utf-8", "Retry-After": "0" }, "<h1>Down</h1>"],
        [{}, '<?xml version="1.0"?>\n<!DOCTYPE html><html><title>Down</title></html>'],
        [{ "Content-Type": "application/xhtml+xml" }, "<!-- gateway --><html><title>Down</title></html>"],
        [{ "Content-Type": "text/html" }, "Service Unavailable"],
      ] as const,
      ([, body]) => body,
      ([headers, body]) =>
        withServer(
          (_request, response) => response.writeHead(503, headers).end(body),
          async (url, count) => {
            const { network } = overloaded();
            assert.equal((await answerOf(send(network, url, { timeoutMs: 30_000 }))).status, 503);
            assert.equal(count(), 2);
          },
        ),
    ));

  it("is four if a server calls JSON or nothing a web page", () =>
    eachCase(['{"responseCode":503}', ""], String, (body) =>
      withServer(
        (_request, response) => response.writeHead(503, { "Content-Type": "text/html" }).end(body),
        async (url, count) => {
          const { network } = overloaded();
          assert.equal((await answerOf(send(network, url, { timeoutMs: 30_000 }))).status, 503);
          assert.equal(count(), 4);
        },
      ),
    ));

  it("is reported while the call waits", () =>
    withServer(
      (_request, response, n) => (n < 3 ? busy(response) : response.end("{}")),
      async (url) => {
        const waits: number[] = [];
        const { network } = overloaded();
        await network.send(requestTo(url), 30_000, new AbortController().signal, (ms) => waits.push(ms));
        assert.deepEqual(waits, [1000, 2000]);
      },
    ));

  it("is one if the wait would outlast the call", () =>
    withServer(
      (_request, response) => busy(response, "4"),
      async (url, count) => {
        const { clock, network } = overloaded();
        assert.equal((await answerOf(send(network, url, { timeoutMs: 3000 }))).status, 503);
        assert.deepEqual([clock.pauses, count()], [[], 1]);
      },
    ));

  it("is one if the connection ends before the answer", () =>
    withServer(
      (request) => request.socket.destroy(),
      async (url, count) => {
        const { code, phase } = await failureOf(send(networkWith(), url));
        assert.deepEqual([code, phase, count()], ["connect", "headers", 1]);
      },
    ));

  it("is one if the call is cancelled while it waits", () =>
    withServer(
      (_request, response) => busy(response, "9"),
      async (url, count) => {
        const controller = new AbortController();
        const network = networkWith({}, { random: () => (setImmediate(() => controller.abort()), 0) });
        const { code } = await failureOf(send(network, url, { timeoutMs: 20_000, signal: controller.signal }));
        assert.deepEqual([code, count()], ["cancelled", 1]);
      },
    ));

  it("grows with a new request if the first one cannot be reused", () =>
    withServer(
      (request, response, n) => (n === 1 ? busy(response, "0") : response.end(request.headers["x-use"])),
      async (url) => {
        const use = (count: number) => ({
          ...requestTo(url),
          headers: { "x-use": String(count) },
          renew: () => Promise.resolve(use(count + 1)),
        });
        const answered = await networkWith().send(use(1), 5000, new AbortController().signal);
        assert(answered.ok);
        assert.equal(answered.answer.body, "2");
      },
    ));

  it("is three for a closed port, and the last failure is the one reported", async () => {
    const answered = await send(networkWith(), `http://127.0.0.1:${await deadPort()}/`);
    assert(!answered.ok);
    assert.deepEqual(answered.failure, { code: "connect", reason: "ECONNREFUSED", phase: "connect" });
    assert.equal(answered.trace.attempts, 3);
  });

  it("grows until a server comes up", async () => {
    const port = await deadPort();
    const server = createServer((_request, response) => response.end("{}"));
    const network = networkWith({}, { random: () => (server.listen(port, "127.0.0.1"), 0) });
    try {
      const answered = await send(network, `http://127.0.0.1:${port}/`);
      assert(answered.ok);
      assert.equal(answered.trace.attempts, 2);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
