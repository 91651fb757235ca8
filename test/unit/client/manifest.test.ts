import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  capabilities: { untrustedWorkspaces: { supported: unknown; restrictedConfigurations: string[] } };
  contributes: {
    configuration: { properties: Record<string, unknown> } | { properties: Record<string, unknown> }[];
    commands: { command: string }[];
    menus: Record<string, { command?: string; submenu?: string }[]>;
    submenus: { id: string }[];
    keybindings: { command: string; key: string; mac: string; when: string }[];
  };
}

const path = join(import.meta.dirname, "../../../package.json");
const { capabilities, contributes } = JSON.parse(readFileSync(path, "utf8")) as Manifest;
const commands = new Set(contributes.commands.map(({ command }) => command));

describe("an untrusted folder", () => {
  /** These change only what is shown. */
  const HARMLESS = ["argus.codeLens"];

  it("has no influence on settings that make calls, edits or logs", () => {
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    // VS Code uses the list only in this mode.
    assert.equal(supported, "limited");
    const settings = [contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties));
    assert.deepEqual([...restrictedConfigurations, ...HARMLESS].sort(), settings.sort());
  });
});

describe("menus and keys", () => {
  /** Its command makes sense for its keys alone, while a list is open. */
  const PASTE = "argus.pasteIntoList";
  const keybindings = contributes.keybindings.filter(({ command }) => command !== PASTE);

  it("paste elsewhere as usual while a list of ours is open", () => {
    const own = contributes.keybindings.filter(({ command }) => command === PASTE);
    assert.deepEqual(
      own.map(({ key }) => key),
      ["ctrl+v", "shift+insert"],
    );
    for (const { when } of own)
      assert.match(when, /^argus\.isListOpen && inQuickOpen && !editorFocus && !terminalFocus /);
  });

  it("refer only to existing commands and submenus", () => {
    const submenus = new Set(contributes.submenus.map(({ id }) => id));
    for (const { command, submenu } of Object.values(contributes.menus).flat()) {
      assert(command === undefined ? submenus.has(submenu ?? "") : commands.has(command), command ?? submenu);
    }
    for (const { command } of keybindings) assert(commands.has(command), command);
  });

  it("give each entry of the editor's submenu its own key, in .http files only", () => {
    const keyed = keybindings.map(({ command }) => command);
    assert.deepEqual(
      keyed,
      contributes.menus["argus.editor"]?.map(({ command }) => command),
    );
    for (const keys of [keybindings.map(({ key }) => key), keybindings.map(({ mac }) => mac)]) {
      assert.equal(new Set(keys).size, keys.length);
    }
    for (const { when } of keybindings) assert.equal(when, "editorTextFocus && editorLangId == http");
  });
});

describe("a window with several folders", () => {
  it("has one value of each setting, since VS Code ignores the folders' own", () => {
    for (const { properties } of [contributes.configuration].flat()) {
      for (const [name, { scope = "window" }] of Object.entries(properties as Record<string, { scope?: string }>)) {
        assert(["window", "machine", "application"].includes(scope), name);
      }
    }
  });
});
