import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { Fault } from "../../sandbox/sandbox.ts";
import { useSandbox, USERINFO } from "./setup.ts";

describe("sandbox faults", () => {
  const argus = useSandbox();

  const failing = async (fault: Fault): Promise<Response> => {
    argus.sandbox.fail(fault);
    return argus.askToken();
  };

  it("apply to the given number of calls, in order", async () => {
    argus.sandbox.fail({ kind: "status", status: 503 }, 2);
    argus.sandbox.fail({ kind: "status", status: 429, headers: { "Retry-After": "7" } });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call++) statuses.push((await argus.askToken()).status);
    assert.deepEqual(statuses, [503, 503, 429, 200]);
  });

  it("wait for their operation", async () => {
    argus.sandbox.fail({ kind: "status", status: 500 }, 1, "introspection");
    argus.sandbox.fail({ kind: "status", status: 503 }, 1, "token");
    assert.equal((await argus.askToken()).status, 503);
    const token = await argus.newToken();
    assert.equal((await argus.introspect(token)).status, 500);
    assert.equal((await argus.introspect(token)).status, 200);
  });

  it("can be withdrawn", async () => {
    argus.sandbox.fail({ kind: "status", status: 500 }, 3);
    argus.sandbox.recover();
    assert.equal((await argus.askToken()).status, 200);
  });

  it("say when to try again, in seconds or as a date", async () => {
    const after = async (status: number, retryAfter: number | Date) => {
      const response = await failing({ kind: "status", status, retryAfter });
      assert.equal(response.status, status);
      return response.headers.get("retry-after");
    };
    assert.equal(await after(429, 0), "0");
    assert.equal(await after(503, 7), "7");
    assert.equal(await after(503, new Date(Date.UTC(2030, 0, 1))), "Tue, 01 Jan 2030 00:00:00 GMT");
  });

  it("answer with each kind of error body", async () => {
    const body = async (body: "oauth" | "envelope" | "html" | "empty") =>
      (await failing({ kind: "status", status: 403, body, message: "No entry" })).text();
    assert.equal(await body("oauth"), '{"error":"access_denied","error_description":"No entry"}');
    assert.match(await body("envelope"), /^\{"responseCode":403,.*"message":"No entry"/);
    assert.match(await body("html"), /<title>No entry<\/title>/);
    assert.equal(await body("empty"), "");
  });

  it("answer with something other than a token: JSON, HTML, other content types, cut JSON", async () => {
    assert.deepEqual(await (await failing({ kind: "json200", value: [1] })).json(), [1]);
    assert.match(await (await failing({ kind: "html200" })).text(), /^<!DOCTYPE html>/);
    const type = await failing({ kind: "contentType", contentType: "text/plain", encoding: "utf16le" });
    assert.equal(type.headers.get("content-type"), "text/plain");
    assert.match(Buffer.from(await type.arrayBuffer()).toString("utf16le"), /^\{"access_token"/);
    await assert.rejects((await failing({ kind: "truncatedJson" })).json(), SyntaxError);
  });

  it("answer in the wrong charset, compressed, or byte by byte", async () => {
    const contentType = "application/json; charset=utf-8";
    const latin = await failing({ kind: "contentType", contentType, encoding: "latin1", body: '{"error":"clé"}' });
    assert.equal(latin.headers.get("content-type"), contentType);
    assert.equal(await latin.text(), '{"error":"cl\uFFFD"}');
    const gzip = await failing({ kind: "gzip" });
    assert.equal(gzip.headers.get("content-encoding"), "gzip");
    const chunked = await failing({ kind: "chunked" });
    assert.equal(chunked.headers.get("transfer-encoding"), "chunked");
    for (const response of [gzip, chunked]) assert.match(await response.text(), /^\{"access_token".*\}$/);
  });

  it("answer with anything at all", async () => {
    const answer = await failing({
      kind: "answer",
      status: 418,
      headers: { "X-Pot": "tea" },
      body: Buffer.of(0xff, 0),
    });
    assert.deepEqual([answer.status, answer.headers.get("x-pot")], [418, "tea"]);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.of(0xff, 0));

    argus.sandbox.fail({ kind: "bytes", bytes: "SSH-2.0-OpenSSH_9.9\r\n" });
    assert.equal(await visitRaw().then((socket) => text(socket)), "SSH-2.0-OpenSSH_9.9\r\n");
    assert.equal(argus.sandbox.requests.at(-1)!.aborted, false);
  });

  it("answer with a wrong date, no date, or late", async () => {
    const date = async (value: string | undefined) => (await failing({ kind: "date", value })).headers.get("date");
    assert.equal(await date("yesterday"), "yesterday");
    assert.equal(await date(undefined), null);
    const start = performance.now();
    assert.equal((await failing({ kind: "late", ms: 30 })).status, 200);
    assert.ok(performance.now() - start >= 29);
  });

  it("stop in the middle of a header", async () => {
    argus.sandbox.fail({ kind: "slowHeaders" });
    const socket = await visitRaw();
    const [chunk] = (await once(socket, "data")) as [Buffer];
    assert.match(chunk.toString(), /^HTTP\/1\.1 200 OK\r\n[\w-]+$/);
    socket.destroy();
    await argus.sandbox.seen(({ aborted }) => aborted);
  });

  it("answer with 10 MiB, announced or not", async () => {
    for (const announced of [true, false]) {
      const response = await failing({ kind: "huge", announced });
      assert.equal(response.headers.has("content-length"), announced);
      assert.equal((await response.arrayBuffer()).byteLength, 10 * 1024 * 1024);
    }
  });

  it("redirect", async () => {
    argus.sandbox.fail({ kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
    const response = await fetch(argus.sandbox.url + USERINFO, { redirect: "manual" });
    assert.deepEqual([response.status, response.headers.get("location")], [307, "http://127.0.0.1:1/elsewhere"]);
  });

  it("close the connection before, after or within the headers and body, and do not blame the client", async () => {
    await assert.rejects(failing({ kind: "reset" }), TypeError);
    for (const kind of ["resetAfterHeaders", "truncatedBody"] as const) {
      const response = await failing({ kind });
      assert.equal(response.status, 200);
      await assert.rejects(response.text(), TypeError);
    }
    assert.deepEqual(
      argus.sandbox.requests.map(({ aborted }) => aborted),
      [false, false, false],
    );
  });

  it("stay silent until the client gives up, and record that", async () => {
    for (const kind of ["silent", "slowBody"] as const) {
      argus.sandbox.fail({ kind });
      const controller = new AbortController();
      const call = fetch(argus.sandbox.url + USERINFO, { signal: controller.signal, headers: { "X-Kind": kind } });
      const body = call.then((response) => response.text());
      const isIt = (headers: Record<string, string>): boolean => headers["x-kind"] === kind;
      const request = await argus.sandbox.seen(({ headers }) => isIt(headers));
      if (kind === "slowBody") assert.equal((await call).status, 401);
      assert.equal(request.aborted, false);
      controller.abort();
      await assert.rejects(body, { name: "AbortError" });
      await argus.sandbox.seen(({ headers, aborted }) => aborted && isIt(headers));
    }
  });

  it("do not excuse an invalid call", async () => {
    argus.sandbox.fail({ kind: "status", status: 500 });
    assert.equal((await argus.askToken({}, {})).status, 500);
    assert.equal(argus.sandbox.violations.length, 1);
  });

  /** Sends a whole userinfo call without reading the answer. */
  async function visitRaw(): Promise<Socket> {
    const socket = connect(Number(new URL(argus.sandbox.url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write(`GET ${USERINFO} HTTP/1.1\r\nHost: sandbox\r\n\r\n`);
    return socket;
  }
});
