import assert from "node:assert/strict";
import { appearanceOf } from "../../../client/src/statusBar/statusAppearance.ts";
import { profileNamed } from "../../../client/src/settings.ts";
import { shortName } from "../../../common/plainText.ts";
import { standIn } from "../../host/standIn/state.ts";
import type { RefreshState } from "../../../client/src/tokens/autoRefresh.ts";

const NOW = 1_800_000_000_000;
const OFF: RefreshState = { kind: "off" };
const USABLE = { ok: true, value: { name: "dev", url: "https://dev.example", clientId: "d" } } as const;

/** The status bar for a token with this many ms left. */
function live(ms: number, refresh: RefreshState, profile = "dev", lifetime = 300_000): [string, boolean] {
  const token = { accessToken: "me/token", tokenType: "Bearer", issuedAt: NOW + ms - lifetime, expiresAt: NOW + ms };
  const {
    icon,
    text,
    warn = false,
  } = appearanceOf({ profile, settings: USABLE, state: { kind: "live", token }, refresh }, NOW);
  return [`$(${icon}) ${text}`, warn];
}

describe("the status bar's text", () => {
  const renewing: RefreshState = { kind: "scheduled", at: NOW + 10_000, failures: 0 };
  const failing: RefreshState = { kind: "scheduled", at: NOW + 10_000, failures: 2 };
  const cases: [string, number, RefreshState, [string, boolean]][] = [
    ["is calm while there is time", 200_000, OFF, ["$(key) dev 3 min", false]],
    ["warns in the last minute where nothing renews the token", 40_000, OFF, ["$(warning) dev 40 s", true]],
    ["does not warn in the last minute while auto-refresh works", 40_000, renewing, ["$(key) dev 40 s", false]],
    [
      "says that a renewal failed, be there time or not",
      200_000,
      failing,
      ["$(warning) dev 3 min, renewal failed", true],
    ],
    [
      "warns in the last minute where auto-refresh is paused",
      40_000,
      { kind: "paused", why: "idle" },
      ["$(warning) dev 40 s", true],
    ],
    [
      "says that auto-refresh gave up",
      200_000,
      { kind: "paused", why: "failed" },
      ["$(warning) dev 3 min, renewal failed", true],
    ],
  ];
  for (const [what, ms, refresh, expected] of cases) it(what, () => assert.deepEqual(live(ms, refresh), expected));

  it("says that a profile does not exist or cannot be used, rather than that it has no token", () => {
    standIn.set("user", "argus.profiles", { broken: 1 });
    const text = (profile: string): string =>
      appearanceOf({ profile, settings: profileNamed(profile), state: { kind: "none" }, refresh: OFF }, NOW).text;
    assert.deepEqual([text("devx"), text("broken")], ["devx: no such profile", "broken: error in its settings"]);
    standIn.reset();
  });

  it("marks the time as approximate if no server named the expiry", () => {
    const token = {
      accessToken: "t",
      tokenType: "Bearer",
      issuedAt: NOW,
      expiresAt: NOW + 200_000,
      isEndAssumed: true,
    };
    const { text } = appearanceOf(
      { profile: "dev", settings: USABLE, state: { kind: "live", token }, refresh: OFF },
      NOW,
    );
    assert.equal(text, "dev about 3 min");
  });

  for (const lifetime of [60_000, 300_000, 7_200_000]) {
    it(`does not warn for most of a life of ${lifetime / 1000} s, but before its end`, () => {
      const warnsWith = (left: number): boolean => live(left, OFF, "dev", lifetime)[1];
      assert.deepEqual(
        [1, 0.5, 0.25].map((part) => warnsWith(part * lifetime)),
        [false, false, false],
      );
      assert.deepEqual(
        [60_000, 12_000].map((most) => warnsWith(Math.min(most, lifetime / 5))),
        [true, true],
      );
      assert(!warnsWith(60_001));
    });
  }

  it("shortens long names to 24 characters", () => {
    const [text] = live(200_000, OFF, "the-profile-with-a-very-long-name");
    assert.equal(text, "$(key) the-profile-with-a-very… 3 min");
    assert.equal(shortName("exactly-twenty-four-char"), "exactly-twenty-four-char");
    assert.equal(shortName("a".repeat(22) + "😀😀").length, 23, "no half of a character");
  });
});
