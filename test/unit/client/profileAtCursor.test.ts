import assert from "node:assert/strict";
import { EventEmitter } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";
import { window as vscodeWindow } from "../../host/standIn/vscode.ts";
import { ProfileAtCursor } from "../../../client/src/documents/profileAtCursor.ts";
import { documentOf } from "./clientWindow.ts";

const PROFILES = {
  dev: { url: "https://dev.example", clientId: "d" },
  prod: { url: "https://p.example", clientId: "p" },
};

describe("the profile at the cursor", () => {
  const original = Object.getOwnPropertyDescriptor(vscodeWindow, "activeTextEditor");
  beforeEach(() => {
    standIn.reset();
    standIn.set("user", "argus.profiles", PROFILES);
    standIn.set("user", "argus.activeProfile", "dev");
    const editor = {
      document: documentOf("GET https://p.example/a\n"),
      selection: { active: { line: 0, character: 0 } },
    };
    Object.defineProperty(vscodeWindow, "activeTextEditor", { get: () => editor, configurable: true });
  });
  afterEach(() => {
    Object.defineProperty(vscodeWindow, "activeTextEditor", original ?? { value: undefined, configurable: true });
    standIn.reset();
  });

  async function at(answer: { profile: string; source: string }): Promise<ProfileAtCursor> {
    const worker = {
      send: () => Promise.resolve({ ok: true, value: answer }),
      onDidChangeFacts: new EventEmitter<void>().event,
    };
    const here = new ProfileAtCursor(worker as unknown as ConstructorParameters<typeof ProfileAtCursor>[0]);
    await here.ask();
    return here;
  }

  it("stays while other settings change, and is not the active one for a moment", async () => {
    const here = await at({ profile: "prod", source: "host" });
    standIn.set("user", "argus.autoRefresh", "session");
    assert.deepEqual([here.name, here.source], ["prod", "host"]);
    here.dispose();
  });

  it("is the active one at once if it is gone, or was the active one", async () => {
    const byHost = await at({ profile: "prod", source: "host" });
    standIn.set("user", "argus.profiles", { dev: PROFILES.dev });
    assert.deepEqual([byHost.name, byHost.source], ["dev", "active"]);
    byHost.dispose();
    const active = await at({ profile: "prod", source: "active" });
    standIn.set("user", "argus.activeProfile", "dev");
    assert.equal(active.name, "dev");
    active.dispose();
  });
});
