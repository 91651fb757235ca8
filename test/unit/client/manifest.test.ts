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

describe("a folder that is not trusted", () => {
  /** They change what is shown and nothing else. */
  const HARMLESS = ["argus.codeLens"];

  it("has no say in any setting that makes calls, edits or logs", () => {
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    // VS Code heeds the list in this mode alone.
    assert.equal(supported, "limited");
    const settings = [contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties));
    assert.deepEqual([...restrictedConfigurations, ...HARMLESS].sort(), settings.sort());
  });
});

describe("menus and keys", () => {
  it("lead to commands and submenus that exist", () => {
    const submenus = new Set(contributes.submenus.map(({ id }) => id));
    for (const { command, submenu } of Object.values(contributes.menus).flat()) {
      assert(command === undefined ? submenus.has(submenu ?? "") : commands.has(command), command ?? submenu);
    }
    for (const { command } of contributes.keybindings) assert(commands.has(command), command);
  });

  it("give each entry of the editor's submenu keys of its own, in .http files alone", () => {
    const keyed = contributes.keybindings.map(({ command }) => command);
    assert.deepEqual(
      keyed,
      contributes.menus["argus.editor"]?.map(({ command }) => command),
    );
    for (const keys of [contributes.keybindings.map(({ key }) => key), contributes.keybindings.map(({ mac }) => mac)]) {
      assert.equal(new Set(keys).size, keys.length);
    }
    for (const { when } of contributes.keybindings) assert.equal(when, "editorTextFocus && editorLangId == http");
  });
});
