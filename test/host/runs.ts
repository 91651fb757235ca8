/** How many inputs a property test tries: as many as it says, and more with `npm run fuzz`. */
export function runs(usually: number): number {
  return Math.max(usually, Number(process.env["ARGUS_FUZZ_RUNS"] ?? 0));
}
