import { cp, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { CACHE, CHECKOUT } from "./paths.ts";

/** The README, the terminal and the file itself start with this sentence. */
export const FIRST_STEP = 'Open whoami.http and click "Insert Argus Token" above its first request.';

/** What `npm start` opens. */
const FOLDER = join(CACHE, "demo");

/**
 * Copies `examples/`, so that trying things changes no tracked file.
 *
 * @returns the new copy
 */
export async function copyExamples(folder = FOLDER): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await cp(join(CHECKOUT, "examples"), folder, { recursive: true });
  return folder;
}

/**
 * httpYac's command line, to be run in the file's folder, because it skips files that git ignores in the folder it
 * starts in.
 */
export function sendCommand(file: string): string {
  return `npx httpyac send --all ${file}`;
}

/**
 * Explains what to do in the demo, and with which values. Its commands are for the checkout's folder.
 *
 * @param where one sentence about where the editor is
 * @param folder the copy of `examples/`
 */
export function explain(where: string, folder: string, argus: Sandbox): string {
  return `
${where}

The sandbox Argus, which the extension asks for tokens:
  URL            ${argus.url}
  Client ID      ${argus.clientId}
  API key        ${argus.apiKey}
  Client secret  ${argus.clientSecret}

What to do next, in a copy of examples/:
  1. ${FIRST_STEP}
     It asks for a profile: answer with the URL, client ID and API key above. The token becomes the request's
     Authorization header, and the status bar shows how long it lives.
  2. Click "Introspect" (it asks for the client secret the first time) or "Userinfo": the answer appears after the header.
  3. Save the file and send it: press F1, "Tasks: Run Task", "Send All Requests of This File with httpYac". Or here:
       cd ${relative(CHECKOUT, folder)} && ${sendCommand("whoami.http")}
     The sandbox's client application gets the token and says whose it is.

Stop with Ctrl+C. Calls to the sandbox:
`;
}
