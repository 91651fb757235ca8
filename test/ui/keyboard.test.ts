import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { Hover } from "./hover.ts";
import { Keyboard } from "./keyboard.ts";
import { withSession } from "./suite.ts";

/** The lens above the first request line. */
const REQUEST = /^GET /m;
/** VS Code's key for the previous input box, on Linux. */
const BACK = "Control+Alt+Minus";

describe("with the keyboard alone", () => {
  const { session, sandbox } = withSession({ settings: { "files.autoSave": "off" } });
  let keys: Keyboard;
  before(async () => {
    keys = await Keyboard.of(session.ui);
  });
  afterEach(async () => {
    await keys.assertAlone();
  });

  /** Puts the cursor on the first request line. */
  async function goToRequest(): Promise<void> {
    await goTo((lines) => lines.findIndex((text) => REQUEST.test(text)));
  }

  async function goTo(find: (lines: readonly string[]) => number): Promise<void> {
    const line = find((await session.ui.editor.text()).split("\n")) + 1;
    await keys.press("Control+g");
    await session.ui.input.read();
    await keys.type(String(line));
    await keys.press("Enter");
    await closed();
  }

  /** Returns the focus to the editor. */
  async function closed(): Promise<void> {
    await until("the box to close", async () => !(await session.ui.input.isOpen()));
  }

  /** Presses the button that has the focus when the question about the clipboard appears. */
  async function allowCopy(): Promise<void> {
    const question = session.ui.page.locator(".monaco-dialog-box").filter({ hasText: "Copy the token of “default”" });
    await question.waitFor();
    await until("the focus on Copy", async () => (await keys.focused()) === "Copy");
    await keys.press("Enter");
    await question.waitFor({ state: "hidden" });
  }

  const header = async (): Promise<string | undefined> =>
    /^Authorization: .*$/m.exec(await session.ui.editor.text())?.[0];

  const clipboard = (): Promise<string> => session.ui.page.evaluate("navigator.clipboard.readText()");

  it("a profile can be added, including a step back, and gets a token", async () => {
    const { input, statusBar } = session.ui;
    const title = (step: number): string => `Argus: Add Profile (${step}/${step === 1 ? 5 : 6})`;
    await keys.openFile("whoami.http");
    await keys.command("Argus: Add Profile");
    await keys.choose(title(1), "Another URL…");
    await keys.answer(title(2), "https://typo.example");
    await input.read(title(3));
    await keys.press(BACK);
    await keys.answer(title(2), sandbox.url);
    await keys.answer(title(3), sandbox.apiKey);
    await keys.answer(title(4), sandbox.clientId);
    await keys.answer(title(5), "default");
    await keys.choose(title(6), "Get a Token Now");
    await until("a token", async () => /^default \d min$/.test((await statusBar.read("default")).text));
  });

  it("keys insert, copy, refresh and check a token", async () => {
    const { editor } = session.ui;
    const argus = (key: string): Promise<void> => keys.press("Control+k", `Control+Alt+${key}`);
    await goToRequest();
    await argus("i");
    const first = await until("the header", header);
    await argus("y");
    await allowCopy();
    await until("the token in the clipboard", async () => first === `Authorization: Bearer ${await clipboard()}`);
    await argus("u");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
    await argus("n");
    await keys.answer("Argus: Client Secret of default", sandbox.clientSecret);
    await until("the answer", async () => (await editor.inlineTexts())[0]?.text.startsWith("active"));
    await keys.command("Argus: Get Token");
    await until("a new token", () => sandbox.requests.filter(({ fields }) => "grant_type" in fields).length === 2);
    await argus("r");
    await until("the new one", async () => (await header()) !== first);
    await argus("x");
    await until("no header", async () => (await header()) === undefined);
  });

  it("code actions change the token's style, and change it back", async () => {
    const { editor } = session.ui;
    const act = async (title: string): Promise<void> => {
      await goToRequest();
      await keys.codeAction(title);
    };
    await act("Insert Argus Token");
    await until("the header", header);
    await act("Write Argus Token as a variable of the file");
    await until("a variable", async () => (await header()) === "Authorization: Bearer {{argusToken}}");
    assert.match(await editor.text(), /^@argusToken = myUserName\/\S+$/m);
    await act("Write Argus Token as the token itself");
    await until("the token", async () => (await header())?.startsWith("Authorization: Bearer myUserName/"));
    assert.doesNotMatch(await editor.text(), /^@argusToken/m);
  });

  it("lenses can be run from the palette", async () => {
    const { editor, input } = session.ui;
    for (const [lens, answer] of [
      ["Userinfo", "myUserName"],
      ["Introspect", "active"],
    ] as const) {
      await goToRequest();
      // While the editor requests lenses again, it has none to show.
      let patience = 1000;
      const offered = async (): Promise<boolean> => {
        await keys.command("Show CodeLens Commands for Current Line");
        patience *= 2;
        return input.offers(lens, patience);
      };
      await until("the lenses of the line", offered, 60_000);
      await keys.choose("", lens);
      await until(lens, async () => (await editor.inlineTexts())[0]?.text.startsWith(answer));
    }
  });

  it("links in an answer's hover can be reached", async () => {
    const { editor, page } = session.ui;
    /** @param link its tooltip, because VS Code has a button Copy of its own */
    const follow = async (link: string): Promise<void> => {
      await goTo((lines) =>
        lines.indexOf(
          "",
          lines.findIndex((text) => REQUEST.test(text)),
        ),
      );
      await keys.press("Control+k", "Control+i");
      await Hover.open(page);
      await session.ui.screenshot("keyboard-hover");
      await keys.press("Control+k", "Control+i");
      await keys.focus(link, "Tab");
      await keys.press("Enter");
    };
    await follow("Copy the JSON");
    await until("the answer in the clipboard", async () => (await clipboard()).includes('"active": true'));
    await follow("Open in a read-only editor");
    await until("the JSON editor", async () => /^introspect .*\.json$/.test(await editor.name()));
    await until("its text", async () => (await editor.text()).includes('"active": true'));
    await keys.command("View: Close Editor");
    await editor.waitFor("whoami.http");
    await follow("Close this answer");
    await until("no answer", async () => (await editor.inlineTexts()).length === 0);
  });

  it("answers can be closed from the palette, one and all", async () => {
    const { editor } = session.ui;
    const texts = async (count: number): Promise<unknown> =>
      until(`${count} answers`, async () => (await editor.inlineTexts()).length === count);
    await goToRequest();
    await keys.press("Control+k", "Control+Alt+u");
    await texts(1);
    await keys.command("Argus: Close Answer at Cursor");
    await texts(0);
    await keys.press("Control+k", "Control+Alt+u");
    await texts(1);
    await keys.command("Argus: Clear Answers in File");
    await texts(0);
  });

  it("the status bar item can be reached, and opens the actions", async () => {
    await keys.command("View: Focus Status Bar");
    await keys.focus(/^Argus: default: token live until/, "ArrowRight");
    await keys.press("Enter");
    await keys.choose(/^Argus: default · live until /, "Copy Token");
    await allowCopy();
    await until("the token in the clipboard", async () => (await clipboard()).startsWith("myUserName/"));
  });

  it("the context menu and its submenu can be opened", async () => {
    const { editor, menu } = session.ui;
    await goToRequest();
    await keys.press("Shift+F10");
    await keys.focusEntry("Argus");
    await keys.press("ArrowRight");
    await menu.waitFor("Userinfo for Token of Request");
    await keys.focusEntry("Userinfo for Token of Request");
    await session.ui.screenshot("keyboard-menu");
    await keys.press("Enter");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
  });

  it("a problem can be reached and fixed", async () => {
    const { editor } = session.ui;
    // Adds the line first, because Enter after the name might accept a suggestion.
    await keys.press("Control+Home", "Enter", "ArrowUp");
    await keys.type("# @argus defualt");
    // The underline appears after a moment.
    await until("the problem", async () => {
      await keys.press("F8");
      return session.ui.page.locator(".marker-widget").isVisible();
    });
    await keys.press("Escape");
    await keys.codeAction("Change to “default”");
    await until("the name", async () => (await editor.text()).startsWith("# @argus default\n"));
  });

  it("tokens can be removed from the files that stay ticked in a list", async () => {
    const { editor, input, notifications, page } = session.ui;
    await keys.press("Control+s");
    await keys.command("Argus: Remove Tokens from Workspace…");
    await input.read();
    const box = page.locator(".quick-input-widget .monaco-list-row [aria-checked]");
    const isTicked = async (ticked: boolean): Promise<void> => {
      await until(
        `the file, ticked: ${ticked}`,
        async () => (await box.getAttribute("aria-checked")) === String(ticked),
      );
    };
    await isTicked(true);
    await keys.press("ArrowDown", "Space");
    await isTicked(false);
    await keys.press("Space");
    await isTicked(true);
    await session.ui.screenshot("keyboard-remove");
    await keys.press("Enter");
    await notifications.find("Removed");
    await until("no header", async () => (await header()) === undefined);
    assert(!(await editor.text()).includes("myUserName"));
  });

  it("the account can be signed out", async () => {
    const { statusBar } = session.ui;
    const account = `default (myUserName) – ${new URL(sandbox.url).host}`;
    await keys.command("Accounts: Manage Accounts");
    await keys.choose("", account);
    await keys.choose(`Manage '${account}'`, "Sign Out");
    await session.ui.page.locator(".monaco-dialog-box").waitFor();
    await session.ui.screenshot("keyboard-sign-out");
    await keys.focus("Sign Out", "Tab");
    await keys.press("Enter");
    await until("no token", async () => (await statusBar.read("default")).text === "default: no token");
  });

  it("a notification's button can be pressed", async () => {
    const { input, notifications } = session.ui;
    sandbox.fail({ kind: "status", status: 401 });
    await keys.command("Argus: Get Token");
    await notifications.find("Argus did not accept the API key");
    await keys.command("Notifications: Focus Notification Toast");
    await session.ui.screenshot("keyboard-notification");
    await keys.focus("Enter API Key", "Tab");
    await keys.press("Enter");
    await input.read("Argus: API Key of default");
    await keys.press("Escape");
    await closed();
  });
});
