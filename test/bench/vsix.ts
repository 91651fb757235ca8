import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CHECKOUT } from "../host/paths.ts";
import { bytes } from "./table.ts";

/** One line on the size of the package, or on why there is none: the bundles are what the budget is for. */
export async function packageVsix(temporary: string): Promise<string> {
  const vsix = join(temporary, "argus-tokens.vsix");
  const vsce = join(CHECKOUT, "node_modules/@vscode/vsce/vsce");
  try {
    const args = [vsce, ...(await packageArguments()), "--out", vsix];
    await promisify(execFile)(process.execPath, args, { cwd: CHECKOUT });
    return `VSIX: ${bytes((await stat(vsix)).size)} bytes`;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    return `VSIX: could not be packaged: ${said.split("\n").at(-1) ?? ""}`;
  }
}

/** As `npm run package` has them. */
async function packageArguments(): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const [, words] = /\bvsce (package .*)$/.exec(manifest.scripts["package"] ?? "") ?? [];
  if (words === undefined) throw new Error("the script `package` does not end with vsce.");
  return words.split(" ");
}
