import type { Activation } from "./activationResult.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

export const EXTENSIONS = ["empty", "bare", "ours"] as const;
type Name = (typeof EXTENSIONS)[number];
export type Runs = Record<Name, Activation[]>;

const TITLES: Record<Name, string> = { empty: "does nothing", bare: "bare pair", ours: "ours" };
const COLUMNS = ["activated", "forked", "initialized", "lens"] as const;

/** What issue 2 gives for extensions that only the marketplace has, and for a bare pair on that machine, in ms. */
const ELSEWHERE = { bare: 33, others: { "REST Client 0.26": 571, httpYac: 429 } };

export function printActivations(runs: Runs): void {
  const of = (name: Name, column: (typeof COLUMNS)[number]): number =>
    median(runs[name].map((run) => run[column] ?? NaN));
  const ratio = (column: (typeof COLUMNS)[number]): number => of("ours", column) / of("bare", column);
  const rows = EXTENSIONS.map((name) => [
    TITLES[name],
    ...COLUMNS.map((column) => ms(of(name, column))),
    times(of(name, "activated") / of("bare", "activated")),
  ]);
  const seen = Object.entries(ELSEWHERE.others).map(([name, value]) => [
    `${name} (seen elsewhere)`,
    String(value),
    ...["–", "–", "–"],
    times(value / ELSEWHERE.bare),
  ]);
  const all = EXTENSIONS.flatMap((name) => runs[name]);
  printTable(
    `Activation in a new extension host, medians of ${runs.ours.length} runs each, in ms since it was asked for`,
    ["extension", "activate returned", "worker forked", "initialize answered", "first lens", "activate / bare pair"],
    [...rows, ...seen],
  );
  const busy = all.filter(({ idle }) => !idle).length;
  if (busy > 0) console.log(`${busy} of ${all.length} editors were busy with something else: take these with care.`);

  const rest = ELSEWHERE.others["REST Client 0.26"];
  const inPairs = (ratio("activated") * ELSEWHERE.bare) / rest;
  console.log(`activate, ours / bare pair: ${times(ratio("activated"))} (aim: within 1.2×)`);
  console.log(
    `activate, ours / REST Client: ${times(of("ours", "activated") / rest)} as seen elsewhere, ` +
      `${times(inPairs)} with each counted in bare pairs of its machine (aim: under 0.1×)`,
  );
  const fastest = (name: Name): number => Math.min(...runs[name].map(({ initialized }) => initialized ?? NaN));
  console.log(
    `initialize answered, ours / bare pair: ${times(ratio("initialized"))}, ` +
      `fastest runs ${times(fastest("ours") / fastest("bare"))} (aim: within 1.2×)`,
  );
  for (const name of ["bare", "ours"] as const) {
    const after = median(runs[name].map(({ activated, initialized }) => (initialized ?? NaN) - activated));
    console.log(`initialize answered after activate returned, ${TITLES[name]}: ${ms(after)} ms`);
  }
}
