import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { editorAddress } from "../host/address.ts";
import { launchBrowser } from "../host/browser.ts";
import { writeLanguagePack } from "../host/languagePack.ts";
import { CHECKOUT } from "../host/paths.ts";
import { startVSCodeServer } from "../host/server.ts";
import { requestedVersion } from "../host/versions.ts";
import { VSCodePage } from "./page.ts";

export interface SessionOptions {
  /** Absolute path of the folder to copy and open. Default: `examples/`. */
  folder?: string;
  /** Absolute path of the extension. Default: the checkout, after `npm run build`. */
  extension?: string;
  /** Names of folders in `test/editor/standIns/`: extensions to install beside it. */
  standIns?: string[];
  /** User settings. */
  settings?: Record<string, unknown>;
  /** Display language, by VS Code's name; VS Code's own texts stay English. */
  language?: string;
  /** Whether secrets survive a reload of the page. Default: true. */
  keepSecrets?: boolean;
  /** Device pixels per CSS pixel. Default: 1. */
  deviceScaleFactor?: number;
  /** As VS Code's `--log`, for example `argus-tokens.argus-tokens=trace`. */
  log?: string;
}

/** An editor with only the extension, for one suite of tests. */
export interface Session {
  ui: VSCodePage;
  browser: BrowserContext;
  /** Absolute path of the open copy. */
  folder: string;
  /** The folder with settings and logs. */
  dataDir: string;
  /** Another window on the same folder, in the same browser. */
  openWindow: () => Promise<VSCodePage>;
  /** Closes browser and server, and deletes everything they wrote. */
  close: () => Promise<void>;
}

/** Starts the VS Code version in `ARGUS_VSCODE` with a headless browser. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const { extension = CHECKOUT, folder: original = join(CHECKOUT, "examples"), settings = {}, log, language } = options;
  const standIns = (options.standIns ?? []).map((name) => join(CHECKOUT, "test", "editor", "standIns", name));
  const temporary = await mkdtemp(join(tmpdir(), "argus-"));
  const [folder, dataDir] = [join(temporary, "workspace"), join(temporary, "data")];
  await cp(original, folder, { recursive: true });

  const packs = language === undefined ? [] : [await writeLanguagePack(dataDir, language)];
  const server = await startVSCodeServer({
    version: requestedVersion(),
    dataDir,
    userSettings: settings,
    extensions: [extension, ...standIns, ...packs],
    keepSecrets: options.keepSecrets ?? true,
  });
  const address = editorAddress({ server: server.url, folder, ...(log && { log }) });
  let browser: BrowserContext | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  };
  try {
    browser = await launchBrowser({
      profileDir: join(temporary, "browser"),
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
    });
    const context = browser;
    const openWindow = async (): Promise<VSCodePage> => VSCodePage.open(await context.newPage(), address);
    const ui = await VSCodePage.open(context.pages()[0] ?? (await context.newPage()), address);
    return { ui, browser, folder, dataDir, openWindow, close };
  } catch (error) {
    await close();
    throw error;
  }
}
