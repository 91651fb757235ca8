import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, startSession } from "./session.ts";

describe("the walkthrough", () => {
  let sandbox: Sandbox;
  let session: Session;
  before(async () => {
    sandbox = await startSandbox({ lifetime: 300 });
    session = await startSession({ deviceScaleFactor: 2 });
    await session.ui.page.setViewportSize({ width: 1280, height: 800 });
  });
  after(async () => {
    await session.close();
    await sandbox.close();
  });

  it("opens", async () => {
    await session.ui.command("View: Toggle Primary Side Bar Visibility");
    await session.ui.command("Welcome: Open Walkthrough...");
    await session.ui.input.read();
    await session.ui.input.type("Argus");
    console.log(await session.ui.input.items());
    await session.ui.input.pick("Get Started with Argus Tokens");
    await until("steps", async () => (await session.ui.page.locator(".getting-started-step").count()) >= 4);
    console.log(await session.ui.page.locator(".gettingStartedContainer .gettingStartedSlideDetails").innerHTML());
    await session.ui.screenshot("walk-open");
    assert(true);
  });
});
