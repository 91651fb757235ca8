import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import type { CancellationToken } from "vscode";
import type { CommandFailure } from "../failures/sourceFailure.ts";

/** Why a command returned no text; `detail` is an exit code or the system's error code. */
export interface CommandProblem {
  problem: CommandFailure | "cancelled";
  detail?: string;
}

/** In ms. The person may have to unlock the secret manager first. */
const PATIENCE = 60_000;

/** In bytes: far more than any key. */
const LONGEST_OUTPUT = 64 * 1024;

/** What is wrong with a command before it runs. @param platform where it would run */
export function commandProblem(
  [program = ""]: readonly string[],
  platform = process.platform,
): CommandProblem | undefined {
  if (!isAbsolute(program)) return { problem: "relative" };
  // Only a shell runs these, and a shell would interpret the arguments.
  return platform === "win32" && /\.(?:cmd|bat)[.\s]*$/i.test(program) ? { problem: "needsShell" } : undefined;
}

/**
 * Runs a command without a shell and returns the first line that it printed. Its standard error is not read, because it
 * could quote a secret.
 *
 * @param patience in ms
 */
export async function commandOutput(
  command: readonly string[],
  cancellation: CancellationToken,
  patience = PATIENCE,
): Promise<string | CommandProblem> {
  const [program = "", ...args] = command;
  const problem = commandProblem(command);
  if (problem !== undefined) return problem;
  try {
    return await firstLine(program, args, cancellation, patience);
  } catch (error) {
    return startProblem(program, error);
  }
}

function firstLine(
  program: string,
  args: readonly string[],
  cancellation: CancellationToken,
  patience: number,
): Promise<string | CommandProblem> {
  const isGroup = process.platform !== "win32";
  const child = spawn(program, args, {
    // Exists if the program does, and is rarely a workspace.
    cwd: dirname(program),
    stdio: ["ignore", "pipe", "ignore"],
    windowsHide: true,
    // As a group, so that it can be ended with all that it started.
    detached: isGroup,
  });
  let settled = (): void => undefined;
  return new Promise<string | CommandProblem>((resolve, reject) => {
    let output = Buffer.alloc(0);
    let exit: { code: number | null; signal: string | null } | undefined;
    const end = (why: CommandProblem["problem"]): void => {
      kill(child.pid, isGroup);
      resolve({ problem: why });
    };
    const settleIfDone = (isClosed: boolean): void => {
      if (exit === undefined) return;
      if (exit.code === null) resolve({ problem: "killed", detail: exit.signal ?? "" });
      else if (exit.code !== 0) resolve({ problem: "exited", detail: String(exit.code) });
      // A process that it left behind may keep the pipe open.
      else if (isClosed || output.includes("\n")) resolve(firstLineOf(output));
    };
    const timer = setTimeout(() => {
      end("slow");
    }, patience);
    const cancelled = cancellation.onCancellationRequested(() => {
      end("cancelled");
    });
    child.stdout.on("data", (chunk: Buffer) => {
      output = Buffer.concat([output, chunk]);
      if (output.length > LONGEST_OUTPUT) end("tooLong");
      else settleIfDone(false);
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      exit = { code, signal };
      settleIfDone(false);
    });
    child.on("close", () => {
      settleIfDone(true);
    });
    settled = () => {
      clearTimeout(timer);
      cancelled.dispose();
    };
  }).finally(() => {
    settled();
    child.stdout.destroy();
  });
}

/** Some programs on Windows begin their output with a byte order mark. */
function firstLineOf(output: Buffer): string {
  return (
    output
      .toString("utf8")
      .replace(/^\ufeff/, "")
      .split(/\r?\n|\r/, 1)[0] ?? ""
  );
}

/** @param error of the system; it never quotes the arguments here */
function startProblem(program: string, error: unknown): CommandProblem {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && !existsSync(program)) return { problem: "notFound" };
  if (code === "EACCES" || code === "ENOEXEC") return { problem: "notExecutable" };
  return { problem: "notStarted", detail: code };
}

function kill(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isGroup ? -pid : pid, "SIGKILL");
  } catch {
    // It has ended already.
    return;
  }
}
