import assert from "node:assert/strict";
import { CancellationToken } from "vscode-jsonrpc";
import { LowPriorityQueue } from "../../../server/src/lowPriorityQueue.ts";

const { None, Cancelled } = CancellationToken;

describe("the low-priority queue", () => {
  it("runs tasks one at a time, in order, and never synchronously", async () => {
    const queue = new LowPriorityQueue();
    const done: string[] = [];
    const tasks = ["a", "b"].map((name) => queue.run(() => done.push(name), None));
    done.push("asked");
    await Promise.all(tasks);
    assert.deepEqual(done, ["asked", "a", "b"]);
  });

  it("lets messages that arrive during a task go first", async () => {
    const queue = new LowPriorityQueue();
    const done: string[] = [];
    const first = queue.run(() => {
      done.push("first");
      // A connection handles each received message in a turn of its own.
      setImmediate(() => done.push("lenses"));
    }, None);
    const second = queue.run(() => done.push("second"), None);
    await Promise.all([first, second]);
    assert.deepEqual(done, ["first", "lenses", "second"]);
  });

  it("skips cancelled tasks, and continues after a failed one", async () => {
    const queue = new LowPriorityQueue();
    const cancelled = assert.rejects(
      queue.run(() => assert.fail("it was cancelled"), Cancelled),
      /cancelled/,
    );
    const failed = assert.rejects(
      queue.run(() => {
        throw new Error("no");
      }, None),
      /no/,
    );
    assert.equal(await queue.run(() => "done", None), "done");
    await Promise.all([cancelled, failed]);
  });
});
