import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a caller has to know of the sandbox Argus. */
export interface Identity {
  url: string;
  apiKey: string;
  clientId: string;
  clientSecret: string;
}

export interface Argus extends Identity {
  stop: () => Promise<void>;
}

/** Starts the sandbox Argus in a process of its own: it must not share an event loop with those who call it. */
export async function startArgus(): Promise<Argus> {
  const child = fork(fileURLToPath(new URL("argusProcess.ts", import.meta.url)), {
    // Node says that the module has no "type".
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
