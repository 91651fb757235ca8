import { createNetwork } from "../../../server/src/network/network.ts";
import { FakeClock } from "../network/fakeClock.ts";
import type { CallContext } from "../../../server/src/oauth/call.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";

/** A sandbox for each test, with a profile and the context of a call. Every call must be as documented. */
export interface Setup {
  readonly sandbox: Sandbox;
  readonly profile: Profile;
  /** How long calls waited before another try, in ms. */
  readonly pauses: readonly number[];
  context(change?: Partial<CallContext>): CallContext;
}

const clock = new FakeClock();
const network = createNetwork({ clock });

export function useSandbox(options?: SandboxOptions): Setup {
  let sandbox: Sandbox | undefined;
  let clocks = new ServerClocks();
  beforeEach(async () => {
    sandbox = await startSandbox(options);
    clock.pauses.length = 0;
    clocks = new ServerClocks();
  });
  afterEach(async () => {
    const violations = sandbox?.violations ?? [];
    await sandbox?.close();
    if (violations.length > 0) throw new Error(`not as documented: ${violations.join("; ")}`);
  });
  return {
    get sandbox() {
      if (sandbox === undefined) throw new Error("no test is running");
      return sandbox;
    },
    get pauses() {
      return clock.pauses;
    },
    get profile() {
      return { name: "default", url: this.sandbox.url, clientId: this.sandbox.clientId };
    },
    context: (change = {}) => ({ network, timeoutMs: 5000, signal: new AbortController().signal, clocks, ...change }),
  };
}
