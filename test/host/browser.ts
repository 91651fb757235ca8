import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { type Browser, installOwnBrowser, ownBrowserExists } from "./ownBrowser.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

/** Where installers put it without adding it to the PATH. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((name) => {
    const root = process.env[name];
    return root
      ? [join(root, "Google/Chrome/Application/chrome.exe"), join(root, "Microsoft/Edge/Application/msedge.exe")]
      : [];
  }),
];

/** No look-ups on the internet of its own, and no graphics hardware. */
const ARGUMENTS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
];

export interface BrowserOptions {
  /** The browser's profile, which keeps what a page stores for the next run. */
  profileDir: string;
  /** Show a window, if there is a display to show it on. Default: no window. */
  headed?: boolean;
  /** Device pixels per CSS pixel: 2 for sharp screenshots. Default 1. Not used with a window. */
  deviceScaleFactor?: number;
}

/**
 * Starts a Chromium or Chrome, 1280×800 CSS pixels large: this machine's, else one from the npm registry.
 *
 * @throws Error in one sentence, when there is none
 */
export async function launchBrowser(options: BrowserOptions): Promise<BrowserContext> {
  const headed = Boolean(options.headed) && hasDisplay();
  const { executable, env } = await getBrowser(headed);
  return chromium.launchPersistentContext(options.profileDir, {
    executablePath: executable,
    env: { ...process.env, ...env },
    headless: !headed,
    args: headed ? [...ARGUMENTS, "--window-size=1280,800"] : ARGUMENTS,
    // Containers and root cannot use the sandbox, and the browser only opens our own server on loopback.
    chromiumSandbox: false,
    permissions: ["clipboard-read", "clipboard-write"],
    ...(headed
      ? { viewport: null }
      : { viewport: { width: 1280, height: 800 }, deviceScaleFactor: options.deviceScaleFactor ?? 1 }),
  });
}

/**
 * Finds the Chromium or Chrome of this machine, else installs one without a window from the npm registry.
 *
 * @param headed whether it must show a window
 * @throws Error in one sentence, when there is none
 */
export async function getBrowser(headed = false): Promise<Browser> {
  const executable = findBrowser();
  if (executable) return { executable, env: {} };
  if (!headed && ownBrowserExists()) return installOwnBrowser();
  throw new Error(
    "No Chromium or Chrome was found: install one (Debian: apt-get install chromium) or name it in CHROMIUM.",
  );
}

/** Whether a window can be shown on this machine. */
export function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

function findBrowser(): string | undefined {
  const chosen = process.env["CHROMIUM"];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CHROMIUM names ${chosen}, which does not exist.`);
  }
  const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  return [...onPath, ...PLACES].find((file) => existsSync(file));
}
