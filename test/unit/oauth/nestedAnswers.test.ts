import assert from "node:assert/strict";
import { callDocument } from "../../../client/src/calls/callDocument.ts";
import { parseJson, readableJson } from "../../../common/json.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { CallContext } from "../../../server/src/oauth/call.ts";
import { findClient } from "../../../server/src/oauth/clientLookup.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { discover } from "../../../server/src/oauth/discovery.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { eachCase } from "../../host/eachCase.ts";
import { assertLinear } from "../linearTime.ts";
import { fakeNetwork } from "./fakeNetwork.ts";

const profile: Profile = { name: "work", url: "https://argus.example", clientId: "my-client" };
const KEY = { kind: "apiKey", apiKey: "my/api/key" } as const;

const CALLS: Readonly<Record<string, (context: CallContext) => Promise<{ ok: boolean }>>> = {
  token: (context) => requestToken(profile, KEY, context),
  introspection: (context) => introspect(profile, "user/token", "secret", context),
  userinfo: (context) => requestUserinfo(profile, "user/token", context),
  discovery: (context) => discover(profile, undefined, context),
  client: (context) => findClient(profile, KEY, "alc", context),
};

/** What opens a level, and what closes it. */
const LEVELS: readonly (readonly [string, string])[] = [
  ["[", "]"],
  ['{"error":', "}"],
  ['{"messages":[', "]}"],
  ['{"detail":{"a":', "}}"],
  ['{"access_token":', "}"],
  ['{"data":', "}"],
];

const nested = ([open, close]: readonly [string, string], levels: number): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

describe("an answer that is nested", () => {
  it("at any depth ends every call with a result and a record that can be shown", () =>
    eachCase(
      Object.entries(CALLS),
      ([name]) => name,
      async ([, call]) => {
        for (const level of LEVELS) {
          for (const levels of [10, 32, 33, 500, 1_000, 2_000, 4_000, 8_000, 60_000]) {
            for (const status of [200, 401, 400]) {
              const records: CallRecord[] = [];
              await call({
                network: fakeNetwork({ status, body: nested(level, levels) }),
                timeoutMs: 1000,
                signal: new AbortController().signal,
                clocks: new ServerClocks(),
                onCall: (record) => void records.push(record()),
              });
              // The body of a record is short, whatever was received.
              for (const record of records) assert(callDocument(record).length < 100_000, `${level[0]} × ${levels}`);
            }
          }
        }
      },
    )).timeout(120_000);

  it("takes space and time in proportion to its length when it is shown", () =>
    eachCase(
      LEVELS,
      ([open]) => open,
      (level) => {
        const levels = 10;
        const [open, close] = level.map((part) => part.repeat(levels)) as [string, string];
        const list = (times: number): string => `${open}[${"1,".repeat(times)}1]${close}`;
        assertLinear((text) => {
          assert(readableJson(parseJson(text)).length < text.length * 80 + 1000);
        }, list);
      },
    )).timeout(120_000);
});
