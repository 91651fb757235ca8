import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";

/** An answer is shown at its request only while it describes it. */
describe("an answer at its request", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    // In a browser the editor saves automatically, which would leave nothing to revert.
    settings: { ...profileOf(sandbox), "files.autoSave": "off" },
  }));
  before(async () => {
    await session.ui.openFile("whoami.http");
    await session.ui.command("Argus: Get Token");
    await session.ui.input.enterKey(sandbox.apiKey);
    await until("a token", async () => /^default \d min$/.test((await session.ui.statusBar.read("default")).text));
  });

  async function insert(): Promise<void> {
    // After an undo, only the second request's lens has this title for a moment.
    await until("its lens", async () => (await session.ui.editor.lenses())[0] === "default · Insert token");
    await session.ui.editor.clickLens("default · Insert token");
    await until("the header", async () =>
      (await session.ui.editor.text()).includes("Authorization: Bearer myUserName/"),
    );
  }

  async function answer(): Promise<void> {
    await session.ui.editor.clickLens("Userinfo");
    await until("the answer", isShown);
  }

  /** On the blank line below the header, and nowhere else. */
  async function isShown(): Promise<boolean> {
    const texts = await session.ui.editor.inlineTexts();
    return texts.length === 1 && texts[0]!.line === "";
  }

  async function undoHeader(): Promise<void> {
    const { editor, page } = session.ui;
    await editor.clickText("Accept");
    await until("no header", async () => {
      if (!(await editor.text()).includes("Authorization: ")) return true;
      await page.keyboard.press("ControlOrMeta+z");
      return false;
    });
  }

  const answerText = async (): Promise<string> => (await session.ui.editor.inlineTexts())[0]?.text ?? "";

  const isGone = async (): Promise<boolean> => (await session.ui.editor.inlineTexts()).length === 0;

  it("is kept while other lines are edited, even above it, and across undo", async () => {
    const { editor, page } = session.ui;
    await insert();
    await answer();
    const before = await editor.text();
    await editor.clickText("Try Argus Tokens");
    await page.keyboard.press("Home");
    await page.keyboard.type("# more\n");
    await until("the text", async () => (await editor.text()).startsWith("# more\n# Try Argus Tokens"));
    await until("the answer, one line further down", isShown);
    await until("the text as it was", async () => {
      if ((await editor.text()) === before) return true;
      await page.keyboard.press("ControlOrMeta+z");
      return false;
    });
    await until("the answer, where it was", isShown);
  });

  it("disappears when a new token is written", async () => {
    const { statusBar } = session.ui;
    const { label: before } = await statusBar.read("default");
    await session.ui.command("Argus: Get Token");
    await until("a new token", async () => {
      const { label } = await statusBar.read("default");
      return label !== before && label.includes("token live until");
    });
    assert(await isShown());
    await session.ui.command("Argus: Refresh Tokens in File");
    await until("no answer", isGone);
  });

  it("disappears when its header is undone", async () => {
    await answer();
    await undoHeader();
    await until("no answer", isGone);
  });

  it("is marked as past once a check fails, or its profile is signed out", async () => {
    const { editor, command } = { editor: session.ui.editor, command: (name: string) => session.ui.command(name) };
    await insert();
    await answer();
    assert.match(await answerText(), /^myUserName/);
    sandbox.fail({ kind: "status", status: 500 });
    await editor.clickLens("Userinfo");
    await until("the past", async () => /^userinfo of \d\d:\d\d, out of date$/.test(await answerText()));
    await answer();
    await until("a new answer", async () => (await answerText()).startsWith("myUserName"));
    await command("Argus: Sign Out");
    await until("the past", async () => /^userinfo of \d\d:\d\d, out of date$/.test(await answerText()));
    assert(await isShown());
    await undoHeader();
    await until("no answer", isGone);
    await command("Argus: Get Token");
    await until("a token", async () => /^default \d min$/.test((await session.ui.statusBar.read("default")).text));
  });

  it("disappears when the file is reverted", async () => {
    const { editor } = session.ui;
    await insert();
    await answer();
    await session.ui.command("File: Revert File");
    await until("no header", async () => !(await editor.text()).includes("Authorization: "));
    await until("no answer", isGone);
  });
});
