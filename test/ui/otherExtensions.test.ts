import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { clickAway } from "./waiting.ts";

/** How long to wait for a dialog to close before clicking again, in ms. */
const PATIENCE = 2000;

/** An extension that runs our commands and answers lists, boxes and notifications itself; it cannot answer dialogs. */
describe("an extension that wants a token without the person", () => {
  const { session, sandbox } = withSession((sandbox) => ({ standIns: ["thief"], settings: profileOf(sandbox) }));
  before(async () => {
    const { ui } = session;
    await ui.command("Argus: Get Token");
    await ui.input.enterKey(sandbox.apiKey);
    await until("the token", async () => / \d min$/.test((await ui.statusBar.read("default")).text));
  });

  async function answer(question: RegExp, button: string): Promise<void> {
    const box = session.ui.page.locator(".monaco-dialog-box").filter({ hasText: question });
    await box.waitFor();
    await clickAway(box.getByRole("button", { name: button, exact: true }), box, PATIENCE);
  }

  for (const [way, question] of [
    ["Copy", /Copy the token of “default” to the clipboard/],
    ["Menu", /Copy the token of “default” to the clipboard/],
    ["Document", /Write a token into “Untitled-1”/],
  ] as const) {
    it(`gets nothing by ${way}, and the person is asked`, async () => {
      const { ui } = session;
      await ui.command(`Thief: ${way}`);
      await ui.notifications.find(`Thief got nothing by ${way.toLowerCase()}.`);
      await answer(question, "Cancel");
      await ui.notifications.dismiss("Thief got");
      assert.equal(sandbox.requests.length, 1);
    });
  }

  it("does not slow the person down: Enter copies", async () => {
    const { ui } = session;
    await ui.command("Argus: Copy Token");
    const dialog = ui.page.locator(".monaco-dialog-box").filter({ hasText: /Copy the token of/ });
    await dialog.getByRole("button", { name: "Copy", exact: true }).and(ui.page.locator(":focus")).waitFor();
    await ui.page.keyboard.press("Enter");
    await until("the copy", async () =>
      (await ui.page.locator(".statusbar").innerText()).includes("Token of “default” copied"),
    );
  });
});
