import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogOutputChannel } from "vscode";
import { type LineChange, moveLine } from "../../../client/src/documents/moveLine.ts";
import { plainLabel, plainText } from "../../../common/plainText.ts";
import { introspectionSummary, pastSummary, userinfoSummary } from "../../../client/src/answers/summary.ts";
import { clockTime } from "../../../common/clock.ts";
import { timeLeft, untilNextText } from "../../../client/src/text/timeLeft.ts";
import { cleanTrace, redactedChannel } from "../../../client/src/worker/trace.ts";
import { Redactor } from "../../../common/redaction.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("time left", () => {
  const cases: [number, string][] = [
    [300_000, "5 min"],
    [299_999, "4 min"],
    [60_001, "1 min"],
    [60_000, "60 s"],
    [59_001, "60 s"],
    [59_000, "59 s"],
    [1, "1 s"],
  ];
  it("is shown in the largest useful unit", () =>
    eachCase(
      cases,
      ([, text]) => text,
      ([ms, text]) => {
        assert.equal(timeLeft(ms), text);
      },
    ));

  it("is updated exactly when its text changes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), (ms) => {
        const wait = untilNextText(ms);
        assert(wait > 0);
        if (ms - wait > 0) assert.notEqual(timeLeft(ms - wait), timeLeft(ms));
        // A timer may be one ms early.
        if (wait > 2) assert.equal(timeLeft(ms - wait + 2), timeLeft(ms));
      }),
    );
  });
});

describe("a tracked line", () => {
  const change = (startLine: number, start: number, endLine: number, end: number, text: string): LineChange => ({
    range: { start: { line: startLine, character: start }, end: { line: endLine, character: end } },
    text,
  });
  const cases: [string, LineChange[], number | undefined][] = [
    ["stays when text below changes", [change(6, 0, 7, 3, "x\ny")], 5],
    ["moves down by lines inserted above", [change(0, 0, 0, 0, "a\r\nb\r\n")], 7],
    ["moves up by lines deleted above", [change(1, 2, 3, 0, "")], 3],
    ["moves down by lines inserted right before it", [change(5, 0, 5, 0, "new\n")], 6],
    ["moves up when the whole line before it is deleted", [change(4, 0, 5, 0, "")], 4],
    ["is lost when typed into", [change(5, 3, 5, 3, "x")], undefined],
    ["is lost when text is put before it on its line", [change(5, 0, 5, 0, "x")], undefined],
    ["is lost when it is joined to the line before", [change(4, 7, 5, 0, "")], undefined],
    ["is lost when it is deleted", [change(5, 0, 6, 0, "")], undefined],
    ["is lost when it is inside a replaced range", [change(2, 0, 9, 0, "a\nb\nc\n")], undefined],
    ["adds up several changes", [change(9, 0, 9, 1, ""), change(3, 0, 3, 0, "\n"), change(0, 0, 1, 0, "")], 5],
  ];
  for (const [what, changes, expected] of cases) it(what, () => assert.equal(moveLine(5, changes), expected));

  it("keeps its text whenever it survives", () => {
    const lines = fc.array(fc.constantFrom("a", "b", ""), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        lines,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom("", "\n", "x", "x\n", "\nx", "a\r\nb\r\n"),
        (texts, at, from, size, text) => {
          const original = texts.map((line, index) => `${line}#${index}`);
          const line = at % original.length;
          const whole = original.join("\n");
          const start = from % (whole.length + 1);
          const end = Math.min(whole.length, start + (size % 6));
          const position = (offset: number) => {
            const before = whole.slice(0, offset).split("\n");
            return { line: before.length - 1, character: before.at(-1)!.length };
          };
          const moved = moveLine(line, [{ range: { start: position(start), end: position(end) }, text }]);
          const after = (whole.slice(0, start) + text + whole.slice(end)).split(/\r\n|\n/);
          if (moved !== undefined) assert.equal(after[moved], original[line]);
        },
      ),
    );
  });
});

