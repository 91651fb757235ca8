import assert from "node:assert/strict";
import { tooltipLines } from "../../../client/src/statusBar/statusTooltip.ts";
import { whyRefused } from "../../../client/src/session/provenance.ts";
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { clientWindow, Storage } from "./clientWindow.ts";

describe("a token whose expiry no server named", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
    const profile = { url: sandbox.url, clientId: sandbox.clientId, assumedLifetime: 3600 };
    standIn.set("user", "argus.profiles", { default: profile });
    standIn.answer = ({ prompt }) => (prompt.startsWith("What do you want") ? "API Key" : sandbox.apiKey);
  });
  afterEach(async () => {
    standIn.reset();
    await sandbox.close();
  });

  it("is shown as live until about then, also in another window and after a restart", async () => {
    sandbox.fail({ kind: "json200", value: { access_token: "me/abc", token_type: "Bearer", expires_in: null } });
    const storage = new Storage();
    const first = clientWindow(storage);
    assert.equal(await first.run("argus.getToken"), true);
    const second = clientWindow(storage);
    await second.tokens.reload();
    for (const window of [first, second]) {
      const state = window.sessions.state("default");
      assert(state.kind === "live");
      assert.equal(state.token.isEndAssumed, true);
      assert.equal(state.token.expiresAt - state.token.issuedAt, 3_600_000);
      assert.equal(window.sessions.digests().tokens[0]?.isEndAssumed, true);
      const known = window.sessions.known("me/abc");
      const facts = {
        profile: "default",
        source: "active",
        state,
        known,
        refresh: { kind: "off" },
        credential: undefined,
        storage: undefined,
      } as const;
      const lines = tooltipLines(facts);
      assert.match(lines[0] ?? "", /^default: token live until about [\d-]*\s?\d\d:\d\d\.$/);
      assert(
        lines.includes("No server said how long it lives: 3600 s are assumed (assumedLifetime)."),
        lines.join("\n"),
      );
      const now = state.token.expiresAt + 1;
      const refused = whyRefused(known, { now, clientId: sandbox.clientId, forwardedFor: undefined, remote: "" });
      assert.match(refused ?? "", /^has probably expired, at about /);
      window.close();
    }
    assert.equal(sandbox.requests.length, 1);
  });
});
