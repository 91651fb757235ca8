/**
 * First in the bundle of the editor tests: makes their output readable. The server's page mixes the extension host's
 * console with messages of the workbench, and drops anything that is not text. So, if the launcher asks for it with
 * `ARGUS_TEST_MARK`, each output is written as one text that starts with a mark.
 */
import { format } from "node:util";
import { TEST_END, TEST_MARK } from "./testMark.ts";

const marked = Boolean(process.env["ARGUS_TEST_MARK"]);
const { log } = console;

if (marked) {
  for (const method of ["log", "info", "warn", "error"] as const) {
    const print = console[method].bind(console);
    // VS Code has turned these into accessors that ignore assignments.
    Object.defineProperty(console, method, {
      configurable: true,
      value: (...args: unknown[]) => {
        print(TEST_MARK + format(...args));
      },
    });
  }
}

/** Tells the launcher that all tests have run. */
export function reportEnd(): void {
  if (marked) log(TEST_END);
}
