import type { Activation } from "./activationResult.ts";
import { EXTENSIONS, printActivations, type Runs } from "./activationTable.ts";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";

const RUNS = 6;

/**
 * Measures how long an extension blocks an extension host, and how soon its worker answers; each time in a new host.
 */
export async function activationSection(builds: Builds): Promise<void> {
  const { temporary } = builds;
  const tests = await bundleForHost(temporary, "inHost");
  await withEditors(builds, async (measureIn) => {
    const measure = (extension: string): Promise<Activation> => measureIn<Activation>(extension, tests);
    // The first page fills the caches of browser and server.
    await measure(builds.bare);
    const runs: Runs = { bare: [], ours: [] };
    for (let run = 0; run < RUNS; run++) {
      // The order alternates, so that each is first and last equally often.
      const order = run % 2 === 0 ? EXTENSIONS : EXTENSIONS.toReversed();
      for (const name of order) runs[name].push(await measure(builds[name]));
    }
    printActivations(runs);
  });
}
