import type { Activation } from "./activationResult.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

export const VARIANTS = ["bare", "ours"] as const;
export type Variant = (typeof VARIANTS)[number];
export type Runs = Record<Variant, Activation[]>;

const TITLES: Record<Variant, string> = {
  bare: "bare pair",
  ours: "ours",
};
const COLUMNS = ["activated", "forked", "initialized", "lens"] as const;

export function printActivations(runs: Runs): void {
  printBy(runs, "medians", median);
  // Other programs only ever make a run slower.
  printBy(runs, "the fastest", (values) => Math.min(...values));
  console.log("Aims: activate under the bare pair's; the first lens within 1.2×.");
  const all = VARIANTS.flatMap((name) => runs[name]);
  const busy = all.filter(({ idle }) => !idle).length;
  if (busy > 0) console.log(`${busy} of ${all.length} editors were busy with something else: take these with care.`);
}

function printBy(runs: Runs, what: string, summary: (values: number[]) => number): void {
  const of = (name: Variant, column: (typeof COLUMNS)[number]): number =>
    summary(runs[name].map((run) => run[column] ?? NaN));
  const ratio = (column: (typeof COLUMNS)[number]): string => times(of("ours", column) / of("bare", column));
  printTable(
    `Activation in a new extension host of a window that has shown text, ${what} of ${runs.ours.length} runs each, in ms since it was asked for`,
    ["extension", "activate returned", "worker forked", "initialize answered", "first lens"],
    [
      ...VARIANTS.map((name) => [TITLES[name], ...COLUMNS.map((column) => ms(of(name, column)))]),
      ["ours / bare pair", ...COLUMNS.map(ratio)],
    ],
  );
}
