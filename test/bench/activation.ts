import { printActivations, type Runs, type Variant, VARIANTS } from "./activationTable.ts";
import type { Activation } from "./activationResult.ts";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";

const RUNS = 10;

/**
 * Measures how long an extension blocks an extension host, and how soon its worker answers; each time in a new host.
 */
export async function activationSection(builds: Builds): Promise<void> {
  const module = await bundleForHost(builds.temporary, "inHost");
  await withEditors(builds, async (measureIn) => {
    const measure = (variant: Variant): Promise<Activation> => measureIn<Activation>(builds[variant], module);
    // The first page fills the caches of browser and server.
    await measure("bare");
    const runs: Runs = { bare: [], ours: [] };
    for (let run = 0; run < RUNS; run++) {
      // The order alternates, so that each is first and last equally often.
      const order = run % 2 === 0 ? VARIANTS : VARIANTS.toReversed();
      for (const variant of order) runs[variant].push(await measure(variant));
    }
    printActivations(runs);
  });
}
