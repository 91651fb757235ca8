import Mocha from "mocha";
import SuiteReporter from "../host/reporter.ts";

/** Runs in the extension host, which calls it and takes a rejection for a failure. */
export async function run(): Promise<void> {
  const grep = process.env["ARGUS_GREP"];
  const mocha = new Mocha({
    ...(grep !== undefined && { grep }),
    timeout: 15_000,
    forbidOnly: true,
    reporter: SuiteReporter,
    reporterOptions: { suite: "editor" },
  });
  // What mocha does before it loads a file: puts `describe` and the rest into the global scope.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./tokens.test.ts");
  await import("./profiles.test.ts");
  await import("./documents.test.ts");
  await import("./languageFeatures.test.ts");
  await import("./keeper.test.ts");
  await import("./failures.test.ts");
  await import("./credentials.test.ts");
  await import("./calls.test.ts");
  await import("./discovery.test.ts");
  await import("./originIp.test.ts");
  await import("./network.test.ts");
  await import("./environment.test.ts");
  await import("./httpYac.test.ts");
  await import("./autoRefresh.test.ts");
  await import("./tracked.test.ts");
  await import("./accounts.test.ts");
  await import("./api.test.ts");
  await import("./worker.test.ts");
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} editor tests failed.`);
}
