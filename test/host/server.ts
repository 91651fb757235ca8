import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { installVSCodeServer } from "./install.ts";
import { until } from "./until.ts";
import { installExtensions, writeSettings } from "./userData.ts";

/** How long a server may take to listen, in ms. */
const START_TIMEOUT = 60_000;
/** How long a server may take to exit, in ms. */
const STOP_TIMEOUT = 3_000;

export interface ServerOptions {
  /** `newest`, `oldest` or a VS Code version. */
  version: string;
  /**
   * User data, extensions and logs, laid out like a desktop's user data folder; `server.log` is the process' own
   * output.
   */
  dataDir: string;
  /** Settings for a new `dataDir`; existing settings are kept. */
  userSettings?: Record<string, unknown>;
  /** Absolute paths of extension folders that count as installed. */
  extensions?: string[];
  /**
   * Allows addresses with extensions under development and tests, see editorAddress(). The workbench then shows no
   * notifications and no dialogs. Default: false.
   */
  testDriver?: boolean;
  /** A port, or a range `from-to` from which a free one is taken; any free one if absent. */
  port?: string;
  /** Whether secrets survive a reload (the default), or are lost as on a host without a key for them. */
  keepSecrets?: boolean;
  /** Environment variables for the server, its extension hosts and what they start. */
  env?: Record<string, string>;
}

export interface VSCodeServer {
  /** `http://localhost:<port>/?tkn=…`: anyone who knows it can use the editor, and so this machine. */
  url: string;
  port: number;
  /** Fulfilled when the process has exited for any reason. */
  ended: Promise<void>;
  /** Ends the server and everything it started. May be called more than once. */
  stop: () => Promise<void>;
}

/**
 * Installs (once) and starts the server of a VS Code version, on loopback.
 *
 * @throws Error when it cannot be installed or does not come to listen
 */
export async function startVSCodeServer(options: ServerOptions): Promise<VSCodeServer> {
  const folder = await installVSCodeServer(options.version);
  await writeSettings(options.dataDir, options.userSettings);
  await installExtensions(join(options.dataDir, "extensions"), options.extensions ?? []);

  const token = randomUUID();
  const child = spawn(process.execPath, serverArguments(options, token), {
    cwd: folder,
    env: { ...cleanEnvironment(), ...options.env },
    // In a process group of its own, so that stop() reaches everything; leash.ts watches the channel.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "exit").then(() => undefined);
  const killNow = (): void => {
    killTree(child, "SIGKILL");
  };
  process.once("exit", killNow);

  const stop = async (): Promise<void> => {
    process.off("exit", killNow);
    killTree(child, "SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_TIMEOUT).unref())]);
    killTree(child, "SIGKILL");
    await ended;
  };

  try {
    const port = await listeningPort(child, join(options.dataDir, "server.log"));
    return { url: `http://localhost:${port}/?tkn=${token}`, port, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(options: ServerOptions, token: string): string[] {
  const { dataDir, port = "0", keepSecrets = true, testDriver = false } = options;
  const preload = keepSecrets ? ["leash.ts", "mintKey.ts"] : ["leash.ts"];
  return [
    // Suppresses Node's warning that the preloaded modules have no "type".
    "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
    ...preload.map((name) => `--import=${new URL(name, import.meta.url).href}`),
    join("out", "server-main.js"),
    "--host=127.0.0.1",
    `--port=${port}`,
    `--connection-token=${token}`,
    "--accept-server-license-terms",
    `--server-data-dir=${join(dataDir, "server")}`,
    `--user-data-dir=${dataDir}`,
    `--extensions-dir=${join(dataDir, "extensions")}`,
    ...(testDriver ? ["--enable-smoke-test-driver"] : []),
  ];
}

/** Removes an outer VS Code's variables, and Node options that are not meant for extensions. */
function cleanEnvironment(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_") && name !== "NODE_OPTIONS");
  return {
    ...Object.fromEntries(own),
    // Marks the environment as complete; otherwise VS Code spends seconds asking the login shell for another.
    VSCODE_CLI: "1",
    // A setting of code-server: no marketplace.
    EXTENSIONS_GALLERY: "{}",
  };
}

/** Writes all output to a file, and reads the port from it: the server chooses and opens it in one step. */
async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  const log = createWriteStream(logFile, { flags: "a" });
  let port: number | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      log.write(chunk);
      const match = /agent listening on (\d+)/.exec(chunk.toString());
      if (match) port = Number(match[1]);
    });
  }
  return until(
    "the VS Code server to listen",
    () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The VS Code server ended at once; ${logFile} has its output.`);
      }
      return port;
    },
    START_TIMEOUT,
  );
}

function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") {
      execFileSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    } else {
      process.kill(-child.pid, signal);
    }
  } catch {
    // It has already exited.
  }
}
