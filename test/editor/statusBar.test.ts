import assert from "node:assert/strict";
import { commands, EventEmitter, type MarkdownString, type Memento, window } from "vscode";
import { Sessions } from "../../client/src/session/session.ts";
import { StatusBar } from "../../client/src/statusBar/statusBar.ts";
import { activeProfileName } from "../../client/src/settings.ts";
import { addProfile, setProfiles, until, useExtension } from "./setup.ts";

const PROVENANCE = { origin: "https://argus.example", clientId: "a-client" };

/** An item that records everything it shows. */
class Item {
  text = "";
  name = "";
  isShown = false;
  accessibilityInformation: { label: string } | undefined;
  /** Every tooltip so far. */
  readonly tooltips: MarkdownString[] = [];

  set tooltip(tooltip: MarkdownString) {
    this.tooltips.push(tooltip);
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  dispose(): void {
    this.isShown = false;
  }
}

function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, fallback?: T) => (values.get(key) as T | undefined) ?? fallback,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

describe("the status bar", () => {
  const setup = useExtension();
  let item: Item;
  let sessions: Sessions;
  let things: { dispose(): unknown }[];
  beforeEach(() => {
    item = new Item();
    const { createStatusBarItem } = window;
    Object.assign(window, { createStatusBarItem: () => item });
    sessions = new Sessions(memory());
    const refreshed = new EventEmitter<void>();
    const refresh = { state: () => ({ kind: "off" }) as const, onDidChange: refreshed.event };
    const here = {
      get name() {
        return activeProfileName();
      },
      source: "active" as const,
      onDidChange: refreshed.event,
    };
    const storage = { note: () => undefined, onDidChange: refreshed.event };
    const credentials = { credentialName: () => undefined, onDidRename: refreshed.event };
    const parts = { sessions, refresh, here, storage, credentials, copyProof: "proof" };
    things = [new StatusBar(parts), sessions, refreshed];
    Object.assign(window, { createStatusBarItem });
  });
  afterEach(() => {
    for (const thing of things) thing.dispose();
  });

  async function is(shown: boolean, when: string): Promise<void> {
    await until(`it to be ${shown ? "shown" : "hidden"} ${when}`, () => item.isShown === shown);
  }

  /** Runs one of VS Code's own commands. */
  const editor = (command: string): Thenable<unknown> => commands.executeCommand(`workbench.action.${command}`);

  it("is shown without a profile while an .http file is open in any tab or group", async () => {
    await is(false, "where nothing is open");
    await setup.open("GET http://127.0.0.1/\n");
    await is(true, "with the file");
    await commands.executeCommand("workbench.action.files.newUntitledFile", { languageId: "plaintext" });
    await until("the other tab", () => window.activeTextEditor?.document.languageId === "plaintext");
    await is(true, "with the file behind another tab");
    await editor("moveEditorToNextGroup");
    await until("two groups", () => window.visibleTextEditors.length === 2);
    await is(true, "with the file in another group");
    await editor("focusFirstEditorGroup");
    await editor("closeActiveEditor");
    await is(false, "once the file is closed");
  });

  it("is always shown with a profile", async () => {
    await is(false, "where nothing is open");
    await addProfile(setup.sandbox);
    await is(true, "with a profile");
    assert.equal(item.text, "$(key) default: no token");
    await setProfiles(undefined);
    await is(false, "without it");
  });

  it("ticks in the last minute with a stable tooltip, and is fully readable for screen readers", async () => {
    await addProfile(setup.sandbox);
    await is(true, "with a profile");
    const now = Date.now();
    sessions.hold(
      "default",
      { accessToken: "name/token", tokenType: "Bearer", issuedAt: now - 270_000, expiresAt: now + 30_000 },
      PROVENANCE,
    );
    item.tooltips.length = 0;
    const texts = new Set<string>();
    await until("three ticks", () => texts.add(item.text).size === 3);
    for (const text of texts) assert.match(text, /^\$\(warning\) default \d\d s$/);
    assert.equal(new Set(item.tooltips.map(({ value }) => value)).size, 1);
    const [state = ""] = item.tooltips[0]?.value.replaceAll("\\", "").split("\n\n") ?? [];
    assert.match(state, /^default: token live until \d\d:\d\d:\d\d\.$/);
    assert(item.accessibilityInformation?.label.startsWith(`Argus: ${state} `), item.accessibilityInformation?.label);
  });
});
