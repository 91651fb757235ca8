import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const CHECKOUT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(resolve(CHECKOUT, path), "utf8");
const inFolder = (folder: string): string[] =>
  readdirSync(join(CHECKOUT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
const PAGES = [".", "docs"].flatMap(inFolder).map((path) => ({ path, text: read(path) }));

interface Manifest {
  scripts: Record<string, string>;
  contributes: {
    commands: { command: string; title: string }[];
    keybindings: { command: string; key: string }[];
    configuration: { properties: Record<string, { default?: unknown; deprecationMessage?: string }> };
  };
}
const MANIFEST = JSON.parse(read("package.json")) as Manifest;
const TEXTS = JSON.parse(read("package.nls.json")) as Record<string, string>;

/** Without code, whose brackets are not links. */
function prose(text: string): string {
  return text.replaceAll(/^ *(```+)[^]*?^ *\1$/gm, "").replaceAll(/`[^`\n]*`/g, "`");
}

/** The anchors of a page's headings in GitHub and VS Code. */
function anchors(text: string): Set<string> {
  const headings = text.replaceAll(/^ *(```+)[^]*?^ *\1$/gm, "").matchAll(/^#+ (.*)$/gm);
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
  return new Set([...headings].map(([, heading]) => slug(heading!)));
}

/** The members of a string union in source code. */
function members(path: string, type: string): string[] {
  const [, union] = new RegExp(`type ${type} =([^;]*);`).exec(read(path)) ?? [];
  return [...(union ?? "").matchAll(/"([^"]+)"/g)].map(([, member]) => member!);
}

describe("the documentation", () => {
  it("has a README of at most 150 lines", () => {
    assert(read("README.md").trimEnd().split("\n").length <= 150);
  });

  for (const { path, text } of PAGES) {
    it(`has no dead link in ${path}`, () => {
      const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
      const dead = links.filter((link) => {
        if (link.startsWith("https://")) return false;
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? resolve(CHECKOUT, path) : resolve(CHECKOUT, dirname(path), file);
        if (relative(CHECKOUT, target).startsWith("..") || !statSync(target, { throwIfNoEntry: false })) return true;
        return anchor !== undefined && !anchors(readFileSync(target, "utf8")).has(anchor);
      });
      assert.deepEqual(dead, []);
    });

    it(`names only existing commands, settings and scripts in ${path}`, () => {
      const title = (key: string): string => TEXTS[key.slice(1, -1)] ?? key;
      const titles = new Set(MANIFEST.contributes.commands.map((command) => `Argus: ${title(command.title)}`));
      const commands = [...text.matchAll(/(?<=[*_])Argus: [^*_]+(?=[*_])/g)].map(([name]) =>
        name.replaceAll(/\s+/g, " "),
      );
      assert.deepEqual(
        commands.filter((name) => !titles.has(name)),
        [],
      );
      if (path === "CHANGELOG.md") return;
      const settings = [...text.matchAll(/`"?argus\.([a-z]\w*(?:\.\w+)?)/g)].map(([, name]) => `argus.${name!}`);
      const ids = MANIFEST.contributes.commands.map(({ command }) => command);
      const colours = ["argus.activeForeground", "argus.inactiveForeground", "argus.userinfoForeground"];
      assert.deepEqual(
        settings.filter(
          (name) =>
            !(name in MANIFEST.contributes.configuration.properties || colours.includes(name) || ids.includes(name)),
        ),
        [],
      );
      const scripts = [...text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name]) => name!);
      assert.deepEqual(
        scripts.filter((name) => !(name in MANIFEST.scripts)),
        [],
      );
    });
  }

  it("lists each setting with its default in the README", () => {
    const rows = [...read("README.md").matchAll(/^\| `(argus\.[\w.]+)` +\| (\S+) +\|/gm)];
    const told = Object.fromEntries(rows.map(([, name, value]) => [name!, value!]));
    const shown = (value: unknown): string =>
      value === "" || value === undefined
        ? "empty"
        : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
    const properties = Object.entries(MANIFEST.contributes.configuration.properties);
    assert.deepEqual(told, Object.fromEntries(properties.map(([name, property]) => [name, shown(property.default)])));
  });

  it("lists the keys of each command", () => {
    const keys = MANIFEST.contributes.keybindings
      .filter(({ command }) => command !== "argus.pasteIntoList")
      .map(({ key }) => key);
    const listed = [...read("docs/using.md").matchAll(/^\| `(Ctrl\+K .*?)` +\|/gm)].map(([, key]) =>
      key!.toLowerCase(),
    );
    assert.deepEqual(listed, keys);
  });

  it("explains each diagnostic on one self-contained page", () => {
    const text = read("docs/diagnostics.md");
    const codes = members("server/src/http/diagnostics/finding.ts", "DiagnosticCode");
    assert(codes.length > 5);
    const explained = [...text.matchAll(/^## `(.*)`$/gm)].map(([, code]) => code);
    assert.deepEqual(explained.sort(), codes.sort());
    // The package contains only this page.
    assert.deepEqual(text.match(/\]\((?!#)/g), null);
  });

  it("says for each failure what happened and what to do", () => {
    const codes = members("common/protocol/errors.ts", "ErrorCode");
    assert(codes.length > 10);
    const rows = [...read("docs/troubleshooting.md").matchAll(/^\| `(\w+)` +\| (\S.*?) +\| (\S.*?) +\|$/gm)];
    assert.deepEqual(rows.map(([, code]) => code).sort(), codes.sort());
  });
});
