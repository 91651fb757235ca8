import assert from "node:assert/strict";
import fc from "fast-check";
import { timeLeft, untilNextText } from "../../../client/src/text/timeLeft.ts";
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
