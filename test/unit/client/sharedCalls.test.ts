import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { failure, type Outcome } from "../../../client/src/failures/failure.ts";
import { SharedCalls } from "../../../client/src/tokens/sharedCalls.ts";

describe("a shared call", () => {
  const ending = (outcome: Outcome<number>) => {
    let calls = 0;
    const shared = new SharedCalls<number>();
    const start = (): Promise<Outcome<number>> => {
      calls += 1;
      return Promise.resolve(outcome);
    };
    const join = <R>(use: (outcome: Outcome<number>) => Promise<R>): Promise<R> => shared.join("key", start, use);
    return { join, calls: () => calls };
  };
  const gate = (): [opened: Promise<void>, open: () => void] => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return [opened, open];
  };
  const pass = <T>(value: T): Promise<T> => Promise.resolve(value);

  it("that succeeded can be joined until its waiters have stored what it brought", async () => {
    const { join, calls } = ending({ ok: true, value: 7 });
    const [isStored, store] = gate();
    const first = join(async (outcome) => {
      await isStored;
      return outcome;
    });
    await setImmediate();
    assert.deepEqual(await join(pass), { ok: true, value: 7 });
    assert.equal(calls(), 1);
    store();
    await first;
    await join(pass);
    assert.equal(calls(), 2, "a later caller wants a new one");
  });

  it("that failed is made again for a later caller", async () => {
    const { join, calls } = ending(failure("cancelled"));
    const [isTold, tell] = gate();
    const first = join(() => isTold);
    await setImmediate();
    await join(pass);
    assert.equal(calls(), 2);
    tell();
    await first;
  });
});
