import * as l10n from "@vscode/l10n";
import { readFileSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { ExitCode, type FailureAnswer, type TokenAnswer, WINDOW_VARIABLE } from "../../common/terminalFrames.ts";
import { type Call, readArguments } from "./arguments.ts";
import { askWindow, type Reply } from "./askWindow.ts";
import { helpText } from "./help.ts";
import { useTerminalLanguage } from "./language.ts";
import { lineFor } from "./print.ts";
import type { CommandEnd } from "./runCommand.ts";
import { windowEntries } from "./windowEntries.ts";

/** The folder of the extension. */
const HOME = join(dirname(process.argv[1] ?? ""), "..");

/** If one of these signals ended the command, the caller should see that signal too: then a shell script also ends. */
const REPEATED: readonly string[] = ["SIGINT", "SIGTERM", "SIGHUP"];

async function main(args: readonly string[]): Promise<CommandEnd> {
  const invocation = readArguments(args, process.env);
  switch (invocation.kind) {
    case "help":
      useLanguage();
      return print(helpText());
    case "version":
      return print(`${version()}\n`);
    case "usage":
      useLanguage();
      return fail(ExitCode.usage, `${invocation.problem()} ${l10n.t("See argus-token --help.")}`);
    case "print": {
      const got = await getToken(invocation);
      return "exitCode" in got ? fail(got.exitCode, got.message) : print(`${lineFor(invocation.form, got)}\n`);
    }
    case "exec": {
      const got = await getToken(invocation);
      if ("exitCode" in got) return fail(got.exitCode, got.message);
      const { runCommand } = await import("./runCommand.ts");
      const ended = await runCommand(invocation.command, got.accessToken, process.env);
      return ended.problem === undefined ? ended : fail(ended.code, ended.problem);
    }
  }
}

async function getToken({ profile, prompt }: Call): Promise<TokenAnswer | FailureAnswer> {
  const folder = process.env[WINDOW_VARIABLE] ?? "";
  const entries = folder === "" ? [] : windowEntries(folder);
  const reply = await askWindow(entries, { prompt, ...(profile === undefined ? {} : { profile }) }, sayAsking);
  if (typeof reply === "object") return reply;
  useLanguage();
  return { exitCode: ExitCode.noWindow, message: whyNoWindow(folder, reply) };
}

function whyNoWindow(folder: string, reply: Exclude<Reply, object>): string {
  if (folder === "") {
    return l10n.t(
      "This terminal does not belong to a VS Code window with Argus Tokens: open an .http file in the window, then a new terminal.",
    );
  }
  if (isOfAnotherUser(folder)) {
    return l10n.t(
      "The VS Code window of this terminal belongs to another user: run argus-token as the user who opened the window.",
    );
  }
  switch (reply) {
    case "silent":
      return l10n.t("The VS Code window of this terminal does not answer.");
    case "lost":
      return l10n.t("The VS Code window was closed before it answered.");
    case "unreachable":
      return l10n.t(
        "The VS Code window of this terminal is closed, or Argus Tokens has not started in it: open an .http file there.",
      );
  }
}

/** Happens under `sudo` when it keeps the person's environment. */
function isOfAnotherUser(folder: string): boolean {
  try {
    const user = process.geteuid?.();
    return user !== undefined && statSync(folder).uid !== user;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES";
  }
}

/** A person who waits in a terminal may not see the window's question. */
function sayAsking(): void {
  if (!process.stderr.isTTY) return;
  useLanguage();
  say(l10n.t("Answer the question in the VS Code window."));
}

/** Writes synchronously: loading Node's streams would take a tenth of the whole run. */
function print(text: string): CommandEnd {
  let left: Uint8Array = Buffer.from(text);
  try {
    while (left.length > 0) left = left.subarray(writeSync(1, left));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // The stream waits for a slow reader.
    if (code === "EAGAIN") process.stdout.write(left);
    // A reader may stop early, as in `argus-token --help | head -1`.
    else if (code !== "EPIPE") return fail(ExitCode.notWritten, l10n.t("The output could not be written ({0}).", code));
  }
  return { code: ExitCode.token };
}

function fail(code: number, message: string): CommandEnd {
  useLanguage();
  say(message);
  return { code };
}

/** Quoted text from elsewhere must not control the terminal or start a new line. */
function say(message: string): void {
  process.stderr.write(`argus-token: ${message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")}\n`);
}

function useLanguage(): void {
  useTerminalLanguage(join(HOME, "l10n"), process.env);
}

function version(): string {
  return (JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as { version: string }).version;
}

void main(process.argv.slice(2)).then(({ code, signal }) => {
  process.exitCode = code;
  if (signal !== undefined && REPEATED.includes(signal)) process.kill(process.pid, signal);
});
