import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The facts about the sandbox Argus that a caller needs. */
export interface Identity {
  url: string;
  apiKey: string;
  clientId: string;
  clientSecret: string;
}

export interface Argus extends Identity {
  stop: () => Promise<void>;
}

/** Starts the sandbox Argus in its own process, so that it does not share an event loop with its callers. */
export async function startArgus(): Promise<Argus> {
  const child = fork(fileURLToPath(new URL("argusProcess.ts", import.meta.url)), {
    // Suppresses Node's warning that the module has no "type".
    execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"],
  });
  const exited = once(child, "exit");
  const failed = exited.then(() => {
    throw new Error("The sandbox Argus ended before it had started.");
  });
  const [identity] = (await Promise.race([once(child, "message"), failed])) as [Identity];
  const stop = async (): Promise<void> => {
    child.disconnect();
    await exited;
  };
  failed.catch(() => undefined);
  return { ...identity, stop };
}
