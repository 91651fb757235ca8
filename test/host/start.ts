/**
 * The second half of `npm start`: the sandbox Argus and a VS Code on `examples/` with the extension that was just built,
 * until Ctrl+C.
 */
import { once } from "node:events";
import { join } from "node:path";
import { DEMO } from "../sandbox/demo.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { openDemoEditor } from "./demoEditor.ts";
import { CHECKOUT } from "./paths.ts";

async function startArgus(): Promise<Sandbox> {
  try {
    return await startSandbox({ ...DEMO, log: console.log });
  } catch (error) {
    // The example names the port, so another one would not do.
    throw new Error(`The sandbox Argus cannot have port ${DEMO.port}: is another npm start or sandbox running?`, {
      cause: error,
    });
  }
}

function explain(where: string, argus: Sandbox): string {
  return `
${where}

The sandbox Argus, which the extension asks for tokens:
  URL            ${argus.url}
  Client ID      ${argus.clientId}
  API key        ${argus.apiKey}
  Client secret  ${argus.clientSecret}

What to do next:
  1. Open whoami.http.
  2. Run "Argus: Get Token" from the command palette (F1), and enter URL, client ID and API key as above.
     The status bar shows the profile and how long the token lives.
  3. Click "Insert Argus Token" above a request: the token becomes its Authorization header.
  4. Click "Introspect" (asks for the client secret the first time) or "Userinfo": the answer stands behind the header.

Stop with Ctrl+C. Calls to the sandbox:
`;
}

async function main(): Promise<void> {
  // From the start, so that Ctrl+C at any moment leaves nothing behind.
  const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]).then(() => undefined);
  const argus = await startArgus();
  try {
    const editor = await Promise.race([openDemoEditor(join(CHECKOUT, "examples")), stopped]);
    if (!editor) return;
    console.log(explain(editor.where, argus));
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
// What may still run, such as a browser or an editor that is only just starting, ends with this process.
process.exit();
