import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { FailureAnswer } from "../../../common/terminalFrames.ts";
import { clearLeftovers, closeToOthers, makeEndpoint, makePrivateFolder, publish } from "./meetingPlace.ts";
import { type AnswerRequest, TokenSocket } from "./tokenSocket.ts";

/** Signals that end the extension host. */
const SIGNALS = ["SIGTERM", "SIGHUP"] as const;

export interface ServerOptions {
  /** Contains a folder for each workspace. */
  windows: string;
  /** The name of this workspace's folder. */
  workspace: string;
  answer: AnswerRequest;
  onCutOff: (why: string) => void;
  otherVersion: () => FailureAnswer;
}

/** A server that terminals can reach. */
export interface RunningServer {
  /** The folder with the entries of this workspace's windows. */
  entries: string;
  /** Stops and removes all files. */
  close(): void;
}

/**
 * Listens for terminals and publishes the address.
 *
 * @throws Error if other users could reach the files
 */
export async function startServer({ windows, workspace, ...parts }: ServerOptions): Promise<RunningServer> {
  const entries = join(windows, workspace);
  makePrivateFolder(windows);
  makePrivateFolder(entries);
  const endpoint = makeEndpoint(process.env);
  const nonce = randomBytes(32).toString("hex");
  const socket = new TokenSocket({ nonce, ...parts });
  try {
    await socket.listen(endpoint.socket);
    closeToOthers(endpoint.socket);
    const unpublish = publish(entries, { socket: endpoint.socket, nonce });
    const close = (): void => {
      process.off("exit", close);
      for (const signal of SIGNALS) process.off(signal, closeAndEnd);
      unpublish();
      socket.close();
      endpoint.dispose();
    };
    const closeAndEnd = (signal: NodeJS.Signals): void => {
      close();
      // Without a handler, the signal would have ended the process; other handlers decide for themselves.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    // The host may exit without notifying its extensions.
    process.once("exit", close);
    for (const signal of SIGNALS) process.once(signal, closeAndEnd);
    void clearLeftovers(windows);
    return { entries, close };
  } catch (error) {
    socket.close();
    endpoint.dispose();
    throw error;
  }
}
