import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { LogOutputChannel, Memento } from "vscode";
import { StorageHealth } from "../../../client/src/credentials/storageHealth.ts";
import { warnOfLoss, watchForLoss } from "../../../client/src/credentials/storageWarning.ts";
import { env, EventEmitter, UIKind } from "../../host/standIn/vscode.ts";
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow } from "./clientWindow.ts";

const log = { warn: () => undefined } as Partial<LogOutputChannel> as LogOutputChannel;

const MINUTE = 60_000;

const SESSION = "session";

/** A secret storage that may forget, beside a reliable memory. */
function setUp() {
  const state = new Map<string, unknown>();
  const memory = {
    get: (key: string) => state.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
  } as Partial<Memento> as Memento;
  const storage = {
    time: undefined as number | undefined,
    keeps: true,
    changed: new EventEmitter<void>(),
    onDidChange: (listener: () => void) => storage.changed.event(listener),
    lastStart: () => Promise.resolve(storage.time),
    noteStart: (time: number) => Promise.resolve(void (storage.time = storage.keeps ? time : storage.time)),
  };
  const start = async (now: number): Promise<StorageHealth> => {
    const health = new StorageHealth(storage, memory);
    await health.check(now);
    return health;
  };
  return { storage, start, memory };
}

describe("a secret storage", () => {
  beforeEach(() => {
    standIn.reset();
  });
  afterEach(() => {
    env.uiKind = UIKind.Desktop;
    standIn.reset();
  });

  it("is unknown at the first start, and lasting if the next start finds the time of the first one in it", async () => {
    const { start } = setUp();
    assert.equal((await start(0)).state, "unknown");
    const next = await start(5 * MINUTE);
    assert.deepEqual([next.state, next.note(), await next.takeWarning()], ["lasting", undefined, undefined]);
  });

  for (const [what, lose] of [
    ["forgets everything", (storage: { time: number | undefined }) => (storage.time = undefined)],
    ["is back at an older state", (storage: { time: number | undefined }) => (storage.time = 0)],
    ["has something else in the place", (storage: { time: number | undefined }) => (storage.time = NaN)],
  ] as const) {
    it(`that ${what} is noticed, reported once, and reported again after the storage worked in between`, async () => {
      const { storage, start } = setUp();
      await start(10 * MINUTE);
      lose(storage);
      const lost = await start(20 * MINUTE);
      assert.equal(lost.state, "lost");
      assert.match(lost.note() ?? "", /does not keep secrets/);
      assert.match((await lost.takeWarning()) ?? "", /entered again after each start\. They need the keyring/);
      lose(storage);
      const again = await start(30 * MINUTE);
      assert.deepEqual([again.state, await again.takeWarning()], ["lost", undefined]);
      assert.equal((await start(31 * MINUTE)).state, "lasting");
      lose(storage);
      assert.notEqual(await (await start(40 * MINUTE)).takeWarning(), undefined);
    });
  }

  it("is lasting for windows that start at the same moment, in whichever order they write", async () => {
    const { storage, start } = setUp();
    await start(10 * MINUTE);
    storage.time = 10 * MINUTE - 900;
    assert.equal((await start(10 * MINUTE + 1)).state, "lasting");
  });

  it("is lasting although a window writes its own secrets over those of a later one", async () => {
    const { storage, start } = setUp();
    const now = Date.now();
    await start(now - 20 * MINUTE);
    await start(now - 10 * MINUTE);
    storage.time = now - 20 * MINUTE;
    storage.changed.fire();
    await setImmediate();
    assert.equal((await start(now + 10 * MINUTE)).state, "lasting");
  });

  it("that fails proves nothing about what it keeps", async () => {
    const { storage, start } = setUp();
    await start(0);
    storage.lastStart = () => Promise.reject(new Error("locked"));
    assert.equal((await start(MINUTE)).state, "unknown");
  });

  it("explains what helps on its host: in a browser its server's key, in portable mode the same computer", async () => {
    for (const [host, expected] of [
      [{ uiKind: UIKind.Web }, /In a browser/],
      [{ isAppPortable: true }, /In portable mode/],
    ] as const) {
      const before = { ...env };
      Object.assign(env, host);
      const { storage, start } = setUp();
      await start(0);
      storage.time = undefined;
      assert.match((await (await start(5 * MINUTE)).takeWarning()) ?? "", expected);
      Object.assign(env, { isAppPortable: false }, before);
    }
  });

  it("that loses secrets offers to keep them only in memory, and says so if that fails", async () => {
    const { storage, start } = setUp();
    await start(0);
    storage.time = undefined;
    const health = await start(5 * MINUTE);
    standIn.answer = () => "Keep in Memory Only";
    standIn.pause = (where) => (where === "settings" ? Promise.reject(new Error("EROFS")) : Promise.resolve());
    await warnOfLoss(health, log);
    assert.match(standIn.messages.pop() ?? "", /The setting argus\.secretStorage could not be written/);
  });

  it("that loses secrets is warned of at once where some were stored, else when one is", async () => {
    for (const names of [["dev"], []]) {
      standIn.reset();
      const { storage, start, memory } = setUp();
      await start(0);
      storage.time = undefined;
      const health = new StorageHealth(storage, memory);
      const stored = new EventEmitter<void>();
      const watch = watchForLoss(health, { names: () => names, onDidChange: stored.event }, log);
      await health.check(5 * MINUTE);
      await setImmediate();
      assert.equal(standIn.messages.length, names.length);
      stored.fire();
      stored.fire();
      await setImmediate();
      assert.match(standIn.messages.join("\n"), /^[^\n]*did not keep your secrets[^\n]*$/);
      watch.dispose();
    }
  });

  it("that loses secrets causes no further warning once they are kept only in memory", async () => {
    const { storage, start } = setUp();
    await start(0);
    storage.time = undefined;
    const health = await start(5 * MINUTE);
    standIn.answer = () => "Keep in Memory Only";
    await warnOfLoss(health, log);
    assert.equal(standIn.settings.user["argus.secretStorage"], SESSION);
    assert.equal(health.note(), "Secrets are kept until this window is closed.");
    assert.equal(standIn.messages.length, 1);
    await warnOfLoss(health, log);
    assert.equal(standIn.messages.length, 1);
  });
});

describe("a credential that VS Code lost", () => {
  it("is asked for with an explanation", async () => {
    standIn.reset();
    standIn.set("user", "argus.profiles", { default: { url: "http://127.0.0.1:1", clientId: "client" } });
    const window = clientWindow();
    standIn.answer = ({ choices, isSecret }) =>
      isSecret ? "my/key" : choices?.find((choice) => choice === "Save Without Testing");
    assert.equal(await window.run("argus.setCredential", "default", "apiKey"), true);
    window.storage.secrets.clear();
    [standIn.questions, standIn.answer] = [[], () => undefined];
    assert.equal(await window.run("argus.getToken"), false);
    assert.match(
      standIn.questions.map(({ prompt }) => prompt).join("\n"),
      /VS Code no longer has what you entered before\./,
    );
    window.close();
    standIn.reset();
  });
});
