#!/usr/bin/env node
/**
 * Stands in for a desktop VS Code that runs an extension's tests: accepts the same arguments, runs the tests in a VS
 * Code server with its page in a headless browser, prints their output and exits with their code.
 */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { BrowserContext } from "playwright-core";
import { editorAddress } from "./address.ts";
import { launchBrowser } from "./browser.ts";
import { startVSCodeServer, type VSCodeServer } from "./server.ts";
import { runTestPage } from "./testPage.ts";
import { requestedVersion } from "./versions.ts";

/**
 * The time limit of a run in seconds, unless `ARGUS_TEST_DEADLINE` sets another. It only ends what hangs: tests have their
 * own limits, and a busy machine takes several times as long.
 */
const DEADLINE = 1800;

interface TestRun {
  folder: string;
  extensions: string[];
  tests: string;
  userDataDir: string;
  log?: string;
}

/** Reads the arguments that matter here; a server ignores the others. */
function readArguments(): TestRun {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: "string", multiple: true },
      extensionTestsPath: { type: "string" },
      "user-data-dir": { type: "string" },
      log: { type: "string" },
    },
  });
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const [folder] = positionals;
  const tests = text(values.extensionTestsPath);
  const userDataDir = text(values["user-data-dir"]);
  if (!folder || !tests || !userDataDir) {
    throw new Error("Expected a folder, --extensionTestsPath and --user-data-dir.");
  }
  const log = text(values.log);
  return {
    folder: resolve(folder),
    extensions: (values.extensionDevelopmentPath ?? []).map(String),
    tests,
    userDataDir,
    ...(log && { log }),
  };
}

/** Rejects when the server exits, or the time is over. */
async function trouble(server: VSCodeServer, signal: AbortSignal): Promise<never> {
  const seconds = Number(process.env["ARGUS_TEST_DEADLINE"] ?? DEADLINE);
  await Promise.race([
    server.ended.then(() => {
      throw new Error("The VS Code server ended before the tests did.");
    }),
    delay(seconds * 1000, undefined, { signal }),
  ]);
  throw new Error(`The tests did not end within ${seconds} s.`);
}

async function main(): Promise<number> {
  const run = readArguments();
  await mkdir(run.userDataDir, { recursive: true });
  // A page accepts one extension under development.
  const [developed = [], ...others] = run.extensions;
  const server = await startVSCodeServer({
    version: requestedVersion(),
    dataDir: run.userDataDir,
    extensions: others,
    testDriver: true,
    env: { ARGUS_TEST_MARK: "1" },
  });
  const done = new AbortController();
  let browser: BrowserContext | undefined;
  try {
    browser = await launchBrowser({ profileDir: join(run.userDataDir, "browser") });
    const address = editorAddress({ server: server.url, ...run, extensions: [developed].flat() });
    return await Promise.race([runTestPage(browser, address), trouble(server, done.signal)]);
  } finally {
    done.abort();
    await browser?.close();
    await server.stop();
  }
}

// Browser and server end with this process, which ends with its parent, or on its Ctrl+C.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(130));
}
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1_000).unref();

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
