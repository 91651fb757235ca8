import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import type { Hover } from "./hover.ts";
import { withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";

const LINKS = ["Get Token", "Select Profile", "All Actions"];
const TOKEN_LINKS = ["Get Token", "Copy Token", "Select Profile", "Sign Out", "All Actions"];

/** A name that would turn into links if it were not escaped. */
const TRICKY = "<command:argus.signOut> [x](command:argus.signOut) https://argus.example";
/** As shown in lists, where VS Code makes no links. */
const SHOWN = TRICKY.replaceAll("](", "] (");

/** Everything that shows the state, visible and clickable; each test continues from the previous one. */
describe("the visible state", () => {
  const { session, sandbox } = withSession(({ url, clientId }) => ({
    settings: {
      ...THEME_SETTINGS,
      "argus.profiles": {
        default: { url, clientId, scope: "openid profile email groups customer clientip" },
        [TRICKY]: { url, clientId },
      },
    },
  }));
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  /** Waits until the status bar has that text. */
  async function shows(text: string | RegExp): Promise<void> {
    const matches = (seen: string): boolean => (typeof text === "string" ? seen === text : text.test(seen));
    await until(`the status ${String(text)}`, async () => matches((await session.ui.statusBar.read("default")).text));
  }

  /** The first sentence of the tooltip is the item's name for screen readers. */
  async function saysTheSame(hover: Hover, state: RegExp): Promise<string[]> {
    const lines = (await hover.text()).split("\n").filter((line) => line !== "");
    assert.match(lines[0] ?? "", state);
    const { label } = await session.ui.statusBar.read("default");
    assert(label.startsWith(`Argus: ${lines[0]} `), label);
    return lines;
  }

  /** Moves the mouse away, so that no hover covers anything. */
  async function leave(hover: Hover): Promise<void> {
    await session.ui.page.mouse.move(640, 300);
    await until("the hover to go", async () => !(await hover.isOpen()));
  }

  async function clipboard(): Promise<string> {
    return session.ui.page.evaluate("navigator.clipboard.readText()");
  }

  it("without a token", async () => {
    await shows("default: no token");
    const hover = await session.ui.statusBar.hover("default");
    await saysTheSame(hover, /^default: no token\.$/);
    assert.deepEqual(await hover.links(), LINKS);
    await screenshots(session.ui, "status-none");
    await leave(hover);
  });

  it("while getting one", async () => {
    const { input, notifications, statusBar } = session.ui;
    sandbox.fail({ kind: "silent" });
    await session.ui.command("Argus: Get Token");
    await input.enterKey(sandbox.apiKey);
    const title = "Argus: getting a token for default…";
    await notifications.find(title);
    const hover = await statusBar.hover("default");
    await saysTheSame(hover, /^default: getting a token…$/);
    assert.deepEqual(await hover.links(), ["Select Profile", "All Actions"]);
    await screenshots(session.ui, "status-getting");
    await leave(hover);
    await notifications.click(title, "Cancel");
    await input.read("Argus: Credential of default");
    await shows("default: no token");
    await input.cancel();
  });

  it("in the editor's menu, which acts on a request with a click", async () => {
    const { editor, input, menu } = session.ui;
    await session.ui.command("Argus: Get Token");
    await input.enterKey(sandbox.apiKey);
    await shows(/^default \d min$/);
    await editor.openMenu("GET");
    await menu.open("Argus");
    await menu.waitFor("Userinfo");
    assert.deepEqual(await menu.entries(), [
      "Insert Token into Request",
      "Refresh Tokens in File",
      "Remove Tokens from File",
      "Copy Token",
      "Introspect Token of Request",
      "Userinfo for Token of Request",
      "Why Was This Refused?",
    ]);
    await screenshots(session.ui, "menu");
    await menu.choose("Userinfo");
    // The request has no token: the answer says that it is about the profile's.
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.includes("myUserName"));
  });

  it("with a token: expiry, user, scope and address", async () => {
    // An answer is shown at its request before the status bar knows its facts.
    await until("the user", async () =>
      (await session.ui.statusBar.read("default")).label.includes("User: myUserName."),
    );
    const hover = await session.ui.statusBar.hover("default");
    const lines = await saysTheSame(hover, /^default: token live until \d\d:\d\d:\d\d\.$/);
    const patterns = [
      new RegExp(`^Host: ${new URL(sandbox.url).host}\\.$`),
      /^Fetched: \d\d:\d\d:\d\d\.$/,
      /^User: myUserName\.$/,
      /^Scope: openid profile email groups customer clientip\.$/,
      /^Bound to the IP address 127\.0\.0\.1\.$/,
      /^Credential: API Key\.$/,
      /^Auto-refresh is off\.$/,
    ];
    for (const [index, pattern] of patterns.entries()) assert.match(lines[index + 1] ?? "", pattern);
    assert.deepEqual(await hover.links(), TOKEN_LINKS);
    await screenshots(session.ui, "status-token");
    await leave(hover);
  });

  it("in the tooltip, whose links work", async () => {
    const { input, statusBar } = session.ui;
    const click = async (link: string): Promise<void> => (await statusBar.hover("default")).clickLink(link);
    const calls = sandbox.requests.length;
    await click("Get Token");
    await until("a call", () => sandbox.requests.length > calls);
    await shows(/^default \d min$/);
    await click("Copy Token");
    await until("the token in the clipboard", async () => (await clipboard()).startsWith("myUserName/"));
    // When the message goes, VS Code puts the items into the bar anew: a tooltip that was about to open does not.
    await until("the message", () => statusBar.has("Token of “default” copied"));
    await until("no message", async () => !(await statusBar.has("Token of “default” copied")));
    await click("Select Profile");
    await input.read("Argus: Profiles");
    await input.cancel();
    await click("All Actions");
    await input.read(/^Argus: default · live until /);
    await input.cancel();
  });

  it("in answers, which can be copied, opened and closed one by one", async () => {
    const { editor, page } = session.ui;
    await editor.clickLens("Userinfo", 1);
    const [first] = await until("two answers", async () => {
      const texts = await editor.inlineTexts();
      return texts.length === 2 && texts;
    });
    // The tooltip got another token.
    assert.match(first?.text ?? "", /^not in this request · userinfo of \d\d:\d\d, out of date$/);
    const hover = await editor.hoverInlineText("myUserName");
    assert.match(
      await hover.text(),
      /^Argus userinfo: profile's token, not in this request · myUserName · My Name · analysts, api · /,
    );
    assert.deepEqual(await hover.links(), ["Insert Token", "Open as JSON", "Copy", "Close", "Clear all"]);
    await screenshots(session.ui, "answers");
    await hover.clickLink("Copy");
    const copied = await until("the answer in the clipboard", async () => {
      const text = await clipboard();
      return text.startsWith("{") && text;
    });
    assert.equal((JSON.parse(copied) as { username: string }).username, "myUserName");
    await page.mouse.move(640, 600);
    await (await editor.hoverInlineText("myUserName")).clickLink("Open as JSON");
    await until("the JSON editor", async () => /^userinfo .*\.json$/.test(await editor.name()));
    await page.keyboard.press("Escape");
    await session.ui.command("View: Close Editor");
    await editor.waitFor("whoami.http");
    await (await editor.hoverInlineText("myUserName")).clickLink("Close");
    const left = await until("the other one", async () => {
      const texts = await editor.inlineTexts();
      return texts.length === 1 && texts;
    });
    assert.deepEqual(left, [first]);
    await page.keyboard.press("Escape");
  });

  it("in the last minute with passing seconds, and after the expiry", async () => {
    const { statusBar } = session.ui;
    sandbox.setLifetime(30);
    await session.ui.command("Argus: Get Token");
    await shows(/^default \d+ s$/);
    assert.equal((await statusBar.read("default")).kind, "plain");
    const hover = await statusBar.hover("default");
    const seen = new Set<string>();
    await until("three seconds", async () => {
      assert(await hover.isOpen(), "the hover stays");
      return seen.add((await statusBar.read("default")).text).size > 3;
    });
    await leave(hover);
    const warns = async (): Promise<boolean> => (await statusBar.read("default")).kind === "warning";
    await until("the warning", warns, 60_000);
    await screenshots(session.ui, "status-last-minute");
    await shows("default expired");
    assert.equal((await statusBar.read("default")).kind, "plain");
    const last = await statusBar.hover("default");
    await saysTheSame(last, /^default: the token expired at \d\d:\d\d:\d\d\.$/);
    await screenshots(session.ui, "status-expired");
    await last.clickLink("Sign Out");
    await shows("default: no token");
  });

  it("of a name is text, not a link", async () => {
    const { input, statusBar } = session.ui;
    await session.ui.command("Argus: Select Profile");
    await input.read("Argus: Profiles");
    await input.pick(SHOWN);
    const hover = await until("its tooltip", async () => {
      const seen = await statusBar.hover("argus.session");
      const text = await seen.text();
      return [TRICKY, SHOWN].some((name) => text.includes(`${name}: no token.`)) && seen;
    });
    assert.deepEqual(await hover.links(), LINKS);
    await session.ui.screenshot("status-tricky");
  });
});
