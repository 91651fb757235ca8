import assert from "node:assert/strict";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";
import { type ClientWindow, clientWindow, Storage } from "./clientWindow.ts";

/** For each test a sandbox Argus, profiles in the user's settings, and windows of one VS Code. */
export interface Setup {
  readonly sandbox: Sandbox;
  /** The sandbox's address and client, as a profile has them in the settings. */
  readonly profile: { readonly url: string; readonly clientId: string };
  /** What the windows share. */
  readonly storage: Storage;
  /** The window that was opened first. */
  readonly window: ClientWindow;
  /** Opens a window, and closes it when the test ends. */
  readonly open: (parts?: Record<string, object>, storage?: Storage) => ClientWindow;
  /** Enters the sandbox's API key wherever it is asked for, and closes all other questions. */
  readonly enterKey: (question: Question) => Answer;
}

interface SetupOptions extends SandboxOptions {
  /** The user's profiles; without it, the sandbox's is named "default". */
  profiles?: (own: Setup["profile"]) => object | undefined;
  /** Whether a test makes calls that no Argus knows. */
  isUndocumented?: boolean;
}

export function useClient({
  profiles = (own) => ({ default: own }),
  isUndocumented = false,
  ...options
}: SetupOptions = {}): Setup {
  let sandbox: Sandbox;
  let storage: Storage;
  let windows: ClientWindow[] = [];
  const setup: Setup = {
    get sandbox() {
      return sandbox;
    },
    get profile() {
      return { url: sandbox.url, clientId: sandbox.clientId };
    },
    get storage() {
      return storage;
    },
    get window() {
      return windows[0] ?? setup.open();
    },
    open(parts, shared = storage) {
      const window = clientWindow(shared, parts);
      windows.push(window);
      return window;
    },
    enterKey: ({ prompt }) => (/\bAPI key for\b/.test(prompt) ? sandbox.apiKey : undefined),
  };
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox(options);
    storage = new Storage();
    windows = [];
    standIn.set("user", "argus.profiles", profiles(setup.profile));
  });
  afterEach(async () => {
    for (const window of windows) window.close();
    standIn.reset();
    await sandbox.close();
    if (!isUndocumented) assert.deepEqual(sandbox.violations, [], "not as documented");
  });
  return setup;
}
