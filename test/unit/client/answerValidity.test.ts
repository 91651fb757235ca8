import assert from "node:assert/strict";
import {
  isOtherRequest,
  isOver,
  isSessionGone,
  type RequestFacts,
  type Subject,
} from "../../../client/src/answers/answerValidity.ts";
import { eachCase } from "../../host/eachCase.ts";

const CHECKED = 1_800_000_000_000;

const subject = (more: Partial<Subject> = {}): Subject => ({
  profile: "dev",
  location: "request",
  digest: "d1",
  session: "dev",
  checkedAt: CHECKED,
  expiresAt: CHECKED + 180_000,
  active: true,
  ...more,
});

describe("an answer about a token", () => {
  const times: [string, Partial<Record<keyof Subject, unknown>>, number, boolean][] = [
    ["counts before the token's end", {}, 179_999, false],
    ["is over at the token's end", {}, 180_000, true],
    ["is over after a sleep across the token's end", {}, 9 * 3_600_000, true],
    ["counts for a token's usual life where no end is known", { expiresAt: undefined }, 299_999, false],
    ["is over after a token's usual life where no end is known", { expiresAt: undefined }, 300_000, true],
    ["is over once the clock is set back behind it", {}, -60_000, true],
    ["counts where the clock is put right by a second", {}, -1_000, false],
    ["counts on where the token was refused: it stays so", { active: false }, 9 * 3_600_000, false],
  ];
  it("becomes outdated when its session or time ends", () =>
    eachCase(
      times,
      ([what]) => what,
      ([, more, after, expected]) =>
        assert.equal(isOver({ ...subject(), ...more } as Subject, CHECKED + after), expected),
    ));

  const sessions: [string, Partial<Subject>, Record<string, string>, boolean][] = [
    ["counts while its session lives", {}, { dev: "d1" }, false],
    ["about the request's own token counts on when the session gets another one", {}, { dev: "d2" }, false],
    ["ends with its session", {}, { prod: "d1" }, true],
    ["about a held token ends when the session gets another one", { location: "session" }, { dev: "d2" }, true],
    [
      "about a reference's token ends when the session gets another one",
      { location: "reference" },
      { dev: "d2" },
      true,
    ],
    ["about a reference's token ends with its session", { location: "reference" }, {}, true],
  ];
  it("survives what does not affect it", () =>
    eachCase(
      sessions,
      ([what]) => what,
      ([, more, held, expected]) => assert.equal(isSessionGone(subject(more), new Map(Object.entries(held))), expected),
    ));

  it("survives any sign-out if its token has no session", () => {
    const { session, ...foreign } = subject();
    assert.equal(session, "dev");
    assert.equal(isSessionGone(foreign, new Map()), false);
  });

  const same: RequestFacts = { profile: "dev", location: "request", digest: "d1" };
  const requests: [string, Partial<Subject>, RequestFacts, boolean][] = [
    ["counts while the request stays the same", {}, same, false],
    ["ends with another token in the request", {}, { ...same, digest: "d2" }, true],
    ["ends with another profile for the request", {}, { ...same, profile: "prod" }, true],
    ["ends when a reference takes the token's place", {}, { profile: "dev", location: "reference" }, true],
    ["ends when the request loses its token", {}, { profile: "dev", location: "session" }, true],
    ["about a held token ends when the request gets one of its own", { location: "session" }, same, true],
    [
      "about a held token counts while there is none",
      { location: "session" },
      { profile: "dev", location: "session" },
      false,
    ],
    ["of a profile that is gone ends", {}, { ...same, profile: undefined }, true],
  ];
  it("is compared with the request's current token and profile", () =>
    eachCase(
      requests,
      ([what]) => what,
      ([, more, request, expected]) => assert.equal(isOtherRequest(subject(more), request), expected),
    ));
});
