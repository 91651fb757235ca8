import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { editorAddress } from "./address.ts";
import { hasDisplay, launchBrowser } from "./browser.ts";
import { desktopVSCode } from "./desktop.ts";
import { CACHE, CHECKOUT } from "./paths.ts";
import { startVSCodeServer } from "./server.ts";
import { requestedVersion } from "./versions.ts";
import { writeSettings } from "./userData.ts";

/** Kept between starts: settings, profiles, secrets. */
const DATA = join(CACHE, "start-data");
/** Stable if one is free: a browser stores data per port. */
const PORTS = "7310-7319";

export interface DemoEditor {
  /** One sentence about where the editor is. */
  where: string;
  /** Fulfilled when the editor exits. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** Opens a folder in a VS Code with the checkout's extension: a desktop one, or a server with a browser that shows it. */
export async function openDemoEditor(folder: string): Promise<DemoEditor> {
  const version = requestedVersion();
  const desktop = await desktopVSCode(version);
  return desktop ? openDesktop(desktop, folder) : openServer(version, folder);
}

async function openDesktop(executable: string, folder: string): Promise<DemoEditor> {
  const dataDir = join(DATA, "desktop");
  await writeSettings(dataDir);
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(
    executable,
    [
      folder,
      `--extensionDevelopmentPath=${CHECKOUT}`,
      `--user-data-dir=${dataDir}`,
      `--extensions-dir=${join(dataDir, "extensions")}`,
      ...asRoot,
    ],
    { stdio: "ignore" },
  );
  const ended = once(child, "exit").then(() => undefined);
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return { where: "VS Code opens in a window of its own.", ended, stop };
}

async function openServer(version: string, folder: string): Promise<DemoEditor> {
  const server = await startVSCodeServer({ version, dataDir: DATA, extensions: [CHECKOUT], port: PORTS });
  const address = editorAddress({ server: server.url, folder });
  const shown = hasDisplay() && (await showInBrowser(address));
  const where = shown ? `VS Code opens in a browser: ${address}` : `Open VS Code in a browser: ${address}`;
  return { where, ended: server.ended, stop: server.stop };
}

/** @returns false where there is no browser to show it */
async function showInBrowser(address: string): Promise<boolean> {
  try {
    const browser = await launchBrowser({ profileDir: join(DATA, "browser"), headed: true });
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(address);
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return false;
  }
}
