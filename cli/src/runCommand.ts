import * as l10n from "@vscode/l10n";
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";

/** Exit codes of shells for a command that is not found, and for one that cannot be run. */
const [NOT_FOUND, NOT_RUNNABLE] = [127, 126];

/** Signals with which a person or a supervisor ends or controls a command. */
const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

/**
 * A terminal sends these to every process of a pipeline itself, and many programs take a second Ctrl+C as "quit at
 * once".
 */
const FROM_TERMINAL: readonly string[] = ["SIGINT", "SIGQUIT"];

/** How a command ended: `code` as a shell would report it; `signal` if one ended it. */
export interface CommandEnd {
  code: number;
  signal?: NodeJS.Signals;
  /** Why it did not start, as a sentence. */
  problem?: string;
}

/**
 * Runs a command with the token in its `ARGUS_TOKEN`. It shares this program's input and output, and gets the signals
 * sent here.
 *
 * @param command the program and its arguments; they are not parsed by a shell
 */
export function runCommand(
  [program = "", ...args]: readonly string[],
  token: string,
  environment: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const env = { ...ownEnvironment(environment), ARGUS_TOKEN: token };
    const isInTerminal = [0, 1, 2].some((stream) => isatty(stream));
    const pass = (signal: NodeJS.Signals): void => {
      if (!isInTerminal || !FROM_TERMINAL.includes(signal)) child.kill(signal);
    };
    // Before the command starts: a signal that ended this program alone would leave the command running.
    for (const signal of PASSED_ON) process.on(signal, pass);
    const child = spawn(program, args, { stdio: "inherit", env });
    const end = (ended: CommandEnd): void => {
      for (const signal of PASSED_ON) process.off(signal, pass);
      resolve(ended);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      end(notStarted(program, error.code));
    });
    child.once("exit", (code, signal) => {
      end(signal === null ? { code: code ?? 1 } : { code: 128 + constants.signals[signal], signal });
    });
  });
}

function notStarted(program: string, code = ""): CommandEnd {
  if (code !== "ENOENT") {
    return { code: NOT_RUNNABLE, problem: l10n.t("The command {0} could not be started ({1}).", program, code) };
  }
  const problem =
    process.platform === "win32"
      ? l10n.t("The program {0} was not found; a batch file is started with “cmd /c {0}”.", program)
      : l10n.t("The command {0} was not found.", program);
  return { code: NOT_FOUND, problem };
}

/** Removes the variables that the wrapper set for this program, and restores those it replaced. */
function ownEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE, ARGUS_NODE_OPTIONS, ...own } = environment;
  return ARGUS_NODE_OPTIONS === undefined ? own : { ...own, NODE_OPTIONS: ARGUS_NODE_OPTIONS };
}
