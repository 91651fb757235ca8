/**
 * The first step of `npm test`: gets the browser and the VS Code server for the later suites, so that a failure is
 * reported at once rather than after minutes of tests.
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
