import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, startSession } from "./session.ts";

/** Some editors keep secrets in memory alone: nothing is there after a reload, and that must do no harm. */
describe("a secret storage that forgets", () => {
  let sandbox: Sandbox;
  let session: Session;
  before(async () => {
    sandbox = await startSandbox();
    const { url, clientId } = sandbox;
    const settings = { "argus.profiles": { default: { url, clientId } } };
    session = await startSession({ keepSecrets: false, settings });
    await session.ui.openFile("whoami.http");
  });
  after(async () => {
    await session.close();
    await sandbox.close();
  });

  async function getToken(): Promise<void> {
    const { input, statusBar } = session.ui;
    await session.ui.command("Argus: Get Token");
    await input.read("Argus: Credential of default (1)");
    await input.accept();
    assert((await input.read("Argus: Credential of default (2/2)")).masked);
    await input.type(sandbox.apiKey);
    await input.accept();
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
  }

  it("holds a token until the reload, says that there is none after it, and asks for the key again", async () => {
    await getToken();
    await session.ui.reload();
    await session.ui.openFile("whoami.http");
    const { statusBar } = session.ui;
    await until("no token", async () => (await statusBar.read("default")).text === "default: no token");
    await getToken();
    assert.equal(sandbox.requests.length, 2);
  });
});
