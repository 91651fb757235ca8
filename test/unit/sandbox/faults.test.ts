import assert from "node:assert/strict";
import type { Fault } from "../../sandbox/sandbox.ts";
import { useSandbox, USERINFO } from "./setup.ts";

describe("sandbox faults", () => {
  const argus = useSandbox();

  const failing = async (fault: Fault): Promise<Response> => {
    argus.sandbox.fail(fault);
    return argus.askToken();
  };

  it("go away after as many calls as asked for, in their order", async () => {
    argus.sandbox.fail({ kind: "status", status: 503 }, 2);
    argus.sandbox.fail({ kind: "status", status: 429, headers: { "Retry-After": "7" } });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call++) statuses.push((await argus.askToken()).status);
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
    argus.sandbox.fail({ kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
    const response = await fetch(argus.sandbox.url + USERINFO, { redirect: "manual" });
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
      argus.sandbox.requests.map(({ aborted }) => aborted),
      [false, false, false],
    );
  });

  it("are silent until the client gives up, which is on record", async () => {
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

  it("do not excuse a wrong call", async () => {
    argus.sandbox.fail({ kind: "status", status: 500 });
    assert.equal((await argus.askToken({}, {})).status, 500);
    assert.equal(argus.sandbox.violations.length, 1);
  });
});