describe("foreign text", () => {
  it("makes no links in notifications", () => {
    const linked = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/i;
    for (const text of ["[a](https://b.example)", "x [a](command:b) [c](file:///d)", "[[a](command:b)](command:c)"]) {
      assert.match(text, linked);
      assert.doesNotMatch(plainText(text), linked);
    }
    assert.equal(plainText("a [b] (c)"), "a [b] (c)");
  });

  it("makes no icons, and loses invisible and direction-changing characters", () => {
    const icon = /\$\([\w-]+(?:~\w+)?\)/;
    const unseen = /[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/u;
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "$",
            "(",
            "$(zap)",
            "$(x~spin)",
            "]",
            "\u202e",
            "\u2066",
            "\u200b",
            "\0",
            "\x1b",
            "\u00ad",
            "a",
            "\n",
            " ",
          ),
        ),
        (parts) => {
          for (const shown of [
            plainText(parts.join("")),
            plainLabel(parts.join("")),
            userinfoSummary({ name: parts.join("") }),
          ]) {
            assert.doesNotMatch(shown, icon);
            assert.doesNotMatch(shown, unseen);
          }
        },
      ),
    );
    assert.equal(plainText("me\u202elive\u202c"), "melive");
  });

  it("is one short line in place of a name, and never ends with half a character", () => {
    assert.equal(plainLabel("my\n profile"), "my profile");
    for (const long of ["x".repeat(500), "😀".repeat(500), `x${"😀".repeat(500)}`]) {
      const label = plainLabel(long);
      assert(label.length <= 80 && label.endsWith("…") && label.isWellFormed(), label);
    }
  });
});

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
    ["is a duration", 300_000, /^active · odd end: exp is a duration or in 1970, not a future time$/],
    ["is no duration either", 7_200_000, /^active · odd end: exp is a duration or in 1970/],
    ["is past all dates", 9e15, /^active · odd end: exp is not a time$/],
    ["is past all numbers", Infinity, /^active · odd end: exp is not a time$/],
    ["is in the past", until - 366 * 24 * 60 * 60 * 1000, /^active · odd end: 2025-01-\d\d 14:22, in the past$/],
    ["is a minute ago", until - 240_000, /^active · odd end: 14:18, in the past$/],
    ["is in milliseconds", until * 1000, /^active · odd end: exp is in milliseconds, not in seconds$/],
    ["is years away", until + 3 * 366 * 24 * 60 * 60 * 1000, /^active · odd end: 2029-01-\d\d 14:22, years away$/],
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
      pastSummary(kind, { active, checkedAt, location: "request" }, at);
    const ofProfile = (kind: "introspect" | "userinfo", active: boolean) =>
      pastSummary(kind, { active, checkedAt, location: "session" }, now);
    assert.equal(ofProfile("introspect", true), "profile's token was active, checked 14:17");
    assert.equal(ofProfile("introspect", false), "profile's token was not active, checked 14:17");
    assert.equal(ofProfile("userinfo", true), "profile's token: userinfo of 14:17, out of date");
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
    assert.equal(userinfoSummary({}), "known, but its scope shows no claims");
  });
});

describe("the trace", () => {
  const redactor = new Redactor("my/api/key");

  it("shows the headline but no content of sensitive messages", () => {
    const message = 'Sending request \'argus/token - (3)\'.\nParams: {"credential":{"apiKey":"unregistered"}}';
    assert.match(cleanTrace(message, redactor), /^Sending request 'argus\/token - \(3\)'\.\n\[content not shown/);
    assert(!cleanTrace(message, redactor).includes("unregistered"));
  });

  it("hides the content of each sensitive message", () =>
    eachCase(
      ["textDocument/didOpen", "textDocument/didChange", "argus/requestAt", "argus/authorize", "some/future"],
      (method) => method,
      (method) => {
        const messages = [
          `Sending notification '${method}'.\nParams: secret`,
          `Received response '${method} - (1)' in 1ms.\nResult: secret`,
        ];
        for (const message of messages)
          assert(
            !cleanTrace(message, redactor).includes("secret\n") && !cleanTrace(message, redactor).endsWith("secret"),
          );
      },
    ));

  it("shows harmless content without registered secrets", () => {
    const message = 'Received response \'initialize - (0)\' in 5ms.\nResult: {"a":"my/api/key"}';
    assert.equal(
      cleanTrace(message, redactor),
      'Received response \'initialize - (0)\' in 5ms.\nResult: {"a":"[redacted]"}',
    );
  });

  it("shows only the first line of a message with an unknown headline", () => {
    const message = 'Received response 5 without active response promise.\nResult: {"accessToken":"new/TOKEN"}';
    assert(!cleanTrace(message, redactor).includes("new/TOKEN"));
    assert.match(cleanTrace(message, redactor), /^Received response 5 without/);
  });

  it("hides messages traced as JSON", () => {
    assert(!cleanTrace('{"type":"send-request","message":{"params":"secret"}}', redactor).includes("secret"));
  });

  it("is redacted on every path into the channel", () => {
    const written: string[] = [];
    const write = (text: string | Error): void => void written.push(String(text));
    const target = {
      trace: write,
      debug: write,
      info: write,
      warn: write,
      error: write,
      append: write,
      appendLine: write,
      replace: write,
    };
    const channel = redactedChannel(target as unknown as LogOutputChannel, redactor);
    for (const name of ["trace", "debug", "info", "warn", "error"] as const)
      channel[name]("key my%2Fapi%2Fkey", { my: "my/api/key" });
    channel.error(new Error("my/api/key"));
    for (const name of ["append", "appendLine", "replace"] as const) channel[name]("my/api/key");
    assert.equal(written.length, 9);
    for (const text of written) assert.match(text, /\[redacted\]/);
    assert(!written.join().includes("my/api"));
  });
});
