import assert from "node:assert/strict";
import { addProfile, run, tokenIn, useExtension } from "./setup.ts";

describe("the origin IP", () => {
  const setup = useExtension();
  const sent = () => setup.sandbox.requests.map(({ headers }) => headers["x-forwarded-for"]);

  it("is sent with a token once userinfo returned it, but not with a new one", async () => {
    await addProfile(setup.sandbox, { scope: "openid clientip" });
    setup.person([setup.sandbox.apiKey, setup.sandbox.clientSecret]);
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    assert.equal(await run("argus.introspect", uri, 0), true);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.refreshTokens", uri), true);
    assert.equal(await run("argus.userinfo", uri, 0), true);
    // Of a token call, userinfo, introspection, two token calls and userinfo.
    assert.deepEqual(sent(), [undefined, undefined, "127.0.0.1", undefined, undefined, undefined]);
  });

  it("is named as the reason if a token from another address is refused", async () => {
    const document = await setup.open("GET /one\n");
    const uri = document.uri.toString();
    await addProfile(setup.sandbox, { forwardedFor: "192.0.2.1" });
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert(tokenIn(document));
    await addProfile(setup.sandbox, { forwardedFor: "192.0.2.2" });
    assert.equal(await run("argus.userinfo", uri, 0), false);
    const { text } = person.messages.at(-1)!;
    assert(text.includes("This token is bound to 192.0.2.1; you now send 192.0.2.2."), text);
  });
});
