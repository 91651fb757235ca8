import { mkdtemp, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import { editorAddress } from "../host/address.ts";
import { launchBrowser } from "../host/browser.ts";
import { startVSCodeServer } from "../host/server.ts";
import { requestedVersion } from "../host/versions.ts";
import { RESULT_MARK, type Sight, SIGHT_MARK } from "./hostLines.ts";
import type { Builds } from "./build.ts";

/** In ms; a run takes about ten seconds. */
const TIMEOUT = 90_000;

/** Bundles a module of this folder, such as `inHost`, for an extension host. */
export async function bundleForHost(
  temporary: string,
  module: string,
  constants: Record<string, string> = {},
): Promise<string> {
  const outfile = join(temporary, `${module}.js`);
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL(`${module}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode"],
    define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
    logLevel: "warning",
  });
  return outfile;
}

/** Runs a bundled module in a new extension host with one extension (a folder), and returns its report. */
type MeasureIn = <T>(extension: string, module: string) => Promise<T>;

/** A VS Code for measurements in its extension hosts; removed afterwards. */
export async function withEditors({ temporary }: Builds, run: (measureIn: MeasureIn) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(temporary, "e"));
  const server = await startVSCodeServer({
    version: requestedVersion(),
    dataDir: join(home, "data"),
    testDriver: true,
    // On by default in a browser; an editor closed while saving would leave half a file for the next one.
    userSettings: { "files.autoSave": "off" },
  });
  const browser = await launchBrowser({ profileDir: join(home, "browser") });
  const ended = server.ended.then(() => {
    throw new Error("The VS Code server ended.");
  });
  ended.catch(() => undefined);
  const measureIn: MeasureIn = async <T>(extension: string, tests: string): Promise<T> => {
    // An editor reopens what was open in its folder.
    const folder = await mkdtemp(join(home, "folder-"));
    const address = editorAddress({ server: server.url, folder, tests, extensions: [extension] });
    return Promise.race([measureInEditor<T>(browser, address), ended]);
  };
  try {
    await run(measureIn);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Opens an editor with a new extension host, and returns what its module measured. */
async function measureInEditor<T>(browser: BrowserContext, address: string): Promise<T> {
  const page = await browser.newPage();
  try {
    return await new Promise<T>((resolve, reject) => {
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
          if (text.startsWith(RESULT_MARK)) resolve(JSON.parse(text.slice(RESULT_MARK.length)) as T);
          else if (text.startsWith(SIGHT_MARK))
            see(page, JSON.parse(text.slice(SIGHT_MARK.length)) as Sight).catch(reject);
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

/** Tells the extension host, which cannot see the page, how long it took until something was visible. */
async function see(page: Page, { selector, answer }: Sight): Promise<void> {
  const start = performance.now();
  await page.waitForSelector(selector, { timeout: TIMEOUT });
  const duration = performance.now() - start;
  await writeFile(`${answer}.new`, String(duration));
  await rename(`${answer}.new`, answer);
}
