import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { type Session, startSession } from "./session.ts";

/** Both halves use Norwegian in a Norwegian editor. */
describe("in Norwegian", () => {
  let session: Session;
  before(async () => {
    const settings = { "argus.profiles": { other: { url: "https://argus.example", clientId: "a-client" } } };
    session = await startSession({ language: "nb", settings });
    await session.ui.openFile("argus.http");
  });
  after(async () => {
    await session.close();
  });

  it("the worker explains a header", async () => {
    const { editor } = session.ui;
    // Until the worker runs, a hover is empty and does not appear.
    await until("the lenses", async () => (await editor.lenses()).length > 0);
    const hover = await editor.hoverText("Accept");
    assert.match(await hover.text(), /Medietyper svaret kan ha\./);
    await session.ui.page.keyboard.press("Escape");
  });

  it("the extension reports a failure, with a button", async () => {
    const { editor, notifications } = session.ui;
    await editor.clickLens("Introspekter");
    const { text, buttons } = await notifications.find("argus.profiles");
    assert.match(text, /^Det finnes ingen profil «mnemonic» i innstillingen argus\.profiles\. Legg den til/);
    assert.deepEqual(buttons, ["Legg til profil"]);
    await session.ui.screenshot("norwegian");
  });

  it("the menu has the same titles as the palette", async () => {
    const { statusBar, input } = session.ui;
    await statusBar.click("Klikk for handlinger.");
    await input.read(/^Argus: /);
    await input.waitFor("Legg til profil", "Velg profil");
    await input.cancel();
  });
});
