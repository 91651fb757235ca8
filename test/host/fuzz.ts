/** `npm run fuzz [RUNS]`: the property tests with many more inputs than in CI. A failure prints the seed that repeats it. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CHECKOUT } from "./paths.ts";

const RUNS = "10000";

const unit = join(CHECKOUT, "test", "unit");
const files = readdirSync(unit, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => join(unit, name))
  .filter((path) => readFileSync(path, "utf8").includes('from "fast-check"'));
const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const needed = ["standIn/register.ts", "fuzzRuns.ts"].flatMap((name) => ["--require", join(import.meta.dirname, name)]);
const { status } = spawnSync(
  process.execPath,
  [mocha, "--no-config", ...needed, "--timeout", "0", "--exit", ...files],
  {
    stdio: "inherit",
    cwd: CHECKOUT,
    env: { ...process.env, ARGUS_FUZZ_RUNS: process.argv[2] ?? RUNS },
  },
);
process.exitCode = status ?? 1;
