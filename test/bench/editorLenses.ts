import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";
import { httpText } from "./httpFiles.ts";
import { median } from "./stats.ts";
import { bytes, ms, printTable, times } from "./table.ts";

/** What the extension host (lensesInHost.ts) tells; times in ms. */
export interface EditorLenses {
  /** Whether nothing else went on in the editor when it began. */
  idle: boolean;
  count: number;
  /** From asking for the file, with an extension that is not active, to the first lens that is to be seen. */
  open: number;
  /** From a typed character to the lenses of the new text. */
  edits: number[];
}

const SIZES = [1000, 10_000];
const RUNS = 4;
const LENSES_OF_A_REQUEST = 3;
/**
 * The first grammar in a window costs as much as all the rest of a bare pair, also one of a single rule: the editor loads
 * what reads grammars. So the pair is measured with ours too, and ours without.
 */
const TITLES = {
  bare: "bare pair, one regular expression",
  highlighted: "bare pair with our grammar",
  ours: "ours",
  plain: "ours without our grammars",
} as const;
type Name = keyof typeof TITLES;
const NAMES = Object.keys(TITLES) as Name[];

/** Cold open to lenses, and edit to fresh lenses, in a real editor, beside the least that does it over LSP. */
export async function editorSection(builds: Builds): Promise<void> {
  const rows: string[][] = [];
  const folders: Record<Name, string> = {
    ...builds,
    highlighted: await highlightedPair(builds),
    plain: await withoutGrammars(builds),
  };
  await withEditors(builds, async (measureIn) => {
    for (const size of SIZES) {
      const file = join(builds.temporary, `${size}.http`);
      await writeFile(file, httpText(size, "\n"));
      const lenses = LENSES_OF_A_REQUEST * size;
      const tests = await bundleForHost(builds.temporary, "lensesInHost", { BENCH_FILE: file });
      await measureIn(builds.bare, tests);
      const runs: Record<Name, EditorLenses[]> = { bare: [], highlighted: [], ours: [], plain: [] };
      for (let run = 0; run < RUNS; run++) {
        const order = run % 2 === 0 ? NAMES : NAMES.toReversed();
        for (const name of order) {
          const measured = await measureIn<EditorLenses>(folders[name], tests);
          if (measured.count !== lenses) throw new Error(`${TITLES[name]}: ${measured.count} lenses, not ${lenses}`);
          runs[name].push(measured);
        }
      }
      const open = (name: Name): number => median(runs[name].map((run) => run.open));
      const edit = (name: Name): number => median(runs[name].flatMap((run) => run.edits));
      for (const name of NAMES) {
        rows.push([
          `${bytes(size)} ${TITLES[name]}`,
          bytes(lenses),
          ms(open(name)),
          times(open(name) / open("bare")),
          ms(edit(name)),
          times(edit(name) / edit("bare")),
          String(runs[name].filter(({ idle }) => !idle).length),
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

/** The bare pair with our language configuration and grammars: what highlighting costs whoever brings it. */
async function highlightedPair({ temporary, bare, ours }: Builds): Promise<string> {
  const folder = join(temporary, "highlighted");
  await cp(bare, folder, { recursive: true });
  await cp(join(ours, "syntaxes"), join(folder, "syntaxes"), { recursive: true });
  const { languages, grammars } = (await manifestIn(ours)).contributes;
  const changed = { ...(await manifestIn(bare)), contributes: { languages, grammars } };
  await writeFile(join(folder, "package.json"), JSON.stringify(changed));
  return folder;
}

/** What ours costs an editor that reads no grammar for it. */
async function withoutGrammars({ temporary, ours }: Builds): Promise<string> {
  const folder = join(temporary, "plain");
  await cp(ours, folder, { recursive: true });
  const { contributes, ...manifest } = await manifestIn(ours);
  delete contributes.grammars;
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, contributes }));
  return folder;
}
