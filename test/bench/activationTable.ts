import type { Activation } from "./activationResult.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

export const EXTENSIONS = ["bare", "ours"] as const;
type Name = (typeof EXTENSIONS)[number];
export type Runs = Record<Name, Activation[]>;

const TITLES: Record<Name, string> = { bare: "bare pair", ours: "ours" };
const COLUMNS = ["activated", "forked", "initialized", "lens"] as const;

export function printActivations(runs: Runs): void {
  const of = (name: Name, column: (typeof COLUMNS)[number]): number =>
    median(runs[name].map((run) => run[column] ?? NaN));
  const ratio = (column: (typeof COLUMNS)[number]): string => times(of("ours", column) / of("bare", column));
  printTable(
    `Activation in a new extension host, medians of ${runs.ours.length} runs each, in ms since it was asked for`,
    ["extension", "activate returned", "worker forked", "initialize answered", "first lens"],
    [
      ...EXTENSIONS.map((name) => [TITLES[name], ...COLUMNS.map((column) => ms(of(name, column)))]),
      ["ours / bare pair", ...COLUMNS.map(ratio)],
    ],
  );
  console.log("Aims: activate under the bare pair's, the first lens within 1.2×.");
  const all = EXTENSIONS.flatMap((name) => runs[name]);
  const busy = all.filter(({ idle }) => !idle).length;
  if (busy > 0) console.log(`${busy} of ${all.length} editors were busy with something else: take these with care.`);
}
