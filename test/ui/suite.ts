import assert from "node:assert/strict";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, type SessionOptions, startSession } from "./session.ts";

/**
 * Starts a sandbox Argus and an editor before the tests of a suite, and stops both after them. The sandbox must have
 * seen only documented calls.
 *
 * @param options of the editor; a function, if they depend on the sandbox
 * @returns both; they can be used from the suite's next `before` on
 */
export function withSession(
  options: SessionOptions | ((sandbox: Sandbox) => SessionOptions) = {},
  sandboxOptions: SandboxOptions = {},
): { sandbox: Sandbox; session: Session } {
  const sandbox = {} as Sandbox;
  const session = {} as Session;
  before(async () => {
    Object.assign(sandbox, await startSandbox(sandboxOptions));
    Object.assign(session, await startSession(typeof options === "function" ? options(sandbox) : options));
  });
  after(async () => {
    // Neither has started if the suite was skipped.
    if ("close" in session) await session.close();
    if (!("close" in sandbox)) return;
    await sandbox.close();
    assert.deepEqual(sandbox.violations, []);
  });
  return { sandbox, session };
}

/** Settings with the profile `default` of a sandbox. */
export function profileOf({ url, clientId }: Sandbox, more: { scope?: string } = {}): Record<string, unknown> {
  return { "argus.profiles": { default: { url, clientId, ...more } } };
}
