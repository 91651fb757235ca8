import { appendFileSync } from "node:fs";
import mocha from "mocha";

/** One line of the file in the environment variable `ARGUS_TEST_RESULTS`. */
interface SuiteResult {
  suite: string;
  passed: number;
  failed: number;
  /** Tests marked as skipped. */
  skipped: number;
  failures: { test: string; error: string }[];
}

/**
 * Mocha's own report, plus a line of JSON with counts and failures for the summary of several suites. The reporter
 * option `suite` names the suite.
 */
export default class SuiteReporter extends mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions & { reporterOption?: { suite?: string } }) {
    super(runner, options);
    // Mocha prints the reasons only at the end, which a stopped run does not reach.
    runner.on("fail", (_, error: unknown) => {
      console.log(`      ${error instanceof Error ? error.message : String(error)}`);
    });
    const file = process.env["ARGUS_TEST_RESULTS"];
    if (!file) return;
    runner.once("end", () => {
      const result: SuiteResult = {
        suite: options?.reporterOption?.suite ?? "tests",
        passed: this.stats.passes,
        failed: this.stats.failures,
        skipped: this.stats.pending,
        failures: this.failures.map((test) => ({
          test: test.fullTitle(),
          error: test.err?.stack ?? test.err?.message ?? "",
        })),
      };
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    });
  }
}
