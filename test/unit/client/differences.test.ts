import assert from "node:assert/strict";
import { differences } from "../../../client/src/answers/differences.ts";
import { cut } from "../../../client/src/answers/summary.ts";
import { eachCase } from "../../host/eachCase.ts";

const NOW = new Date(2026, 0, 2, 14, 20).getTime();

describe("the difference between known facts and Argus' answer", () => {
  const expiresAt = new Date(2026, 0, 2, 14, 22, 4).getTime();
  const KNOWN = {
    ...{ digest: "", profile: "default", expiresAt, clientId: "one" },
    ...{ scope: "openid profile", username: "me" },
  };
  const SAME = {
    ...{ active: true, expiresAt: expiresAt + 1000, scope: "profile openid", username: "me" },
    claims: { client_id: "one" },
  };

  it("is empty if all is the same or unknown", () => {
    assert.deepEqual(differences(KNOWN, SAME, NOW), []);
    assert.deepEqual(differences(KNOWN, { active: true, claims: {} }, NOW), []);
  });

  it("is empty for a token without known facts", () => {
    const other = { ...SAME, scope: "email", claims: { client_id: "two" } };
    assert.deepEqual(differences(undefined, other, NOW), []);
    assert.deepEqual(differences({ digest: "", profile: "default", expiresAt }, other, NOW), []);
  });

  it("is empty for an expiry that was assumed", () => {
    assert.deepEqual(
      differences({ ...KNOWN, isEndAssumed: true }, { ...SAME, expiresAt: expiresAt + 3_600_000 }, NOW),
      [],
    );
  });

  const CASES: [told: object, expected: string][] = [
    [{ scope: "openid" }, "scope openid profile"],
    [{ scope: "openid profile email" }, "scope openid profile"],
    [{ scope: "" }, "scope openid profile"],
    [{ expiresAt: expiresAt + 6000 }, "until 14:22:04"],
    [{ expiresAt: expiresAt - 6000 }, "until 14:22:04"],
    [{ username: "you" }, "user me"],
    [{ claims: { client_id: "two" } }, "client one"],
  ];
  it("names each fact that differs", () =>
    eachCase(
      CASES,
      ([told, expected]) => `${JSON.stringify(told)}, ${expected}`,
      ([told, expected]) => {
        assert.deepEqual(differences(KNOWN, { ...SAME, ...told }, NOW), [expected]);
      },
    ));
});

describe("the answer after a line", () => {
  it("is shown in full up to 120 UTF-16 units", () => {
    for (const text of ["", "short", "x".repeat(120)]) assert.equal(cut(text), text);
    assert.equal(cut("x".repeat(121)), `${"x".repeat(119)}…`);
  });

  it("shows only whole parts where it would be too long for a small window", () => {
    const user = "myUserName · My Name · analysts, api · Example Customer · my.name@customer.example · from 127.0.0.1";
    assert.equal(cut(user), "myUserName · My Name · analysts, api · …");
    assert.equal(cut("active · until 20:22 · myUserName · 6 scopes"), "active · until 20:22 · myUserName · 6 scopes");
    const held = "profile's token, not in this request · active · until 20:22 · myUserName";
    assert.equal(cut(held), "profile's token, not in this request · active · …");
    const dead = "profile's token, not in this request · not active: this token expired at 20:22:04";
    assert.equal(cut(dead), dead);
    assert.equal(cut(`${"x".repeat(60)} · two · three`), `${"x".repeat(60)} · two · …`);
  });

  it("is cut after a whole character, without a trailing space", () => {
    assert.equal(cut(`${"x".repeat(118)}😀 more`), `${"x".repeat(118)}…`);
    assert.equal(cut(`${"x".repeat(117)}😀 more`), `${"x".repeat(117)}😀…`);
    assert.equal(cut(`${"x".repeat(110)}         more`), `${"x".repeat(110)}…`);
  });
});
