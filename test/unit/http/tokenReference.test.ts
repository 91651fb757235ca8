import assert from "node:assert/strict";
import { tokenDigest } from "../../../common/digest.ts";
import type { HeldTokens, WorkerSettings } from "../../../common/protocol/settings.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { NO_OUTSIDE_VARIABLES } from "../../../server/src/http/facts/outsideVariables.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { apply } from "./helpers.ts";

const NOW = 1000;
const PROFILES = { dev: {}, "prod-eu": {} };
const URI = "file:///x.http";

type Token = HeldTokens["tokens"][number];
const token = (profile: string, more: Partial<Token> = {}): Token => ({
  digest: tokenDigest(profile),
  profile,
  expiresAt: NOW + 1,
  ...more,
});

function findings(text: string, tokens: Token[] = [], settings: Partial<WorkerSettings> = {}) {
  const known = { profiles: PROFILES, activeProfile: "dev", environmentVariables: true, ...settings };
  return findingsIn(parse(text), URI, { held: { tokens }, settings: known, now: NOW }).filter(
    ({ code }) => code === "no-token-for-reference",
  );
}

const request = (value: string, above = ""): string =>
  `${above}GET https://api.example/a\nAuthorization: Bearer ${value}\n`;

/** The command of the only fix. */
function command(text: string, tokens: Token[] = [], settings: Partial<WorkerSettings> = {}): unknown {
  const [finding, ...others] = findings(text, tokens, settings);
  assert(finding && others.length === 0, text);
  const [fix] = finding.fixes();
  return [fix?.command?.command, ...((fix?.command?.arguments ?? []) as unknown[])];
}

describe("a reference to a missing token", () => {
  it("offers to get the token of the profile it names", () => {
    for (const [reference, profile, above] of [
      ["{{$processEnv ARGUS_TOKEN}}", "dev", ""],
      ["{{ $processEnv ARGUS_TOKEN_PROD_2D_EU }}", "prod-eu", ""],
      ["{{argusToken}}", "dev", ""],
      ["{{argusToken}}", "prod-eu", "# @argus prod-eu\n"],
      ["{{argusToken_prod_2d_eu}}", "prod-eu", ""],
    ] as const) {
      assert.deepEqual(command(request(reference, above)), ["argus.getToken", profile]);
      assert.deepEqual(findings(request(reference, above), [token(profile)]), []);
      const other = profile === "dev" ? "prod-eu" : "dev";
      assert.deepEqual(command(request(reference, above), [token(other)]), ["argus.getToken", profile]);
    }
  });

  it("says in a remote window which settings count", () => {
    const text = request("{{$processEnv ARGUS_TOKEN}}");
    const said = (isRemote: boolean): string | undefined =>
      findings(text, [], { environmentVariables: false, isRemote })[0]?.message;
    assert.doesNotMatch(said(false) ?? "", /remote/);
    assert.match(said(true) ?? "", /is off in the settings of this remote machine\./);
  });

  it("does not count an expired or signed-out token", () => {
    const text = request("{{$processEnv ARGUS_TOKEN}}");
    for (const gone of [token("dev", { expiresAt: NOW }), token("dev", { isHeld: false })]) {
      assert.deepEqual(command(text, [gone]), ["argus.getToken", "dev"]);
    }
    assert.deepEqual(findings(text, [token("dev", { isHeld: false }), token("dev", { isHeld: true })]), []);
  });

  it("offers to turn the environment on", () => {
    const insert = ["argus.insertToken", URI, 0, "environment"];
    const off = { environmentVariables: false };
    assert.deepEqual(command(request("{{$processEnv ARGUS_TOKEN}}"), [token("dev")], off), insert);
    assert.deepEqual(command(request("{{argusToken}}"), [token("dev")], off), insert);
  });

  it("says beside REST Client that only httpYac reads {{argusToken}}, and offers what both read", () => {
    const text = request("{{argusToken}}");
    const [finding] = findings(text, [token("dev")], { otherExtensions: ["humao.rest-client"] });
    assert.match(finding?.message ?? "", /Only httpYac/);
    assert.equal(apply(text, [...(finding?.fixes()[0]?.edits ?? [])]), request("{{$processEnv ARGUS_TOKEN}}"));
    const both = { otherExtensions: ["humao.rest-client", "anweber.vscode-httpyac"] };
    assert.deepEqual(findings(`@argusToken = me/token\n${text}`, [], both), []);
  });

  it("is reported for a profile that no longer exists, unless a variable of that name is defined elsewhere", () => {
    for (const [reference, instead] of [
      ["{{$processEnv ARGUS_TOKEN_GONE}}", "{{$processEnv ARGUS_TOKEN}}"],
      ["{{argusToken_gone}}", "{{argusToken}}"],
    ] as const) {
      const text = request(reference);
      const [finding, ...others] = findings(text, [token("dev")]);
      assert.deepEqual(others, []);
      assert.match(finding?.message ?? "", /^No Argus profile has the variable in \{\{/);
      assert.equal(apply(text, [...(finding?.fixes()[0]?.edits ?? [])]), request(instead));
      const origin = { kind: "process" } as const;
      const outside = {
        ...NO_OUTSIDE_VARIABLES,
        find: (name: string) => (reference === `{{${name}}}` ? { name, value: "me/own", origin } : undefined),
      };
      const settings = {
        profiles: PROFILES,
        activeProfile: "dev",
        forwardedFor: undefined,
        environmentVariables: true,
      };
      assert.deepEqual(findingsIn(parse(text), URI, { held: { tokens: [] }, settings, outside, now: NOW }), []);
      assert.deepEqual(findings(text, [], { profiles: undefined }), []);
    }
  });

  it("is reported for a variable that two profiles share, so that neither has it", () => {
    const profiles = { dev: {}, DEV: {} };
    const [finding, ...others] = findings(request("{{$processEnv ARGUS_TOKEN_DEV}}"), [token("dev")], { profiles });
    assert.deepEqual(others, []);
    assert.match(finding?.message ?? "", /^The profiles “dev” and “DEV” would have the same environment variable/);
    assert.deepEqual(finding?.fixes(), []);
    assert.deepEqual(findings(request("{{argusToken_dev}}"), [token("dev")], { profiles }), []);
  });

  it("is replaced by a reference to the token of the profile that the host chooses", () => {
    const text = "GET https://prod.example/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN_GONE}}\n";
    const profiles = { dev: {}, prod: { url: "https://prod.example" } };
    const [finding] = findings(text, [], { profiles });
    assert.equal(apply(text, [...(finding?.fixes()[0]?.edits ?? [])]), text.replace("GONE", "PROD"));
  });

  it("is reported while no profile is active", () => {
    const none = { profiles: {}, activeProfile: undefined };
    for (const reference of ["{{$processEnv ARGUS_TOKEN}}", "{{argusToken}}"]) {
      assert.deepEqual(command(request(reference), [], none), ["argus.getToken"]);
    }
  });

  it("is not reported without the editor's help, or for other references", () => {
    assert.deepEqual(findings(request("{{$processEnv ARGUS_TOKEN}}"), [], { environmentVariables: undefined }), []);
    for (const value of ["{{token}}", "{{argusTokenUrl}}", "me/token"]) {
      assert.deepEqual(findings(request(value)), [], value);
    }
  });
});
