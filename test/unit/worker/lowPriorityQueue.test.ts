import assert from "node:assert/strict";
import { CancellationToken } from "vscode-jsonrpc";
import { LowPriorityQueue } from "../../../server/src/lowPriorityQueue.ts";

const { None, Cancelled } = CancellationToken;

/** As long as a timer can wait, in ms. */
const FOR_EVER = 2 ** 31 - 1;

describe("work that can wait", () => {
  it("waits until what goes first was answered once, and keeps its order", async () => {
    const later = new LowPriorityQueue(FOR_EVER, 0);
    const done: string[] = [];
    const work = ["a", "b"].map((name) => later.do(() => done.push(name), None));
    // All that is due by now has its turn.
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    assert.equal(done.length, 0);
    assert.equal(
      later.first(() => done.push("first")),
      1,
    );
    await Promise.all(work);
    await later.do(() => done.push("c"), None);
    assert.deepEqual(done, ["first", "a", "b", "c"]);
  });

  it("leaves the editor time to show what went first", async () => {
    const showing = 60;
    const later = new LowPriorityQueue(FOR_EVER, showing);
    const start = performance.now();
    later.first(() => "first");
    await later.do(() => "done", None);
    // A timer may be a millisecond early.
    assert.ok(performance.now() - start >= showing - 1);
  });

  it("does not wait where nobody will ask for what goes first", async () => {
    const later = new LowPriorityQueue(FOR_EVER);
    later.begin();
    assert.equal(await later.do(() => "done", None), "done");
  });

  it("does not wait for ever, nor does what is cancelled hold up the rest", async () => {
    const later = new LowPriorityQueue();
    const cancelled = assert.rejects(
      later.do(() => assert.fail("nobody waits for it"), Cancelled),
      /cancelled/,
    );
    assert.equal(await later.do(() => "done", None), "done");
    await cancelled;
  });
});
