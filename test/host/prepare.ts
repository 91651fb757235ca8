/**
 * The first step of `npm test`: gets the browser and the VS Code server that the later suites need, so that what cannot be
 * had is said at once and not after minutes of tests.
 */
import { getBrowser } from "./browser.ts";
import { installVSCodeServer } from "./install.ts";
import { requestedVersion } from "./versions.ts";

try {
  await getBrowser();
  await installVSCodeServer(requestedVersion());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
