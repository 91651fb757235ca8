/**
 * The second half of `npm start`: runs the sandbox Argus, and a VS Code with the extension that was just built on a
 * copy of `examples/`, until Ctrl+C.
 */
import { once } from "node:events";
import { DEMO } from "../sandbox/demo.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { copyExamples, explain } from "./demo.ts";
import { openDemoEditor } from "./demoEditor.ts";

async function startArgus(): Promise<Sandbox> {
  try {
    return await startSandbox({ ...DEMO, log: console.log });
  } catch (error) {
    // The example names the port, so another one would not work.
    throw new Error(`The sandbox Argus cannot have port ${DEMO.port}: is another npm start or sandbox running?`, {
      cause: error,
    });
  }
}

async function main(): Promise<void> {
  // Registered first, so that Ctrl+C at any moment cleans up.
  const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => undefined);
  const argus = await startArgus();
  try {
    const folder = await copyExamples();
    const editor = await Promise.race([openDemoEditor(folder), stopped]);
    if (!editor) return;
    console.log(explain(editor.where, folder, argus));
    await Promise.race([stopped, editor.ended.then(() => console.log("The editor has ended."))]);
    await editor.stop();
  } finally {
    await argus.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// Also ends anything that may still run, such as a browser or an editor that is just starting.
process.exit();
