import Mocha from "mocha";
import SuiteReporter from "../host/reporter.ts";

/**
 * Runs tests in the extension host; a rejection tells of a failure.
 *
 * @param suite what it is called in the sum of all suites
 * @param load imports the files with the tests
 */
export async function runSuite(suite: string, load: () => Promise<void>): Promise<void> {
  const grep = process.env["ARGUS_GREP"];
  const mocha = new Mocha({
    ...(grep !== undefined && { grep }),
    timeout: 15_000,
    forbidOnly: true,
    reporter: SuiteReporter,
    reporterOptions: { suite },
  });
  // What mocha does before it loads a file: puts `describe` and the rest into the global scope.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} ${suite} tests failed.`);
}
