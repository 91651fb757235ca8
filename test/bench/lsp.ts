import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import * as rpc from "vscode-jsonrpc/node";

export type Transport = "ipc" | "stdio";

/** An initialized language server with a plain connection to it. */
export interface LspProcess {
  connection: rpc.MessageConnection;
  pid: number;
  /** From the start of the process to the answer to `initialize`, in ms. */
  startMs: number;
  stop: () => Promise<void>;
}

/**
 * Starts a bundled language server like the language client (`ipc`), or like other editors (`stdio`).
 *
 * @param cache a folder for Node's compile cache, like our client provides
 */
export async function startLsp(server: string, transport: Transport, cache?: string): Promise<LspProcess> {
  const start = performance.now();
  const child = transport === "ipc" ? forked(server, cache) : spawned(server);
  const exited = once(child, "exit");
  child.stdout?.resume();
  const connection = connectionTo(child, transport);
  connection.listen();
  const early = exited.then(() => {
    throw new Error("The language server ended early.");
  });
  early.catch(() => undefined);
  const initialize = connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  await Promise.race([initialize, early]);
  const startMs = performance.now() - start;
  await connection.sendNotification("initialized", {});

  const stop = async (): Promise<void> => {
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    await exited;
    connection.dispose();
  };
  return { connection, pid: child.pid ?? 0, startMs, stop };
}

/** Like an extension host's: without Node options for this process. */
const environment = (cache?: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: undefined,
  NODE_COMPILE_CACHE: cache,
});

function forked(server: string, cache: string | undefined): ChildProcess {
  return fork(server, ["--node-ipc", `--clientProcessId=${process.pid}`], {
    execArgv: [],
    env: environment(cache),
    silent: true,
  });
}

function spawned(server: string): ChildProcess {
  return spawn(process.execPath, [server, "--stdio", `--clientProcessId=${process.pid}`], {
    env: environment(),
    stdio: "pipe",
  });
}

function connectionTo(child: ChildProcess, transport: Transport): rpc.MessageConnection {
  if (transport === "ipc") {
    return rpc.createMessageConnection(new rpc.IPCMessageReader(child), new rpc.IPCMessageWriter(child));
  }
  if (child.stdout === null || child.stdin === null) throw new Error("The language server has no stdio.");
  return rpc.createMessageConnection(
    new rpc.StreamMessageReader(child.stdout),
    new rpc.StreamMessageWriter(child.stdin),
  );
}
