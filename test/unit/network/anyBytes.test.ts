import assert from "node:assert/strict";
import fc from "fast-check";
import { FakeClock } from "./fakeClock.ts";
import { networkWith, rawServer, SECRET, send } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";
import { runs } from "../../host/runs.ts";

/** ms */
const TIMEOUT = 150;

/** Anything a server may send: random bytes, and text that resembles HTTP. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
  fc
    .record({
      status: fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(100, 101, 103, 200, 204, 304, 407, 429, 503)),
      headers: fc.array(
        fc.tuple(
          fc.constantFrom("Content-Length", "Transfer-Encoding", "Retry-After", "Connection", "Date", "__proto__", "X"),
          fc.oneof(
            fc.constantFrom("0", "5", "-1", "99999999999", "chunked", "close", "upgrade", SECRET, "5, 6", ""),
            fc.string({ unit: "binary", maxLength: 20 }),
          ),
        ),
        { maxLength: 4 },
      ),
      body: fc.oneof(fc.string({ maxLength: 50 }), fc.constantFrom("5\r\nabcde\r\n0\r\n\r\n", "zz\r\n", SECRET)),
    })
    .map(({ status, headers, body }) =>
      Buffer.from(
        [`HTTP/1.1 ${status} X`, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\r\n"),
        "latin1",
      ),
    ),
);

describe("no sequence of bytes", () => {
  it("makes a call throw, outlast its deadline or reveal its credential", () =>
    eachCase(
      [true, false],
      (ends) => `the connection ${ends ? "ends" : "stays"}`,
      async (ends) => {
        let written = Buffer.alloc(0);
        const server = await rawServer((socket) =>
          socket.once("data", () => {
            if (ends) socket.end(written);
            else socket.write(written);
          }),
        );
        const network = networkWith({}, { clock: new FakeClock() });
        const url = `http://127.0.0.1:${server.port}/`;
        try {
          await fc.assert(
            fc.asyncProperty(bytes, async (any) => {
              written = any;
              // A call that outlasts its deadline makes the test outlast its own.
              const answered = await send(network, url, { timeoutMs: TIMEOUT });
              assert(answered.ok || !JSON.stringify(answered).includes(SECRET));
            }),
            { numRuns: runs(ends ? 300 : 40) },
          );
        } finally {
          await server.close();
        }
      },
    )).timeout(30_000 + runs(0) * 300);
});
