import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";
import { httpText } from "./httpFiles.ts";
import { median } from "./stats.ts";
import { bytes, ms, printTable, times } from "./table.ts";

/** The result of lensesInHost.ts; times in ms. */
export interface EditorLenses {
  /** Whether the editor was otherwise idle at the start. */
  idle: boolean;
  count: number;
  /** From opening the file, which activates the extension, to the first visible lens. */
  open: number;
  /** From a typed character to the lenses of the new text. */
  edits: number[];
}

const SIZES = [1000, 10_000];
const RUNS = 4;
const LENSES_OF_A_REQUEST = 3;
/** Small, in a language whose grammar is VS Code's own. */
const OTHER_FILE = { name: "compose.yaml", text: "services:\n  web:\n    image: nginx # the proxy\n" };

interface Case {
  extension: "bare" | "highlighted" | "ours";
  title: string;
  /**
   * Whether the window has shown no text before, not even in another language. The first grammar in a window makes the
   * editor load its grammar engine, even for one rule, and the bare pair has no grammar; so the pair is also measured
   * with ours.
   */
  firstText: boolean;
}
const CASES: readonly Case[] = [
  { extension: "bare", title: "bare pair, one regular expression", firstText: false },
  { extension: "ours", title: "ours", firstText: false },
  { extension: "bare", title: "first text in a window: bare pair", firstText: true },
  { extension: "highlighted", title: "first text in a window: bare pair with our grammar", firstText: true },
  { extension: "ours", title: "first text in a window: ours", firstText: true },
];

/**
 * Measures the first lenses after a cold open, and new lenses after an edit, in a real editor, compared with the
 * smallest LSP extension.
 */
export async function editorSection(builds: Builds): Promise<void> {
  const rows: string[][] = [];
  const { temporary } = builds;
  const folders = { ...builds, highlighted: await highlightedPair(builds) };
  const other = join(temporary, OTHER_FILE.name);
  await writeFile(other, OTHER_FILE.text);
  await withEditors(builds, async (measureIn) => {
    for (const size of SIZES) {
      const file = join(temporary, `${size}.http`);
      await writeFile(file, httpText(size, "\n"));
      const lenses = LENSES_OF_A_REQUEST * size;
      const measure = async ({ extension, title, firstText }: Case): Promise<EditorLenses> => {
        const before = firstText ? "" : other;
        const tests = await bundleForHost(temporary, "lensesInHost", { BENCH_FILE: file, BENCH_BEFORE: before });
        const measured = await measureIn<EditorLenses>(folders[extension], tests);
        if (measured.count !== lenses) throw new Error(`${title}: ${measured.count} lenses, not ${lenses}`);
        return measured;
      };
      // A server's first host is slower than the others.
      await measure({ extension: "bare", title: "before all", firstText: true });
      const runs = CASES.map((measured) => ({ ...measured, found: [] as EditorLenses[] }));
      for (let run = 0; run < RUNS; run++) {
        for (const measured of run % 2 === 0 ? runs : runs.toReversed()) measured.found.push(await measure(measured));
      }
      const results = runs.map(({ found, ...measured }) => ({
        ...measured,
        open: median(found.map(({ open }) => open)),
        edit: median(found.flatMap(({ edits }) => edits)),
        busy: found.filter(({ idle }) => !idle).length,
      }));
      for (const { title, firstText, open, edit, busy } of results) {
        const bare = results.find((found) => found.extension === "bare" && found.firstText === firstText);
        if (bare === undefined) throw new Error(`${title} has nothing to be compared with.`);
        rows.push([
          `${bytes(size)} ${title}`,
          bytes(lenses),
          ms(open),
          times(open / bare.open),
          ms(edit),
          times(edit / bare.edit),
          String(busy),
        ]);
      }
    }
  });
  printTable(
    `Lenses in a real editor, medians of ${RUNS} hosts each (cold open: to the sight of them; aim: within 1.15× of the bare pair)`,
    ["requests", "lenses", "cold open, ms", "/ bare", "edit to lenses, ms", "/ bare", "busy hosts"],
    rows,
  );
}

interface Manifest {
  contributes: { languages: unknown; grammars?: unknown };
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The bare pair with our language configuration and grammars: the cost of highlighting alone. */
async function highlightedPair({ temporary, bare, ours }: Builds): Promise<string> {
  const folder = join(temporary, "highlighted");
  await cp(bare, folder, { recursive: true });
  await cp(join(ours, "syntaxes"), join(folder, "syntaxes"), { recursive: true });
  const { languages, grammars } = (await manifestIn(ours)).contributes;
  const changed = { ...(await manifestIn(bare)), contributes: { languages, grammars } };
  await writeFile(join(folder, "package.json"), JSON.stringify(changed));
  return folder;
}
