import assert from "node:assert/strict";
import { mock } from "node:test";
import type { Profile } from "../../../common/protocol/profile.ts";
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow, Storage } from "./clientWindow.ts";

const PROFILE: Profile = {
  name: "mine",
  url: "https://argus.example",
  clientId: "client",
  forwardedFor: "auto",
};
const LEASE = "argus.lease/mine";

/** Lets everything happen in `ms` on the fake clock. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    mock.timers.tick(50);
    await new Promise(setImmediate);
  }
}

describe("a window's lease of a profile", () => {
  let storage: Storage;
  let answers: ((isGood: boolean) => void)[];
  let windows: ReturnType<typeof clientWindow>[];
  beforeEach(() => {
    standIn.reset();
    standIn.set("user", "argus.profiles", { mine: { url: PROFILE.url, clientId: PROFILE.clientId } });
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
    storage = new Storage();
    answers = [];
    windows = [];
  });
  afterEach(() => {
    for (const window of windows) window.close();
    mock.timers.reset();
    standIn.reset();
  });

  function openWindow() {
    const send = (): Promise<unknown> =>
      new Promise((resolve) => {
        answers.push((isGood) => {
          const issuedAt = Date.now();
          const accessToken = `token/${answers.length}`;
          const value = { accessToken, tokenType: "Bearer", issuedAt, expiresAt: issuedAt + 300_000 };
          resolve(isGood ? { ok: true, value } : { ok: false, error: { code: "timeout", message: "No answer." } });
        });
      });
    const window = clientWindow(storage, { worker: { send } });
    windows.push(window);
    return window;
  }

  /** Two windows with a credential, of which the first has made a call that is still under way. */
  async function calling() {
    const [one, other] = [openWindow(), openWindow()];
    await one.profileSecrets.enter(PROFILE, { credential: { kind: "apiKey", apiKey: "my/key" } });
    const fetching = one.tokens.obtain(PROFILE);
    await pass(500);
    assert.equal(answers.length, 1);
    return { one, other, fetching };
  }

  it("lasts as long as its call, so that another window makes none", async () => {
    const { other, fetching } = await calling();
    const obtaining = other.tokens.obtain(PROFILE);
    await pass(120_000);
    assert.equal(answers.length, 1, "the other window made a call too");
    answers[0]!(true);
    const first = await fetching;
    await pass(500);
    const second = await obtaining;
    assert(first.ok && second.ok);
    assert.equal(second.value.token.accessToken, first.value.token.accessToken);
    assert.equal(answers.length, 1);
    assert.equal(storage.secrets.get(LEASE), undefined);
  });

  it("keeps a background renewal in another window waiting as long", async () => {
    const { other, fetching } = await calling();
    answers[0]!(true);
    await fetching;
    await pass(100);
    await other.tokens.reload();
    const due = other.sessions.held().get("mine")!.accessToken;
    const renewing = windows[0]!.tokens.renew("mine", due);
    await pass(60_000);
    assert.equal(answers.length, 2);
    const elsewhere = other.tokens.renew("mine", due);
    await pass(500);
    assert.deepEqual(await elsewhere, { kind: "elsewhere" });
    answers[1]!(true);
    assert.deepEqual(await renewing, { kind: "renewed" });
    assert.equal(answers.length, 2);
  });

  it("ends when the window crashes, and a person waits no longer than 10 s", async () => {
    const { other } = await calling();
    // A crashed window writes nothing any more.
    const { holder } = JSON.parse(storage.secrets.get(LEASE)!) as { holder: string };
    const set = storage.secrets.set.bind(storage.secrets);
    storage.secrets.set = (key, text) => (text.includes(holder) ? storage.secrets : set(key, text));
    const obtaining = other.tokens.obtain(PROFILE);
    await pass(9_000);
    assert.equal(answers.length, 1, "the other window did not wait");
    await pass(2_000);
    assert.equal(answers.length, 2, "the other window waits for a crashed one");
    answers[1]!(true);
    assert((await obtaining).ok);
  });

  it("ends with a call that failed, and another window makes its own", async () => {
    const { other, fetching } = await calling();
    const obtaining = other.tokens.obtain(PROFILE);
    await pass(20_000);
    answers[0]!(false);
    assert.equal((await fetching).ok, false);
    await pass(500);
    assert.equal(answers.length, 2);
    answers[1]!(true);
    assert((await obtaining).ok);
  });

  it("does not hold up a person who cancels", async () => {
    const { other } = await calling();
    const copying = other.run("argus.copyToken", "mine");
    await pass(15_000);
    standIn.progress.at(-1)!.cancel();
    await pass(500);
    assert.equal(await copying, false);
    assert.equal(answers.length, 1);
  });

  it("is kept by a caller who keeps waiting after another one cancelled", async () => {
    const { one } = await calling();
    const copying = one.run("argus.copyToken", "mine");
    await pass(5_000);
    standIn.progress.at(-1)!.cancel();
    await pass(500);
    assert.equal(await copying, false);
    assert.notEqual(storage.secrets.get(LEASE), undefined);
  });

  it("is not taken where secrets are kept in memory, since windows then share nothing", async () => {
    standIn.set("user", "argus.secretStorage", "session");
    const { other } = await calling();
    await other.profileSecrets.enter(PROFILE, { credential: { kind: "apiKey", apiKey: "my/key" } });
    void other.tokens.obtain(PROFILE);
    await pass(500);
    assert.equal(answers.length, 2);
    assert.equal(storage.secrets.get(LEASE), undefined);
  });
});
