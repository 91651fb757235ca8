import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";
import { clickAway } from "./waiting.ts";

/** How long to wait for a dialog to close before clicking again, in ms. */
const PATIENCE = 2000;

/**
 * Another extension signs in with Argus, and a person allows or refuses it; each test continues from the previous one.
 */
describe("Argus in the Accounts menu", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    standIns: ["signIn"],
    settings: { ...profileOf(sandbox), ...THEME_SETTINGS },
  }));
  let account: string;
  before(() => {
    account = `default (myUserName) – ${new URL(sandbox.url).host}`;
  });

  /** Waits for a modal question and answers it. */
  async function answer(question: RegExp, button: string, name?: string): Promise<void> {
    // Identified by its text, because another dialog may follow.
    const box = session.ui.page.locator(".monaco-dialog-box").filter({ hasText: question });
    await box.waitFor();
    if (name !== undefined) await screenshots(session.ui, `accounts-${name}`);
    const pressed = box.getByRole("button", { name: button, exact: true });
    // A dialog that is redrawn for another theme may miss a click, so this clicks again.
    await clickAway(pressed, box, PATIENCE);
  }

  /** Opens the Accounts menu. @returns its entries */
  async function menu(): Promise<string[]> {
    await session.ui.page
      .locator(".activitybar")
      .getByRole("button", { name: /^Accounts/ })
      .click();
    return session.ui.menu.entries();
  }

  it("an extension's first token is asked for by its name, along with anything missing", async () => {
    const { input, notifications } = session.ui;
    // No .http file is open, so the question itself starts the extension.
    await session.ui.command("Stand-in: Sign In");
    await answer(/The extension 'Stand-in for Sign-in' wants to sign in using Argus/, "Allow", "consent");
    await input.enterKey(sandbox.apiKey);
    await notifications.find(`Stand-in got ${account} with myUserName/`);
    assert.equal(sandbox.requests.length, 2);
  });

  it("its second token needs no question", async () => {
    const { notifications } = session.ui;
    await notifications.dismiss("Stand-in got");
    await session.ui.command("Stand-in: Look for a Session");
    await notifications.find(`Stand-in got ${account} with myUserName/`);
    assert.equal(sandbox.requests.length, 2);
  });

  it("the menu lists the account, and signs it out", async () => {
    // With its user, who was not known when VS Code was told of it.
    assert.deepEqual(
      (await menu()).filter((entry) => entry.includes("(Argus)")),
      [`${account} (Argus)`],
    );
    await session.ui.menu.open(`${account} (Argus)`);
    await session.ui.menu.waitFor("Sign Out");
    await screenshots(session.ui, "accounts-menu");
    await session.ui.menu.choose("Sign Out");
    await answer(/has been used by/, "Sign Out", "sign-out");
    const { statusBar } = session.ui;
    await until("no token", async () => (await statusBar.read("default")).text.includes("no token"));
  });

  it("an extension that asks silently gets only an entry in the menu, which signs in", async () => {
    const { notifications } = session.ui;
    await notifications.dismiss("Stand-in got");
    await session.ui.command("Stand-in: Look for a Session");
    await notifications.find("Stand-in got undefined.");
    const before = await menu();
    assert(!before.some((text) => text.includes("(Argus)")), "signed out");
    const entry = before.find((text) => text.includes("Sign in with Argus to use Stand-in for Sign-in"));
    assert(entry);
    await screenshots(session.ui, "accounts-invitation");
    await session.ui.menu.choose(entry);
    await until("the account", async () => {
      const entries = await menu();
      await session.ui.page.keyboard.press("Escape");
      return entries.some((text) => text.includes(`${account} (Argus)`)) && !entries.some((text) => text === entry);
    });
    assert.equal(sandbox.requests.length, 3);
  });

  it("a forced new session is a new token", async () => {
    const { notifications } = session.ui;
    await notifications.dismiss("Stand-in got");
    await session.ui.command("Stand-in: Sign In Again");
    await answer(/sign in again using Argus/, "Allow");
    await notifications.find(`Stand-in got ${account} with myUserName/`);
    assert.equal(sandbox.requests.length, 4);
  });

  it("the API asks too, because its caller is unknown", async () => {
    const { notifications } = session.ui;
    await notifications.dismiss("Stand-in got");
    await session.ui.command("Stand-in: Get a Token by the API");
    await answer(/Another extension is asking for the Argus token of the profile “default”/, "Deny", "api");
    await notifications.find("Stand-in failed: Access to the Argus token of “default” was denied.");
    assert.equal(sandbox.requests.length, 4);
  });
});
