import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, type Terminal, window } from "vscode";
import { until } from "../host/until.ts";

/** The result of a command line. */
export interface Done {
  code: number;
  stdout: string;
  stderr: string;
}

/** Does this VS Code support terminals? In some versions, its server from npm lacks the module and crashes. */
export function hasTerminals(): boolean {
  const folder = join(env.appRoot, "node_modules", "node-pty");
  const natives = [join("build", "Release"), join("prebuilds", `${process.platform}-${process.arch}`)];
  return !existsSync(folder) || natives.some((native) => existsSync(join(folder, native)));
}

/** A VS Code terminal with a shell. */
export class Shell {
  readonly terminal: Terminal;
  readonly #folder: string;
  #count = 0;

  private constructor(terminal: Terminal, folder: string) {
    this.terminal = terminal;
    this.#folder = folder;
  }

  static async open(
    name: string,
    args: string[] = ["--norc"],
    environment: Record<string, string> = {},
  ): Promise<Shell> {
    const folder = await mkdtemp(join(tmpdir(), "argus-shell-"));
    // Prompts and history of the shell are not needed.
    const options = { name, shellPath: "/bin/bash", shellArgs: args, env: { HISTFILE: "", ...environment } };
    return new Shell(window.createTerminal(options), folder);
  }

  /** Types a line, and waits until it has run. */
  async run(line: string, timeout?: number): Promise<Done> {
    return this.begin(line)(timeout);
  }

  /** Types a line; returns a function that waits until it has run. */
  begin(line: string): (timeout?: number) => Promise<Done> {
    this.#count += 1;
    const file = join(this.#folder, String(this.#count));
    this.terminal.sendText(
      `{ ${line}\n} >${file}.out 2>${file}.err; echo $? >${file}.new; mv ${file}.new ${file}.code`,
    );
    return async (timeout) => {
      await until(`the end of ${line}`, () => existsSync(`${file}.code`), timeout);
      const read = (ending: string): string => readFileSync(`${file}.${ending}`, "utf8");
      return { code: Number(read("code")), stdout: read("out"), stderr: read("err") };
    };
  }

  /** Waits until the line that runs has printed a text. */
  async prints(text: string): Promise<void> {
    const file = join(this.#folder, `${this.#count}.out`);
    await until(`“${text}” in the terminal`, () => existsSync(file) && readFileSync(file, "utf8").includes(text));
  }

  async close(): Promise<void> {
    this.terminal.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
