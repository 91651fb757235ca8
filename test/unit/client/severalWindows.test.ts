import assert from "node:assert/strict";
import { AutoRefresh } from "../../../client/src/tokens/autoRefresh.ts";
import { until } from "../../host/until.ts";
import { standIn } from "../../host/standIn/state.ts";
import { type ClientWindow, Storage } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

/** A storage that tells a window nothing of changes in another one, as in a browser. */
class SilentStorage extends Storage {
  override readonly changed = Object.assign(new Storage().changed, { fire: () => undefined });
}

describe("several windows with one secret storage", () => {
  const setup = useClient();
  let renewals: AutoRefresh[] = [];
  afterEach(() => {
    for (const each of renewals) each.dispose();
    renewals = [];
  });

  /** @param lifetime of each token, in ms */
  async function openWindows(count: number, lifetime: number) {
    const storage = new SilentStorage();
    const calls: string[] = [];
    const send = (): Promise<unknown> => {
      calls.push(`token/${calls.length}`);
      const issuedAt = Date.now();
      const token = { accessToken: calls.at(-1), tokenType: "Bearer", issuedAt, expiresAt: issuedAt + lifetime };
      return Promise.resolve({ ok: true, value: token });
    };
    const windows = Array.from({ length: count }, () => setup.open({ worker: { send } }, storage));
    renewals = windows.map(
      ({ sessions, tokens, signIn, channel: log }) => new AutoRefresh({ sessions, tokens, signIn, log }),
    );
    const [first, second] = windows as [ClientWindow, ClientWindow];
    const profile = await first.signIn.profile("default");
    assert(profile.ok);
    await first.profileSecrets.enter(profile.value, { credential: { kind: "apiKey", apiKey: "my/key" } });
    return { windows, first, second, calls, storage };
  }

  const token = ({ sessions }: ClientWindow) => sessions.held().get("default")?.accessToken;

  it("fetch once per expiry, and all get the token", async () => {
    standIn.set("user", "argus.autoRefresh", "session");
    const { windows, first, calls } = await openWindows(4, 3000);
    assert((await first.signIn.fetch("default")).ok);
    for (const each of windows) await each.tokens.reload();
    await until(
      "three renewals everywhere",
      () => calls.length >= 4 && windows.every((each) => token(each) === calls[3]),
    );
    assert.equal(calls.length, 4);
  });

  it("do not wait for a crashed window's lease", async () => {
    const { first, second, calls, storage } = await openWindows(2, 300_000);
    const lease = (holder: string, until: number) =>
      storage.secrets.set("argus.lease/default", JSON.stringify({ holder, until }));
    lease("gone", Date.now() - 1);
    assert((await first.signIn.fetch("default")).ok);
    const due = token(first)!;
    lease("other", Date.now() + 5000);
    assert.deepEqual(await second.tokens.renew("default", due), { kind: "elsewhere" });
    lease("gone", Date.now() - 1);
    assert.deepEqual(await second.tokens.renew("default", due), { kind: "renewed" });
    assert.deepEqual(await first.tokens.renew("default", due), { kind: "renewed" });
    assert.equal(calls.length, 2);
    assert.equal(token(first), token(second));
  });

  it("do not restore a token that one of them signed out", async () => {
    const { first, second, calls } = await openWindows(2, 300_000);
    assert((await first.signIn.fetch("default")).ok);
    await second.tokens.reload();
    const due = token(second)!;
    await first.tokens.signOut("default");
    assert.deepEqual(await second.tokens.renew("default", due), { kind: "impossible" });
    assert.equal(token(second), undefined);
    assert.equal(calls.length, 1);
  });

  it("insert the token that another one is fetching", async () => {
    const { first, second, calls, storage } = await openWindows(2, 300_000);
    storage.secrets.set("argus.lease/default", JSON.stringify({ holder: "first", until: Date.now() + 5000 }));
    const obtaining = second.signIn.obtain("default");
    assert((await first.signIn.fetch("default")).ok);
    storage.secrets.delete("argus.lease/default");
    const obtained = await obtaining;
    assert(obtained.ok);
    assert.equal(obtained.value.token.accessToken, calls[0]);
    assert.equal(calls.length, 1);
  });
});
