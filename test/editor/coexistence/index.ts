import Mocha from "mocha";
import SuiteReporter from "../../host/reporter.ts";

/** As ../index.ts, in an editor that has other extensions for `.http` files too. */
export async function run(): Promise<void> {
  const grep = process.env["ARGUS_GREP"];
  const mocha = new Mocha({
    ...(grep !== undefined && { grep }),
    timeout: 15_000,
    forbidOnly: true,
    reporter: SuiteReporter,
    reporterOptions: { suite: "coexistence" },
  });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./coexistence.test.ts");
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests of coexistence failed.`);
}
