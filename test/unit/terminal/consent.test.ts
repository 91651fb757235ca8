import assert from "node:assert/strict";
import { mock } from "node:test";
import { TerminalConsent } from "../../../client/src/terminal/consent.ts";
import { terminalOf } from "../../../client/src/terminal/callerTerminal.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { standIn } from "../../host/standIn/state.ts";

const PROFILE: Profile = { name: "dev", url: "https://argus.example", clientId: "client" };
/** For a terminal without a process. */
const NEVER = new Promise<undefined>(() => undefined);

/** What a promise resolves to although no time passes. */
async function atOnce<T>(start: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    return await start();
  } finally {
    mock.timers.reset();
  }
}

describe("consent to argus-token", () => {
  const shell = { name: "bash", processId: Promise.resolve<number | undefined>(process.ppid) };
  beforeEach(() => {
    standIn.reset();
  });

  const check = (consent: TerminalConsent, prompt = true) =>
    consent.check({
      pid: process.pid,
      profile: PROFILE,
      prompt,
      asking: () => undefined,
      gone: new AbortController().signal,
    });

  it("finds a caller's terminal at once, even among 30 with some that have no process", async () => {
    standIn.terminals = [
      { name: "extension", processId: NEVER },
      { name: "closed", processId: Promise.resolve(undefined) },
      ...Array.from({ length: 28 }, (_, index) => ({ name: "other", processId: Promise.resolve(-index) })),
      shell,
    ];
    assert.equal(await atOnce(() => terminalOf(process.pid)), shell);
  });

  it("finds no terminal for an outside program, and does not wait for ever for one", async () => {
    standIn.terminals = [{ name: "other", processId: Promise.resolve(-1) }];
    assert.equal(await atOnce(() => terminalOf(process.pid)), undefined);
    standIn.terminals.push({ name: "extension", processId: NEVER });
    assert.equal(await terminalOf(process.pid), undefined);
  });

  it("denied for one terminal stays denied until the whole window is allowed elsewhere", async () => {
    const consent = new TerminalConsent();
    standIn.terminals = [shell];
    standIn.answer = () => "Deny";
    assert.equal(await check(consent), "denied");
    standIn.answer = () => assert.fail("asked again");
    assert.equal(await check(consent), "denied");
    standIn.terminals = [];
    assert.equal(await check(consent, false), "unasked");
    standIn.answer = () => "Allow for This Window";
    assert.equal(await check(consent), "allowed");
    standIn.terminals = [shell];
    standIn.answer = () => assert.fail("asked again");
    assert.equal(await check(consent), "allowed");
  });

  it("denied for an outside program does not affect terminals", async () => {
    const consent = new TerminalConsent();
    standIn.answer = () => "Deny";
    assert.equal(await check(consent), "deniedElsewhere");
    standIn.answer = () => "Allow for This Terminal";
    standIn.terminals = [shell];
    assert.equal(await check(consent), "allowed");
    standIn.terminals = [];
    assert.equal(await check(consent), "deniedElsewhere");
  });
});
