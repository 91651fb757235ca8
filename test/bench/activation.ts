import { join } from "node:path";
import { editorAddress } from "../host/address.ts";
import { launchBrowser } from "../host/browser.ts";
import { startVSCodeServer } from "../host/server.ts";
import { requestedVersion } from "../host/versions.ts";
import type { Activation } from "./activationResult.ts";
import { EXTENSIONS, printActivations, type Runs } from "./activationTable.ts";
import type { Builds } from "./build.ts";
import { bundleForHost, measureInEditor } from "./editorRun.ts";

const RUNS = 6;

/** How long an extension holds up an extension host, and how soon its worker answers; each time in a new host. */
export async function activationSection(builds: Builds): Promise<void> {
  const { temporary } = builds;
  const tests = await bundleForHost(temporary);
  const server = await startVSCodeServer({
    version: requestedVersion(),
    dataDir: join(temporary, "data"),
    testDriver: true,
  });
  const browser = await launchBrowser({ profileDir: join(temporary, "browser") });
  try {
    const page = { server: server.url, folder: join(temporary, "workspace"), tests };
    const ended = server.ended.then(() => {
      throw new Error("The VS Code server ended.");
    });
    const measure = (extension: string): Promise<Activation> =>
      Promise.race([measureInEditor(browser, editorAddress({ ...page, extensions: [extension] })), ended]);
    // The first page fills caches, of the browser and of the server.
    await measure(builds.empty);
    const runs: Runs = { empty: [], bare: [], ours: [] };
    for (let run = 0; run < RUNS; run++) {
      // Each is as often the first as the last of a round.
      const order = run % 2 === 0 ? EXTENSIONS : EXTENSIONS.toReversed();
      for (const name of order) runs[name].push(await measure(builds[name]));
    }
    printActivations(runs);
  } finally {
    await browser.close();
    await server.stop();
  }
}
