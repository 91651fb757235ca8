import assert from "node:assert/strict";
import { fittingActions, heading } from "../../../client/src/statusBar/statusMenu.ts";
import { failure } from "../../../client/src/failures/failure.ts";
import { inOrder } from "../../../client/src/profiles/profileOrder.ts";
import type { SessionState } from "../../../client/src/session/session.ts";
import { tooltipLines } from "../../../client/src/statusBar/statusTooltip.ts";
import { dayTime, exactTime } from "../../../common/clock.ts";

const NOW = 1_700_000_000_000;
const token = (issuedAt: number, expiresAt: number) => ({
  accessToken: "a/b",
  tokenType: "Bearer",
  issuedAt,
  expiresAt,
});
const live = { kind: "live", token: token(NOW, NOW + 180_000) } as const;
const expired: SessionState = { kind: "expired", token: token(NOW - 400_000, NOW - 100_000) };
const none: SessionState = { kind: "none" };

describe("the status bar's menu", () => {
  it("is headed by the profile, its state and the remaining time", () => {
    assert.equal(heading("dev", live, NOW), `dev · live until ${exactTime(NOW + 180_000, NOW)}, 3 min left`);
    assert.equal(heading("dev", expired, NOW), `dev · expired at ${exactTime(NOW - 100_000, NOW)}`);
    const assumed = { ...live.token, isEndAssumed: true };
    assert.equal(
      heading("dev", { kind: "live", token: assumed }, NOW),
      `dev · live until about ${dayTime(NOW + 180_000, NOW)}, about 3 min left`,
    );
    assert.equal(heading("dev", { kind: "expired", token: assumed }, NOW), "dev · probably expired");
    assert.equal(heading("dev", none, NOW), "dev · no token");
    assert.equal(heading("$(x)\n", none, NOW), "$ (x) · no token");
  });

  it("says on which day a token expired, in its heading and in the tooltip, unless it was today", () => {
    const yesterday = dayTime(NOW - 100_000, NOW + 86_400_000);
    assert.match(yesterday, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.equal(heading("dev", expired, NOW + 86_400_000), `dev · expired at ${yesterday}`);
    const unknown = { known: undefined, credential: undefined, storage: undefined };
    const settings = { ok: true, value: { name: "dev", url: "https://dev.example", clientId: "d" } } as const;
    const facts = {
      ...unknown,
      settings,
      profile: "dev",
      state: expired,
      source: "active",
      refresh: { kind: "off" },
    } as const;
    assert.equal(tooltipLines(facts)[0], `dev: the token expired at ${yesterday}.`);
  });

  it("offers three or four fitting commands, and first Add Profile if there is no profile", () => {
    assert.equal(fittingActions(undefined, true)[0], "argus.addProfile");
    for (const state of [live, expired, none]) {
      const actions = fittingActions(state, true);
      assert(actions.length >= 3 && actions.length <= 4, actions.join());
      assert.equal(actions.includes("argus.getToken"), state.kind !== "live");
      assert(!fittingActions(state, false).some((id) => id === "argus.insertToken" || id === "argus.introspect"));
    }
    const unknown = failure("unknownProfile", "devx").error;
    assert.equal(heading("devx", none, NOW, unknown), "devx: no such profile");
    assert.deepEqual(fittingActions(none, true, unknown), ["argus.addProfile", "argus.selectProfile"]);
    assert(fittingActions(live, true).includes("argus.copyToken"));
    assert(!fittingActions(none, true).includes("argus.copyToken"));
  });
});

describe("a list of profiles", () => {
  it("begins with the file's, then those with a live token, then those that had one most recently", () => {
    const older: SessionState = { kind: "expired", token: token(NOW - 900_000, NOW - 600_000) };
    const states: Record<string, SessionState> = { a: none, b: older, c: expired, d: live, e: none };
    const order = (first: string | undefined) => inOrder(Object.keys(states), first, (name) => states[name]!);
    assert.deepEqual(order("e"), ["e", "d", "c", "b", "a"]);
    assert.deepEqual(order(undefined), ["d", "c", "b", "a", "e"]);
  });
});
