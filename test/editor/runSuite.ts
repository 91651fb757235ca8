import Mocha from "mocha";
import SuiteReporter from "../host/reporter.ts";

/**
 * Runs tests in the extension host; rejects if they fail.
 *
 * @param suite its name in the summary of all suites
 * @param load imports the files with the tests
 */
export async function runSuite(suite: string, load: () => Promise<void>): Promise<void> {
  const grep = process.env["ARGUS_GREP"];
  const mocha = new Mocha({
    ...(grep !== undefined && { grep }),
    // Only ends what hangs: a busy machine takes its time, and a deadline of `until` names what did not come.
    timeout: 60_000,
    forbidOnly: true,
    reporter: SuiteReporter,
    reporterOptions: { suite },
  });
  // Like mocha before it loads a file: puts `describe` and the rest into the global scope.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} ${suite} tests failed.`);
}
