import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode, type TokenAnswer, WINDOW_VARIABLE } from "../../../common/terminalFrames.ts";
import {
  closeToOthers,
  type Endpoint,
  makeEndpoint,
  makePrivateFolder,
  publish,
} from "../../../client/src/terminal/meetingPlace.ts";
import { type AnswerRequest, TokenSocket } from "../../../client/src/terminal/tokenSocket.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { writeWrappers } from "../../../client/src/terminal/wrappers.ts";

export const CHECKOUT = join(import.meta.dirname, "../../..");

export const TOKEN: TokenAnswer = {
  accessToken: "myUserName/token-1",
  tokenType: "Bearer",
  expiresAt: 1_758_696_924_500,
  profile: "dev",
  header: { name: "Authorization", value: "Bearer myUserName/token-1" },
};

/** A token that an application of the sandbox takes. */
export async function tokenFrom({ url, clientId, apiKey }: Sandbox): Promise<TokenAnswer> {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId });
  const headers = { "Argus-API-Key": apiKey };
  const answer = await fetch(`${url}/authentication/v1/oauth/token`, { method: "POST", headers, body });
  const { access_token: accessToken } = (await answer.json()) as { access_token: string };
  return { ...TOKEN, accessToken, header: { name: "Authorization", value: `Bearer ${accessToken}` } };
}

/** A window's side of the terminal, without a window: its files, and the requests it got. */
export interface FakeWindow {
  readonly endpoint: Endpoint;
  readonly nonce: string;
  readonly cutOff: string[];
  /** Removes the entry and closes the socket, like a closing window. */
  close(): void;
  /** Leaves everything behind, like a killed window. */
  crash(): void;
}

export interface Home {
  /** Everything is in it. */
  readonly folder: string;
  /** The entries of the workspace's windows. */
  readonly windows: string;
  /** In `PATH`. */
  readonly bin: string;
  readonly environment: NodeJS.ProcessEnv;
  /** @param patience for a request, in ms */
  open(answer: AnswerRequest, patience?: number): Promise<FakeWindow>;
  dispose(): void;
}

/** A home for the windows of one workspace, removed after the test. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), "argus-home "));
  const windows = join(folder, "windows", "workspace");
  const bin = join(folder, "it's a bin");
  makePrivateFolder(windows);
  writeWrappers(bin, { executable: process.execPath, isElectron: false, program: join(CHECKOUT, "dist/cli.js") });
  const open: FakeWindow[] = [];
  const environment = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    HOME: folder,
    LANG: "C",
    [WINDOW_VARIABLE]: windows,
  };
  return {
    folder,
    windows,
    bin,
    environment,
    async open(answer, patience) {
      const nonce = randomBytes(32).toString("hex");
      const cutOff: string[] = [];
      const endpoint = makeEndpoint({}, folder);
      const otherVersion = { exitCode: ExitCode.noWindow, message: "Another version." };
      const socket = new TokenSocket({
        nonce,
        answer,
        ...(patience === undefined ? {} : { patience }),
        onCutOff: (why) => cutOff.push(why),
        otherVersion: () => otherVersion,
      });
      await socket.listen(endpoint.socket);
      closeToOthers(endpoint.socket);
      const unpublish = publish(windows, { socket: endpoint.socket, nonce });
      const window = {
        endpoint,
        nonce,
        cutOff,
        close: () => {
          unpublish();
          socket.close();
          endpoint.dispose();
        },
        crash: () => socket.close(),
      };
      open.push(window);
      return window;
    },
    dispose() {
      for (const window of open) window.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Result {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to completion. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Result> {
  return outcome(spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] }));
}

export async function outcome(child: ChildProcess): Promise<Result> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}
