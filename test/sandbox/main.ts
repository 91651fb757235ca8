/** `npm run sandbox [-- --port N --lifetime S]`: a local Argus to try things on. */
import { parseArgs } from "node:util";
import { DEMO } from "./demo.ts";
import { createDemoKey } from "./demoKey.ts";
import { startSandbox } from "./sandbox.ts";

/** Parses a whole number in an option, or explains in one sentence what is required. */
function numberOf(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}.`);
}

function readOptions(): { port: number; lifetime: number } {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: String(DEMO.port) },
      lifetime: { type: "string", default: "300" },
    },
  });
  return {
    port: numberOf("port", values.port, 0, 65535),
    lifetime: numberOf("lifetime", values.lifetime, 1, 86400),
  };
}

function explain(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is taken; choose another one, or 0 for any: npm run sandbox -- --port 0`;
  if (code === "EACCES") return `Port ${port} needs more rights; choose one above 1023.`;
  // Node's own message continues with advice that does not apply here.
  const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(/\.(?: |$)/);
  return `${sentence}.`;
}

async function main(): Promise<void> {
  let port: number = DEMO.port;
  try {
    const options = readOptions();
    port = options.port;
    const sandbox = await startSandbox({ ...DEMO, ...options, log: console.log });
    const key = createDemoKey();
    sandbox.enrol({ publicKey: key.publicKey });
    console.log(`The sandbox Argus is running. Tokens live ${options.lifetime} s. Stop it with Ctrl+C.

  URL            ${sandbox.url}
  API key        ${sandbox.apiKey}
  Client id      ${sandbox.clientId}
  Client secret  ${sandbox.clientSecret}
  Private key    ${key.path}

Its public half is enrolled: a JWT that it signs (ES256) is as good as the API key.
Keys that are refused: ${sandbox.expiredApiKey} (expired), ${sandbox.foreignApiKey} (another network).

In VS Code, run "Argus: Get Token" and enter these values. Then send, with the token in place:

  GET ${sandbox.url}/app/whoami
  Authorization: Bearer <token>
`);
    for (const signal of ["SIGINT", "SIGTERM"]) {
      process.once(signal, () => {
        key.remove();
        void sandbox.close();
      });
    }
  } catch (error) {
    console.error(explain(error, port));
    process.exitCode = 1;
  }
}

await main();
