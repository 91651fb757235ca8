import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { useSandbox, TOKEN } from "./setup.ts";

describe("sandbox server", () => {
  const argus = useSandbox();

  it("records each request", async () => {
    await argus.askToken({ scope: "openid" });
    const request = await argus.sandbox.seen(({ status }) => status === 200);
    assert.deepEqual([request.method, request.target, request.aborted], ["POST", TOKEN, false]);
    assert.equal(request.headers["argus-api-key"], argus.sandbox.apiKey);
    assert.deepEqual(request.fields, {
      grant_type: "client_credentials",
      client_id: argus.sandbox.clientId,
      scope: "openid",
    });
    await assert.rejects(
      argus.sandbox.seen(() => false, 1),
      /saw no such request/,
    );
  });

  it("shares nothing with other instances", async () => {
    const other = await argus.another({ apiKey: "fixed" });
    assert.notEqual(other.url, argus.sandbox.url);
    assert.notEqual(other.clientId, argus.sandbox.clientId);
    assert.equal(other.apiKey, "fixed");
    await other.close();
    await other.close();
    assert.equal((await argus.askToken()).status, 200);
  });

  it("closes open connections when it stops", async () => {
    const idle = connect(Number(new URL(argus.sandbox.url).port), "127.0.0.1");
    await once(idle, "connect");
    argus.sandbox.fail({ kind: "silent" });
    const call = argus.askToken();
    await argus.sandbox.seen(() => true);
    const closed = once(idle, "close");
    await Promise.all([argus.sandbox.close(), assert.rejects(call, TypeError), closed]);
    assert.equal(argus.sandbox.requests[0]!.aborted, false);
  });
});
