import assert from "node:assert/strict";
import { differences } from "../../../client/src/answers/differences.ts";
import type { TextLine } from "vscode";
import { answerLine } from "../../../client/src/answers/answerLine.ts";
import { located, shownSummary } from "../../../client/src/answers/summary.ts";
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
  const shown = (summary: string, length = 0, location: "request" | "session" = "request"): string =>
    shownSummary(summary, location, length);

  it("is shown in full up to 120 UTF-16 units", () => {
    for (const text of ["", "short", "x".repeat(120)]) assert.equal(shown(text), text);
    assert.equal(shown("x".repeat(121)), `${"x".repeat(119)}…`);
  });

  it("shows as many whole parts as can be seen beside its line in a small window", () => {
    const user = "myUserName · My Name · analysts, api · Example Customer · my.name@customer.example · from 127.0.0.1";
    assert.equal(shown(user), "myUserName · My Name · analysts, api · Example Customer · …");
    assert.equal(shown(user, 40), "myUserName · My Name · analysts, api · …");
    assert.equal(shown(user, 200), "myUserName · My Name · …");
    const active = "active · until 20:22 · myUserName · 6 scopes";
    assert.equal(shown(active, 40), active);
    assert.equal(shown(active, 61), "active · until 20:22 · …");
    const dead = "not active: this token expired at 20:22:04";
    assert.equal(shown(dead, 40), dead);
    assert.equal(shown(dead, 80), "not active · …");
    const odd = "active · not as expected: scope openid profile clientip, until 11:19:30 · 6 scopes";
    assert.equal(shown(odd), "active · not as expected: scope openid profile clientip, until 11:19:30 · 6 scopes");
    assert.equal(shown(odd, 40), "active · not as expected · …");
    for (let length = 0; length <= 61; length += 1) assert(length + shown(active, length).length <= 85, String(length));
  });

  it("says first that the request does not carry the token", () => {
    assert.equal(shown("active · until 20:22", 30, "session"), "not in this request · active · until 20:22");
    assert.equal(shown("active · until 20:22", 80, "session"), "not in this request · active · …");
    const dead = "not active: expired, revoked, or made for another client or IP address · Argus' clock is 6 s ahead";
    assert.equal(shown(dead, 40, "session"), "not in this request · not active · …");
    const past = "was active, checked 20:19";
    assert.equal(located(past, "session"), `profile's token, not in this request · ${past}`);
    assert.equal(located(past, "reference"), past);
  });

  it("is cut after a whole character, without a trailing space", () => {
    assert.equal(shown(`${"x".repeat(118)}😀 more`), `${"x".repeat(118)}…`);
    assert.equal(shown(`${"x".repeat(117)}😀 more`), `${"x".repeat(117)}😀…`);
    assert.equal(shown(`${"x".repeat(110)}         more`), `${"x".repeat(110)}…`);
  });

  it("is on the blank line that ends the head, or after the head's shortest line", () => {
    const line = (lines: readonly string[], end: number): number =>
      answerLine(
        { lineCount: lines.length, lineAt: (at) => ({ text: lines[at as number] }) as TextLine },
        { requestLine: 1, range: { start: { line: 0, character: 0 }, end: { line: end, character: 0 } } },
      );
    assert.equal(line(["###", "GET /a", "Authorization: Bearer x", "A: b", "", "", "###"], 6), 4);
    assert.equal(line(["###", "GET /a", "A: b", " ", "", "x"], 5), 3);
    assert.equal(line(["###", "GET /a", ""], 2), 2);
    assert.equal(line(["###", "GET /a", "A: b", "###", "", "GET /b"], 3), 2);
    assert.equal(line(["###", "GET /a", "Authorization: Bearer x"], 3), 1);
    // The document has become shorter since.
    assert.equal(line(["###"], 5), 1);
  });
});
