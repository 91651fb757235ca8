/**
 * `npm run bench [-- size calls worker http activation editor terminal]`: measures on this machine whatever the project
 * has budgets for, and prints it beside the budget. It judges nothing: the exit code is 0 unless something could not be
 * measured.
 */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { activationSection } from "./activation.ts";
import { build, type Builds } from "./build.ts";
import { callsSection } from "./calls.ts";
import { editorSection } from "./editorLenses.ts";
import { httpSection } from "./http.ts";
import { machine } from "./machine.ts";
import { sizeSection } from "./size.ts";
import { terminalSection } from "./terminal.ts";
import { workerSection } from "./worker.ts";

const SECTIONS: Record<string, (builds: Builds) => Promise<void> | void> = {
  size: sizeSection,
  calls: callsSection,
  worker: workerSection,
  http: httpSection,
  activation: activationSection,
  editor: editorSection,
  terminal: terminalSection,
};

/** The named sections, or all. */
function chosen(names: string[]): string[] {
  const unknown = names.find((name) => !(name in SECTIONS));
  if (unknown !== undefined) {
    throw new Error(`There is no section "${unknown}": name some of ${Object.keys(SECTIONS).join(", ")}, or none.`);
  }
  return names.length === 0 ? Object.keys(SECTIONS) : names;
}

/** A folder that is removed at exit, with a short path: sockets in it must stay under 107 characters. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "argus-bench-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

async function main(): Promise<void> {
  const names = chosen(process.argv.slice(2));
  console.log(machine());
  const temporary = await temporaryFolder();
  const builds = await build(temporary);
  for (const name of names) {
    try {
      await SECTIONS[name]?.(builds);
    } catch (error) {
      console.error(`\n${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// Also ends anything that may still run, such as a browser that failed to start.
process.exit();
