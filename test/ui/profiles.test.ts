import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";

/** Adds, edits and selects profiles with the keyboard; each test continues from the previous one. */
describe("profiles", () => {
  const { session, sandbox } = withSession({ settings: THEME_SETTINGS });
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => session.ui.page.keyboard.press(key)), Promise.resolve());

  async function command(title: string): Promise<void> {
    await press("F1");
    await session.ui.input.type(`>${title}`);
    await until(title, async () => (await session.ui.input.items())[0] === title);
    await press("Enter");
  }

  /** Waits for a step of Add Profile, and types an answer or accepts the current one. */
  async function answer(step: string, text?: string): Promise<void> {
    await session.ui.input.read(`Argus: Add Profile (${step})`);
    if (text !== undefined) await session.ui.input.type(text);
    await press("Enter");
  }

  it("Add Profile warns about a client ID that is not a UUID, and keeps answers across a step back", async () => {
    const { input } = session.ui;
    await command("Argus: Add Profile");
    await input.read("Argus: Add Profile (1/5)");
    await input.pick("Another URL…");
    await answer("2/6", sandbox.url);
    assert((await input.read("Argus: Add Profile (3/6)")).masked);
    await answer("3/6", "wrong/key");
    await input.read("Argus: Add Profile (4/6)");
    await input.type("my-client");
    const warned = await until("the warning", async () => {
      const box = await input.read();
      return box.message.includes("usually a UUID") && box;
    });
    assert.equal(warned.invalid, false);
    await screenshots(session.ui, "profile-warning");
    await press("Control+Alt+Minus");
    const key = await input.read("Argus: Add Profile (3/6)");
    assert.deepEqual([key.value, key.masked], ["wrong/key", true]);
    await press("Control+Alt+Minus");
    assert.equal((await input.read("Argus: Add Profile (2/6)")).value, sandbox.url);
    await press("Enter");
    await answer("3/6");
    await answer("4/6", sandbox.clientId);
  });

  it("scopes are ticked in a list, and the steps are counted correctly", async () => {
    const { input } = session.ui;
    await answer("5/6");
    await input.read("Argus: Add Profile (6/6)");
    await screenshots(session.ui, "profile-end");
    await press("ArrowDown", "ArrowDown", "Enter");
    await input.read("Argus: Add Profile (7/11)");
    await press("ArrowDown", "Space", "ArrowDown", "Space");
    await screenshots(session.ui, "profile-scopes");
    await press("Enter");
    assert((await input.read("Argus: Add Profile (8/11)")).masked);
    await press("Enter");
    await input.read("Argus: Add Profile (9/11)");
    await screenshots(session.ui, "profile-origin");
    await press("Enter");
    await input.read("Argus: Add Profile (10/11)");
    await screenshots(session.ui, "profile-place");
    await press("Enter");
  });

  it("a failed test explains why and returns to the key; the right one finishes it with a token", async () => {
    const { input, statusBar, notifications } = session.ui;
    await answer("11/11");
    const failed = await input.read("Argus: Add Profile (12/12)");
    assert.match(failed.placeholder, /nothing is saved/);
    await screenshots(session.ui, "profile-failed");
    await press("Enter");
    const again = await input.read("Argus: Add Profile (3/6)");
    assert.match(again.message, /did not accept/);
    assert(again.masked && again.invalid);
    await screenshots(session.ui, "profile-again");
    await input.type(sandbox.apiKey);
    await press("Enter");
    await answer("11/11");
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
    assert.equal(sandbox.requests.at(-1)?.fields["scope"], "openid profile");
    // A slow call shows its progress, which may just be going.
    assert.deepEqual(
      (await notifications.all()).filter(({ progress }) => !progress),
      [],
    );
  });

  it("Edit Profile starts with the current settings and shows no secret; Escape changes nothing", async () => {
    const { input } = session.ui;
    await command("Argus: Edit Profile");
    assert.equal((await input.read("Argus: Edit Profile default (1/4)")).value, sandbox.url);
    await press("Enter");
    assert.equal((await input.read("Argus: Edit Profile default (2/4)")).value, sandbox.clientId);
    await press("Enter");
    await input.read("Argus: Edit Profile default (3/4)");
    assert.equal((await input.items())[0], "Keep the API Key");
    await screenshots(session.ui, "profile-keep");
    await input.cancel();
    assert.equal(sandbox.requests.length, 2);
  });

  it("Select Profile describes each profile", async () => {
    const { input } = session.ui;
    await command("Argus: Select Profile");
    await input.read("Argus: Profiles");
    await screenshots(session.ui, "profile-select");
    await press("Escape");
  });
});
