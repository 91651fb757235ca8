/** Has property tests try as many inputs as `ARGUS_FUZZ_RUNS` says, where they do not call `runs` of runs.ts. */
import fc from "fast-check";

fc.configureGlobal({ numRuns: Number(process.env["ARGUS_FUZZ_RUNS"] ?? 100) });
