import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import type { BrowserContext } from "playwright-core";
import { type Activation, RESULT_MARK } from "./activationResult.ts";

/** In ms; a run takes about ten seconds. */
const TIMEOUT = 90_000;

/** Makes inHost.ts a file that an extension host can load. */
export async function bundleForHost(temporary: string): Promise<string> {
  const outfile = join(temporary, "inHost.js");
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL("inHost.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode"],
    logLevel: "warning",
  });
  return outfile;
}

/** Opens an editor, which has a new extension host, and gives what inHost.ts measured there. */
export async function measureInEditor(browser: BrowserContext, address: string): Promise<Activation> {
  const page = await browser.newPage();
  try {
    return await new Promise<Activation>((resolve, reject) => {
      const said: string[] = [];
      const fail = (what: string): void => {
        reject(new Error([`${what} What the editor said:`, ...said].join("\n")));
      };
      setTimeout(fail, TIMEOUT, "The editor gave no result in time.").unref();
      page.on("crash", () => {
        fail("The editor's page crashed.");
      });
      const open = async (): Promise<void> => {
        await page.exposeFunction("codeAutomationLog", (_level: string, [text]: unknown[]) => {
          if (typeof text !== "string") return;
          if (text.startsWith(RESULT_MARK)) resolve(JSON.parse(text.slice(RESULT_MARK.length)) as Activation);
          else said.push(text);
        });
        await page.exposeFunction("codeAutomationExit", () => {
          fail("The editor ended without a result.");
        });
        await page.goto(address);
      };
      open().catch(reject);
    });
  } finally {
    await page.close();
  }
}
