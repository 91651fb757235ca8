import assert from "node:assert/strict";
import { profileNamed } from "../../../client/src/settings.ts";
import { tooltipLines } from "../../../client/src/statusBar/statusTooltip.ts";
import { whyRefused } from "../../../client/src/session/provenance.ts";
import { standIn } from "../../host/standIn/state.ts";
import { useClient } from "./setup.ts";

describe("a token whose expiry no server named", () => {
  const setup = useClient({ profiles: (own) => ({ default: { ...own, assumedLifetime: 3600 } }) });
  beforeEach(() => {
    standIn.answer = ({ prompt }) => (prompt.startsWith("What do you want") ? "API Key" : setup.sandbox.apiKey);
  });

  it("is shown as live until about then, also in another window and after a restart", async () => {
    setup.sandbox.fail({ kind: "json200", value: { access_token: "me/abc", token_type: "Bearer", expires_in: null } });
    const first = setup.open();
    assert.equal(await first.run("argus.getToken"), true);
    const second = setup.open();
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
        settings: profileNamed("default"),
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
      const refused = whyRefused(known, { now, clientId: setup.sandbox.clientId, forwardedFor: undefined, remote: "" });
      assert.match(refused ?? "", /^has probably expired, at about /);
    }
    assert.equal(setup.sandbox.requests.length, 1);
  });
});
