import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";

/** The switches of `@vscode/test-electron` for a desktop VS Code; its own `runTests` cannot redirect the output. */
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu-sandbox",
  "--disable-updates",
  "--skip-welcome",
  "--skip-release-notes",
  "--no-cached-data",
  "--disable-workspace-trust",
];

export interface EditorRun {
  /** A desktop VS Code, or launcher.ts, which accepts the same arguments. */
  executable: string;
  /** Absolute paths of the extensions under development. */
  extensions: string[];
  /** Absolute path of the module whose `run()` is the tests. */
  tests: string;
  /** Further arguments. */
  args: string[];
  env: Record<string, string>;
  /** Receives the tests' output. */
  output: Writable;
}

/** @throws Error when the tests fail */
export async function runInEditor({ executable, extensions, tests, args, env, output }: EditorRun): Promise<void> {
  const child = spawn(
    executable,
    [
      ...args,
      ...SWITCHES,
      `--extensionTestsPath=${tests}`,
      ...extensions.map((folder) => `--extensionDevelopmentPath=${folder}`),
    ],
    { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  // Ctrl+C also reaches the editor, which is in this process group. A second one stops waiting.
  const wait = (): void => undefined;
  process.once("SIGINT", wait);
  try {
    child.stdout.pipe(output);
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    if (code !== 0) throw new Error(`The tests in VS Code failed (${signal ?? `exit code ${code}`}).`);
  } finally {
    process.off("SIGINT", wait);
  }
}
