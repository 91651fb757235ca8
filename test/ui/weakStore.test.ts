import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";

/** Some editors keep secrets only in memory: nothing is left after a reload, which must do no harm. */
describe("a secret storage that forgets", () => {
  const { session, sandbox } = withSession((sandbox) => ({ keepSecrets: false, settings: profileOf(sandbox) }));
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  async function getToken(why = /./): Promise<void> {
    const { input, statusBar } = session.ui;
    await session.ui.command("Argus: Get Token");
    const { message, masked } = await input.read("Argus: Credential of default");
    assert.match(message, why);
    assert(masked);
    await input.type(sandbox.apiKey);
    await input.accept();
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
  }

  it("loses the token with a reload, says so, and asks for the key again", async () => {
    await getToken();
    await session.ui.saved("argus.storedProfiles");
    await session.ui.reload();
    await session.ui.openFile("whoami.http");
    const { statusBar, notifications } = session.ui;
    await until("no token", async () => (await statusBar.read("default")).text === "default: no token");
    const said = await notifications.find("VS Code did not keep your secrets");
    assert.match(said.text, /entered again after each start\. In a browser this needs a key from VS Code's server/);
    assert.deepEqual(said.buttons, ["Keep in Memory Only"]);
    await until("the same in the status bar", async () =>
      (await statusBar.read("default")).label.includes("VS Code does not keep secrets beyond a restart here."),
    );
    await getToken(/VS Code no longer has what you entered before/);
    assert.equal(sandbox.requests.length, 2);
  });

  it("is no longer used once the person chooses memory only, which is shown without a warning", async () => {
    const { statusBar, notifications } = session.ui;
    await notifications.click("VS Code did not keep your secrets", "Keep in Memory Only");
    const isSaid = async (): Promise<boolean> =>
      (await statusBar.read("default")).label.includes("Secrets are kept until this window is closed.");
    await until("the way that secrets are kept", isSaid);
    const left = (await statusBar.read("default")).text;
    assert.match(left, /^default \d min$/, "the token was lost with the change");
    await session.ui.saved("argus.storageLossTold");
    await session.ui.reload();
    await session.ui.openFile("whoami.http");
    await until("the way that secrets are kept, after the reload", isSaid);
    assert.deepEqual(await notifications.all(), []);
  });
});
