import assert from "node:assert/strict";
import { type RefusalFacts, type KnownToken, originIp, whyRefused } from "../../../client/src/session/provenance.ts";
import { checkedProfile } from "../../../client/src/settings.ts";
import { eachCase } from "../../host/eachCase.ts";

const KNOWN: KnownToken = {
  digest: "d",
  profile: "default",
  expiresAt: 2000,
  origin: "https://argus.example",
  clientId: "client",
  remote: "",
};
const CALL: RefusalFacts = { now: 1000, clientId: "client", forwardedFor: undefined, remote: "" };

describe("the origin IP of a call", () => {
  const profile = { url: "https://argus.example", clientId: "client" };
  const cases: [string | undefined, string | undefined, string | undefined, string | undefined][] = [
    [undefined, undefined, undefined, undefined],
    [undefined, "auto", "192.0.2.1", "192.0.2.1"],
    ["auto", "192.0.2.9", "192.0.2.1", "192.0.2.1"],
    ["none", "192.0.2.9", "192.0.2.1", undefined],
    [undefined, "none", "192.0.2.1", undefined],
    [undefined, " 192.0.2.9 ", "192.0.2.1", "192.0.2.9"],
    ["192.0.2.8", "192.0.2.9", "192.0.2.1", "192.0.2.8"],
  ];
  it("comes from the profile, else the settings, else userinfo for “auto”", () =>
    eachCase(
      cases,
      ([own, general, told, expected]) => `${own}, ${general}, ${told}, ${expected}`,
      ([own, general, told, expected]) => {
        const known = told === undefined ? KNOWN : { ...KNOWN, clientIp: told };
        const using = checkedProfile(
          "default",
          own === undefined ? profile : { ...profile, forwardedFor: own },
          general,
        );
        assert(using.ok);
        assert.equal(originIp(using.value, known), expected);
      },
    ));
});

describe("the reason for refusing a token", () => {
  const cases: [string, Partial<KnownToken>, Partial<RefusalFacts>, RegExp | undefined][] = [
    ["nothing differs", {}, {}, undefined],
    ["it is over", {}, { now: 2000 }, /^expired at \d\d:\d\d:\d\d$/],
    ["the client is another one", {}, { clientId: "other" }, /^was issued to the client of the profile “default”$/],
    [
      "another address is sent than userinfo told",
      { clientIp: "192.0.2.1", forwardedFor: "192.0.2.9" },
      { forwardedFor: "192.0.2.9" },
      /^is bound to 192\.0\.2\.1; you now send 192\.0\.2\.9$/,
    ],
    [
      "another address is sent than it was made with",
      { forwardedFor: "192.0.2.1" },
      { forwardedFor: "192.0.2.9" },
      /^is bound to 192\.0\.2\.1; you now send 192\.0\.2\.9$/,
    ],
    [
      "none is sent, and one was",
      { forwardedFor: "192.0.2.1" },
      {},
      /^is bound to 192\.0\.2\.1; you now send none, so the connection's own address counts$/,
    ],
    ["none is sent, and none was", { clientIp: "192.0.2.1" }, {}, undefined],
    [
      "one is sent, and none was",
      {},
      { forwardedFor: "192.0.2.9" },
      /^is bound to the address of the connection that it was fetched over; you now send 192\.0\.2\.9$/,
    ],
    ["the same is written differently", { forwardedFor: "2001:DB8:0::1" }, { forwardedFor: "2001:db8::1" }, undefined],
    [
      "it was made elsewhere",
      { remote: "wsl" },
      {},
      /^was fetched in WSL, but this window runs locally and has another address$/,
    ],
    ["it is used elsewhere", {}, { remote: "ssh-remote" }, /^was fetched locally, but this window runs over SSH/],
  ];
  it("names the known difference", () =>
    eachCase(
      cases,
      ([what]) => what,
      ([, known, call, expected]) => {
        const why = whyRefused({ ...KNOWN, ...known }, { ...CALL, ...call });
        if (expected === undefined) assert.equal(why, undefined);
        else assert.match(why ?? "", expected);
      },
    ));

  it("is unknown for a token that is not ours, and vaguer for one from another window", () => {
    assert.equal(whyRefused(undefined, CALL), undefined);
    const { remote, ...other } = KNOWN;
    assert.equal(whyRefused(other, { ...CALL, forwardedFor: "192.0.2.1", remote: "wsl" }), undefined);
  });
});
