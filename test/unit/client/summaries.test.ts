import assert from "node:assert/strict";
import { introspectionSummary, pastSummary, userinfoSummary } from "../../../client/src/answers/summary.ts";
import { clockTime } from "../../../common/clock.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("summaries", () => {
  const until = new Date(2026, 0, 2, 14, 22, 4).getTime();

  const now = until - 180_000;

  it("show what an active token is for, most important first", () => {
    const value = { active: true, scope: "openid profile", username: "myUserName", expiresAt: until };
    assert.equal(
      introspectionSummary({ ...value, scope: "openid" }, { now }),
      "active · until 14:22 · myUserName · openid",
    );
    const scope = "openid profile email groups customer clientip";
    assert.equal(introspectionSummary({ ...value, scope }, { now }), "active · until 14:22 · myUserName · 6 scopes");
    assert.equal(clockTime(until), "14:22:04");
  });

  it("show seconds for an expiry within this minute, and the date for another day", () => {
    const value = { active: true, expiresAt: until };
    assert.equal(introspectionSummary(value, { now: until - 3_000 }), "active · until 14:22:04");
    const yesterday = now - 24 * 60 * 60 * 1000;
    assert.equal(introspectionSummary(value, { now: yesterday }), "active · until 2026-01-02 14:22");
  });

  const odd: [string, number, RegExp][] = [
    ["is a duration", 300_000, /^active · odd expiry: exp is a duration or a time in 1970, not in the future$/],
    ["is no duration either", 7_200_000, /^active · odd expiry: exp is a duration or a time in 1970/],
    ["is past all dates", 9e15, /^active · odd expiry: exp is not a time$/],
    ["is past all numbers", Infinity, /^active · odd expiry: exp is not a time$/],
    ["is in the past", until - 366 * 24 * 60 * 60 * 1000, /^active · odd expiry: 2025-01-\d\d 14:22, in the past$/],
    ["is a minute ago", until - 240_000, /^active · odd expiry: 14:18, in the past$/],
    ["is in milliseconds", until * 1000, /^active · odd expiry: exp is in milliseconds, not in seconds$/],
    ["is years away", until + 3 * 366 * 24 * 60 * 60 * 1000, /^active · odd expiry: 2029-01-\d\d 14:22, years away$/],
  ];
  it("call an implausible expiry odd", () =>
    eachCase(
      odd,
      ([what]) => what,
      ([, expiresAt, expected]) => assert.match(introspectionSummary({ active: true, expiresAt }, { now }), expected),
    ));

  it("explain why a token is not active, if that is known", () => {
    assert.match(introspectionSummary({ active: false }, { now }), /^not active: expired, revoked, or/);
    assert.equal(
      introspectionSummary({ active: false }, { now, why: "expired at 14:22:04" }),
      "not active: this token expired at 14:22:04",
    );
    assert.equal(
      introspectionSummary({ active: false }, { now, why: "is bound to 192.0.2.1; you now send 192.0.2.2" }),
      "not active: this token is bound to 192.0.2.1; you now send 192.0.2.2",
    );
  });

  it("mention a clock difference that matters", () => {
    const skewed = (active: boolean, clockSkewMs: number) => introspectionSummary({ active, clockSkewMs }, { now });
    assert.equal(skewed(true, -60_000), "active · Argus' clock is 60 s behind");
    assert.equal(skewed(true, 5_000), "active");
    assert.match(skewed(false, 6_000), / · Argus' clock is 6 s ahead$/);
  });

  it("start with the address if the token is bound to another one", () => {
    const claims = { username: "me", client_ip: "192.0.2.1" };
    assert.equal(userinfoSummary(claims, "192.0.2.9"), "bound to 192.0.2.1, but 192.0.2.9 is sent · me");
    assert.equal(userinfoSummary(claims, "192.0.2.1"), "me · from 192.0.2.1");
    const six = { username: "me", client_ip: "2001:DB8::1" };
    assert.equal(userinfoSummary(six, "2001:db8:0:0:0:0:0:1"), "me · from 2001:DB8::1");
  });

  it("say what an outdated answer was, and when", () => {
    const checkedAt = now - 120_000;
    const past = (kind: "introspect" | "userinfo", active: boolean, at = now) =>
      pastSummary(kind, { active, checkedAt }, at);
    assert.equal(past("introspect", true), "was active, checked 14:17");
    assert.equal(past("introspect", false), "was not active, checked 14:17");
    assert.equal(past("userinfo", true), "userinfo of 14:17, out of date");
    const days = 2 * 24 * 60 * 60 * 1000;
    assert.equal(past("introspect", true, now + days), "was active, checked 2026-01-02 14:17");
  });

  it("show the returned claims on one line", () => {
    const claims = { username: "me", name: "My\nName", groups: ["a", "b"], client_ip: "192.0.2.1", picture: "x" };
    assert.equal(userinfoSummary(claims), "me · My Name · a, b · from 192.0.2.1");
    assert.equal(userinfoSummary({ groups: ["a", "b", "c", "d", "e"] }), "a, b, c +2");
    for (const claims of [
      { groupstring: '["a", "b"]' },
      { groups: null, groupstring: '["a","b"]' },
      { groups: [], groupstring: '["a","b"]' },
      { groups: '["a","b"]' },
      { groups: ["a", "b"], groupstring: '["a","b"]' },
    ]) {
      assert.equal(userinfoSummary(claims), "a, b", JSON.stringify(claims));
    }
    for (const groupstring of ["a, b", "{}", '"a"', "", 7, null]) {
      assert.equal(userinfoSummary({ username: "me", groupstring }), "me", String(groupstring));
    }
    assert.equal(userinfoSummary({}), "accepted, but its scope returns no claims");
  });
});
