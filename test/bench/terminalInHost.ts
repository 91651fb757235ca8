/**
 * Runs in the extension host instead of tests, from the extension's folder, so that it can answer the extension's
 * questions: stores a credential, then calls `argus-token` like a shell in one of the window's terminals.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { commands, ConfigurationTarget, window, workspace } from "vscode";
import { Person } from "../editor/person.ts";
import { until } from "../host/until.ts";
import { becomesIdle, extensionUnderTest, report } from "./hostCommon.ts";
import type { TerminalFigures } from "./terminal.ts";

declare const BENCH_ARGUS: string;

const RUNS = 20;
const AT_ONCE = 100;

export async function run(): Promise<void> {
  const { url, clientId, apiKey } = JSON.parse(BENCH_ARGUS) as Record<string, string>;
  const set = (name: string, value: unknown): Thenable<void> =>
    workspace.getConfiguration("argus").update(name, value, ConfigurationTarget.Global);
  await set("terminalCommand", "off");
  await set("profiles", { default: { url, clientId } });
  await extensionUnderTest().activate();
  const person = new Person([apiKey ?? ""]);
  await commands.executeCommand("argus.getToken");
  person.leave();
  const idle = await becomesIdle();
  const off = heap();
  await set("terminalCommand", "on");
  const environment = await until("argus-token in a terminal", terminalEnvironment);
  const on = heap();

  const start = (command: string): Promise<number> => time("/bin/sh", ["-c", command], environment);
  const node = `'${process.execPath}' -e 0`;
  const times: [call: number, node: number][] = [];
  for (let count = 0; count < RUNS; count += 1) times.push([await start("argus-token >/dev/null"), await start(node)]);
  const many = Array.from({ length: AT_ONCE }, (_, index) => `argus-token >>"$0.${index % 2}" & `).join("");
  const file = join(tmpdir(), `argus-bench-${process.pid}`);
  const atOnce = await time("/bin/sh", ["-c", `${many} wait`, file], environment);
  const nodes = await start(`${Array.from({ length: AT_ONCE }, () => `${node} & `).join("")} wait`);
  const files = [`${file}.0`, `${file}.1`];
  const printed = (await Promise.all(files.map((half) => readFile(half, "utf8")))).join("");
  await Promise.all(files.map((half) => rm(half)));
  report({
    idle,
    calls: times.map(([call]) => call),
    nodes: times.map(([, bare]) => bare),
    atOnce,
    nodesAtOnce: nodes,
    answered: printed.trimEnd().split("\n").length,
    heap: { off, on, after: heap() },
  } satisfies TerminalFigures);
}

/** The variables with which a terminal of this window finds `argus-token`. */
async function terminalEnvironment(): Promise<NodeJS.ProcessEnv | undefined> {
  const file = join(tmpdir(), `argus-bench-${randomUUID()}`);
  const script = `env -0 > '${file}.new'; mv '${file}.new' '${file}'`;
  const terminal = window.createTerminal({ name: "bench", shellPath: "/bin/sh", shellArgs: ["-c", script] });
  const text = await until("the terminal", () => readFile(file, "utf8").catch(() => undefined));
  terminal.dispose();
  await rm(file);
  const variables = text
    .split("\0")
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  const environment = Object.fromEntries(variables) as NodeJS.ProcessEnv;
  return environment["ARGUS_TOKENS_WINDOW"] === undefined ? undefined : environment;
}

/** From start to end, in ms. */
async function time(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now();
  const [code] = (await once(spawn(program, args, { env, stdio: "ignore" }), "close")) as [number];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}.`);
  return performance.now() - start;
}

/** Memory used by JavaScript in this host after garbage collection, in MB. */
function heap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}
