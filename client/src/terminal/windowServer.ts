import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { FailureAnswer } from "../../../common/terminalFrames.ts";
import { clearLeftovers, closeToOthers, makeEndpoint, makePrivateFolder, publish } from "./meetingPlace.ts";
import { type AnswerRequest, TokenSocket } from "./tokenSocket.ts";

/** What ends a host from outside. */
const SIGNALS = ["SIGTERM", "SIGHUP"] as const;

export interface ServerOptions {
  /** Has a folder for each workspace. */
  windows: string;
  /** Names this workspace's folder there. */
  workspace: string;
  answer: AnswerRequest;
  onCutOff: (why: string) => void;
  otherVersion: () => FailureAnswer;
}

/** A window that terminals can reach. */
export interface RunningServer {
  /** The folder with the entries of this workspace's windows. */
  entries: string;
  /** Leaves nothing behind. */
  close(): void;
}

/**
 * Listens for terminals, and tells them where.
 *
 * @throws Error where the file system does not keep other users out
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
      // Without a handler the process would have ended; where another one is left, that decides.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    // The host may end without a word to its extensions.
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
