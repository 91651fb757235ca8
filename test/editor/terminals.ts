import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, type Terminal, window } from "vscode";
import { until } from "../host/until.ts";

/** What a command line did. */
export interface Done {
  code: number;
  stdout: string;
  stderr: string;
}

/** Has this VS Code what a terminal needs? Its server from npm comes without in some versions, and then does not survive one. */
export function hasTerminals(): boolean {
  const folder = join(env.appRoot, "node_modules", "node-pty");
  const natives = [join("build", "Release"), join("prebuilds", `${process.platform}-${process.arch}`)];
  return !existsSync(folder) || natives.some((native) => existsSync(join(folder, native)));
}

/** A terminal of VS Code with a shell that a person types into. */
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
    // The prompts of a shell are of no use here, and its history neither.
    const options = { name, shellPath: "/bin/bash", shellArgs: args, env: { HISTFILE: "", ...environment } };
    return new Shell(window.createTerminal(options), folder);
  }

  /** Types a line, and waits for its end. */
  async run(line: string, timeout?: number): Promise<Done> {
    return this.begin(line)(timeout);
  }

  /** Types a line; what it returns waits for its end. */
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

  async close(): Promise<void> {
    this.terminal.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
