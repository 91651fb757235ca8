/**
 * First in the bundle of the editor tests: makes their output readable. The server's page mixes the extension host's
 * console with what the workbench has to say of itself, and drops what is not a text. So, where the launcher asks for it
 * with `ARGUS_TEST_MARK`, what is printed from here on comes as one text that begins with a mark.
 */
import { format } from "node:util";
import { TEST_END, TEST_MARK } from "./testMark.ts";

const marked = Boolean(process.env["ARGUS_TEST_MARK"]);
const { log } = console;

if (marked) {
  for (const method of ["log", "info", "warn", "error"] as const) {
    const print = console[method].bind(console);
    // VS Code has made these accessors that ignore an assignment.
    Object.defineProperty(console, method, {
      configurable: true,
      value: (...args: unknown[]) => {
        print(TEST_MARK + format(...args));
      },
    });
  }
}

/** Tells the launcher that the tests have run to their end. */
export function reportEnd(): void {
  if (marked) log(TEST_END);
}
