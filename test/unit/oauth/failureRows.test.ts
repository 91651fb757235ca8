import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Help } from "../../../common/protocol/errors.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { FAILURES } from "../../../server/src/oauth/failures.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { ANSWER_CASES } from "./answerFailureCases.ts";
import { failureOf, profile } from "./failureCase.ts";
import { fakeNetwork } from "./fakeNetwork.ts";
import { NETWORK_CASES } from "./networkFailureCases.ts";

/** At least one case for each row of the failures. */
const CASES = [...NETWORK_CASES, ...ANSWER_CASES];

/** The texts that people read, in one reviewed file. `ARGUS_SNAPSHOT=write` updates it. */
const SNAPSHOT = join(import.meta.dirname, "failures.snapshot.json");

interface Wording {
  message: string;
  hint?: string | undefined;
  help?: readonly Help[] | undefined;
}

describe("failures", () => {
  it("select the row that fits the facts", async () => {
    for (const [row, make] of CASES) {
      const { code, reason } = await make();
      const [expected, id = expected] = row.split(".");
      assert.deepEqual([code, reason], [expected, id], row);
    }
  });

  it("are worded as reviewed, each with its help", async () => {
    const wording: Record<string, Wording[]> = {};
    for (const [row, make] of CASES) {
      const { message, hint, help } = await make();
      (wording[row] ??= []).push({ message, hint, help });
    }
    if (process.env["ARGUS_SNAPSHOT"] === "write") {
      const { format } = await import("prettier");
      writeFileSync(SNAPSHOT, await format(JSON.stringify(wording, null, 2), { parser: "json", printWidth: 120 }));
    }
    const reviewed = JSON.parse(readFileSync(SNAPSHOT, "utf8")) as unknown;
    assert.deepEqual(JSON.parse(JSON.stringify(wording)), reviewed);
  });

  it("have a case for each row", () => {
    const rows = Object.entries(FAILURES).flatMap(([code, { rows }]) => [
      code,
      ...rows.map(({ id }) => `${code}.${id}`),
    ]);
    const tested = new Set(CASES.map(([row]) => row));
    assert.deepEqual(
      rows.filter((row) => !tested.has(row)),
      [],
    );
    assert.equal(new Set(rows).size, rows.length, "two rows of a code have one name");
  });

  it("say what to do and offer it, unless the person cancelled", async () => {
    for (const [row, make] of CASES) {
      const { hint, help } = await make();
      assert.deepEqual([hint === undefined, help === undefined], Array(2).fill(row === "cancelled"), row);
    }
  });

  it("name the profile and the kind of credential", async () => {
    const { profile: name, credential } = await failureOf("session", { status: 401 });
    assert.deepEqual([name, credential], ["work", "session"]);
    assert.equal((await failureOf("userinfo", { status: 401 })).credential, undefined);
  });

  it("say when to try again", async () => {
    const soon = await failureOf("key", { status: 429, headers: { "Retry-After": "7" } });
    assert.equal(soon.hint, "Try again in 7 s.");
    const later = await failureOf("key", { status: 503, headers: { "Retry-After": "600" } });
    assert.equal(later.hint, "Try again in 10 min.");
    const never = await failureOf("key", { status: 429, headers: { "Retry-After": "999999999" } });
    assert.equal(never.hint, "Try again later.");
  });
});

describe("an answer", () => {
  it("may contain a byte order mark, and a replacement character from the server", async () => {
    const body = '\ufeff{"name":"Ren\ufffd"}';
    const headers = { "content-length": String(Buffer.byteLength(body)), "content-type": "application/json" };
    const context = {
      network: fakeNetwork({ body, headers }),
      timeoutMs: 1,
      signal: new AbortController().signal,
      clocks: new ServerClocks(),
    };
    assert((await requestUserinfo(profile, "user/token", context)).ok);
  });
});
