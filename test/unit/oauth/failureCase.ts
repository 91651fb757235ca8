import assert from "node:assert/strict";
import * as v from "valibot";
import type { ArgusError } from "../../../common/protocol/errors.ts";
import type { NetworkFailure } from "../../../server/src/network/types.ts";
import { callArgus } from "../../../server/src/oauth/call.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { fail } from "../../../server/src/oauth/failures.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { type FakeAnswer, fakeNetwork } from "./fakeNetwork.ts";

export const profile = { name: "work", url: "https://argus.example", clientId: "my-client" };
export const page = "<!DOCTYPE html><html><head><title>Sign in\n here</title></head></html>";
export const said = (message: string, field: string | null = null): unknown => ({
  messages: [{ message, messageTemplate: message, type: field === null ? "ACTION_ERROR" : "FIELD_ERROR", field }],
});
export const oauth = (error: string, description: string): unknown => ({ error, error_description: description });

/** The call that gets the answer. */
export type Asking = "key" | "session" | "jwt" | "introspection" | "public" | "userinfo";

export async function failureOf(asking: Asking, outcome: FakeAnswer | NetworkFailure): Promise<ArgusError> {
  const context = {
    network: fakeNetwork(outcome),
    timeoutMs: 1500,
    signal: new AbortController().signal,
    clocks: new ServerClocks(),
  };
  const ask = {
    key: () => requestToken(profile, { kind: "apiKey", apiKey: "my/api/key" }, context),
    session: () => requestToken(profile, { kind: "session", token: "my/session" }, context),
    jwt: () => {
      const url = new URL("https://argus.example/token");
      const request = { method: "POST", url, headers: { authorization: "Bearer eyJ.my.jwt" } } as const;
      const secrets = [{ value: "eyJ.my.jwt", variable: "ARGUS_ASSERTION" }] as const;
      return callArgus({ name: "token", profile: "work", request, secrets }, context, v.object({}));
    },
    introspection: () => introspect(profile, "user/token", "client secret", context),
    public: () => introspect(profile, "user/token", undefined, context),
    userinfo: () => requestUserinfo(profile, "user/token", context),
  };
  const result = await ask[asking]();
  assert(!result.ok, "the call went well");
  return result.error;
}

/** Facts, and the row they select. */
export type Case = [row: string, make: () => ArgusError | Promise<ArgusError>];

export const network = (row: string, failure: NetworkFailure, asking: Asking = "key"): Case => [
  row,
  () => failureOf(asking, failure),
];
export const answer = (row: string, asking: Asking, outcome: FakeAnswer): Case => [
  row,
  () => failureOf(asking, outcome),
];
export const known = (row: string, ...facts: Parameters<typeof fail>): Case => [row, () => fail(...facts).error];
