import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { mock } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource } from "../../host/standIn/vscode.ts";
import { pendingRequests } from "../../host/standIn/languageClient.ts";
import { standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { SharedWorker } from "./sharedWorker.ts";

const SERVER = join(import.meta.dirname, "../../../dist/server.js");
const PROFILE = { name: "mine", url: "https://127.0.0.1:1", clientId: "client" };

describe("a worker that hangs", () => {
  let cache: string;
  let worker: SharedWorker;
  beforeEach(() => {
    standIn.reset();
    cache = mkdtempSync(join(tmpdir(), "argus-cancelled-"));
    worker = new SharedWorker({ path: SERVER, cache });
  });
  afterEach(async () => {
    mock.timers.reset();
    await worker.stop();
    rmSync(cache, { recursive: true, force: true });
    standIn.reset();
  });

  it("is killed 10 s after a call was cancelled, without a message", async () => {
    await worker.renew();
    const { process } = worker;
    process.kill("SIGSTOP");
    const source = new CancellationTokenSource();
    mock.timers.enable({ apis: ["setInterval"] });
    const answer = worker.send("argus/discover", { profile: PROFILE, url: PROFILE.url }, source.token);
    await until("the worker has the request", () => pendingRequests() > 0);
    const kill = mock.method(process, "kill");
    source.cancel();
    const outcome = await answer;
    assert.equal(outcome.ok ? "answered" : outcome.error.code, "cancelled");
    const exit = once(process, "exit");
    mock.timers.tick(9_500);
    assert.equal(kill.mock.callCount(), 0);
    mock.timers.tick(500);
    assert.deepEqual(await exit, [null, "SIGKILL"]);
    assert.deepEqual(standIn.messages, [], "the person has cancelled already");
  });
});
