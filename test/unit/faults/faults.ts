import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mock } from "node:test";
import type { Scene } from "./scene.ts";

/** What goes wrong while an operation waits for the worker or the person. */
export interface Fault {
  name: string;
  /** Its description in `docs/fault-matrix.md`. */
  what: string;
  /** Why it cannot matter to some operations. */
  spares?: "no call" | "no document" | "no worker";
  /** Before anything happens, for faults that last. */
  begin?: (scene: Scene) => void;
  /** Just before the request is sent. */
  before?: (scene: Scene) => unknown;
  /** While the request is under way. */
  during?: (scene: Scene) => unknown;
  /** Ends it. */
  end?: (scene: Scene) => unknown;
}

/** Shorter than any deadline, in ms. */
const TICK = 500;
const HOUR = 3_600_000;

/** What the person writes over a request. */
export const OTHER_REQUEST = "GET https://example.org/two\n";

/** The worker has the request, and Argus has the call if there is one. */
async function underWay({ operation, sandbox, calls }: Scene): Promise<void> {
  if (operation.calls) await sandbox.seen(() => sandbox.requests.length > calls);
}

async function exitOf(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) await once(process, "exit");
}

function noSpace(): never {
  throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
}

function readOnly(): never {
  throw Object.assign(new Error("read-only file system"), { code: "EROFS" });
}

export const FAULTS: readonly Fault[] = [
  {
    name: "SIGKILL",
    what: "The worker process is killed while Argus is silent, or before it can read the document.",
    spares: "no worker",
    before: (scene) => (scene.operation.calls ? scene.silence() : scene.process.kill("SIGSTOP")),
    during: async (scene) => {
      const { process } = scene;
      await underWay(scene);
      process.kill("SIGKILL");
      await exitOf(process);
    },
  },
  {
    name: "SIGSTOP",
    what: "The worker process is stopped and never answers. The deadline's ticks are simulated.",
    spares: "no worker",
    before: ({ process }) => {
      process.kill("SIGSTOP");
    },
    during: async ({ operation, process }) => {
      if (operation.hitAt === "question") {
        process.kill("SIGCONT");
        return;
      }
      mock.timers.enable({ apis: ["setInterval"] });
      while (process.signalCode === null) {
        mock.timers.tick(TICK);
        await new Promise(setImmediate);
      }
      mock.timers.reset();
    },
  },
  {
    name: "closed pipe",
    what: "The channel to the worker process is closed.",
    spares: "no worker",
    before: (scene) => (scene.operation.calls ? scene.silence() : scene.process.disconnect()),
    during: async (scene) => {
      const { process } = scene;
      await underWay(scene);
      if (process.connected) process.disconnect();
      await exitOf(process);
    },
  },
  {
    name: "slow answer",
    what: "Argus takes the call and does not answer within `argus.timeout`.",
    spares: "no call",
    before: (scene) => {
      scene.set("user", "argus.timeout", 0.2);
      scene.silence();
    },
    end: (scene) => {
      scene.set("user", "argus.timeout", undefined);
    },
  },
  {
    name: "reset",
    what: "Argus resets the connection.",
    spares: "no call",
    before: ({ sandbox }) => {
      sandbox.fail({ kind: "reset" }, 20);
    },
  },
  {
    name: "disk full for logs",
    what: "Each line for the log fails with `ENOSPC`.",
    begin: (scene) => {
      scene.writeLog = noSpace;
    },
    end: (scene) => {
      scene.writeLog = undefined;
    },
  },
  {
    name: "read-only home",
    what: "Writing to the secret storage, the state and the settings fails with `EROFS`.",
    before: ({ storage, failWrites }) => {
      for (const map of [storage.secrets, storage.state] as Map<string, unknown>[]) map.set = map.delete = readOnly;
      failWrites(readOnly);
    },
    end: ({ storage, failWrites }) => {
      for (const map of [storage.secrets, storage.state] as Partial<Map<string, unknown>>[]) {
        delete map.set;
        delete map.delete;
      }
      failWrites(undefined);
    },
  },
  {
    name: "clock back",
    what: "The clock of the extension host and the worker goes back by an hour.",
    before: ({ moveClock }) => {
      moveClock(-HOUR);
    },
    end: ({ moveClock }) => {
      moveClock(0);
    },
  },
  {
    name: "clock forward",
    what: "The clock of the extension host and the worker goes forward by an hour.",
    before: ({ moveClock }) => {
      moveClock(HOUR);
    },
    end: ({ moveClock }) => {
      moveClock(0);
    },
  },
  {
    name: "settings changed",
    what: "The workspace's settings point the profile to another server.",
    before: (scene) => {
      scene.set("workspace", "argus.profiles", { mine: { url: scene.elsewhere }, new: { url: scene.elsewhere } });
    },
    end: (scene) => {
      scene.set("workspace", "argus.profiles", undefined);
    },
  },
  {
    name: "document changed",
    what: "The person replaces the request by another one.",
    spares: "no document",
    before: ({ document }) => {
      const end = { line: document.lineCount, character: 0 };
      document.apply([{ range: { start: { line: 0, character: 0 }, end }, newText: OTHER_REQUEST }]);
    },
  },
  {
    name: "window closed",
    what: "The window is closed, and its worker stopped.",
    before: ({ window }) => {
      window.close();
    },
    during: (scene) => scene.stopWorker(),
  },
  {
    name: "second window",
    what: "Another window forgets the profile; when this one does that, another gets a token.",
    before: async ({ operation, openWindow }) => {
      const command = operation.name === "forget" ? "argus.getToken" : "argus.forgetCredentials";
      await openWindow().run(command, "mine");
    },
  },
];
