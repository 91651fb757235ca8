/** `npm run soak [MINUTES]`: a simulated day of 8 hours, or less. Prints what it took, and fails where something leaks. */
import { printTable } from "../bench/table.ts";
import { machine } from "../bench/machine.ts";
import type { Sample } from "./day.ts";
import { soak } from "./soak.ts";

const WHOLE = 480;
/** Memory may grow by this much after the first hour. */
const GROWTH = 1.05;

const minutes = Number(process.argv[2] ?? WHOLE);
const part = (amount: number): number => Math.round((amount * minutes) / WHOLE);

console.log(machine());
const start = performance.now();
const { samples, wrong, looks, done, left } = await soak(
  { minutes, every: 60, files: part(1_000), edits: part(10_000), calls: part(1_000), sleeps: part(50) },
  ({ minute }) => console.log(`${minute} minutes have passed, in ${Math.round((performance.now() - start) / 1000)} s`),
);

const mb = (value: number | undefined): string => value?.toFixed(1) ?? "–";
printTable(
  `A day: ${done.tokens} tokens, ${done.calls} calls, ${done.edits} edits, ${done.files} files, ${done.sleeps} sleeps`,
  [
    "after",
    "heap MB",
    "worker heap MB",
    "worker RSS MB",
    "listeners",
    "timers",
    "promises",
    "open files",
    "worker's",
    "processes",
    "tokens",
  ],
  samples.map((sample) => [
    `${sample.minute} min`,
    mb(sample.heap),
    mb(sample.workerHeap),
    mb(sample.workerRss),
    ...[
      sample.listeners,
      sample.timers,
      sample.promises,
      sample.open,
      sample.workerOpen,
      sample.processes,
      sample.tokens,
    ].map(String),
  ]),
);
console.log(`\nThe status bar was right ${looks - wrong.length} of ${looks} times.`);
console.log(`After the window was closed: ${JSON.stringify(left)}`);

const failures = [...wrong.slice(0, 10), ...problems(samples)];
if (Object.values(left).some((count) => count > 0)) failures.push("something is left after the window was closed");
for (const failure of failures) console.error(`✘ ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);

/** What grew after the first hour. */
function problems(all: readonly Sample[]): string[] {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counts = ["listeners", "timers", "promises", "open", "workerOpen", "processes"] as const;
  return [
    ...counts.filter((name) => last[name] > first[name]).map((name) => `${name}: ${first[name]}, then ${last[name]}`),
    ...(["heap", "workerHeap"] as const)
      .filter((name) => last[name] > first[name] * GROWTH)
      .map((name) => `${name}: ${mb(first[name])} MB, then ${mb(last[name])} MB`),
  ];
}
