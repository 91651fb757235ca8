import assert from "node:assert/strict";
import fc from "fast-check";
import { causeOf } from "../../../client/src/refusals/refusalCause.ts";
import type { RefusalEvidence } from "../../../client/src/refusals/refusalEvidence.ts";
import { refusalReport } from "../../../client/src/refusals/refusalReport.ts";
import { eachCase } from "../../host/eachCase.ts";

const NOW = 1_764_490_000_000;
const ORIGIN = "https://argus.example.com";
const known = {
  digest: "0".repeat(64),
  profile: "dev",
  origin: ORIGIN,
  clientId: "client",
  expiresAt: NOW + 200_000,
  remote: "",
};
const active = { kind: "answered", value: { active: true, expiresAt: NOW + 200_000 } } as const;
const accepted = { kind: "answered", value: {} } as const;

/** A request that Argus accepts, but for what a case changes. */
function evidence(changes: Partial<RefusalEvidence> = {}): RefusalEvidence {
  return {
    now: NOW,
    profile: { name: "dev", origin: ORIGIN, clientId: "client" },
    request: { method: "GET", url: `${ORIGIN}/a?access_token=secret`, line: 3 },
    carried: { kind: "token" },
    known,
    remote: "",
    sentAddress: undefined,
    introspection: active,
    userinfo: accepted,
    ...changes,
  };
}

const failed = (code: "dns" | "unauthorized" | "forbidden", message = "Told.") =>
  ({ kind: "failed", error: { code, message } }) as const;
const inactive = { kind: "answered", value: { active: false, reason: "revoked" } } as const;
const reference = { kind: "reference", variable: "$processEnv ARGUS_TOKEN", isOn: true, owner: "dev" } as const;
const refusedToken = failed("unauthorized");
const key = { origin: ORIGIN, prefix: "15a6/1", end: NOW - 1 };
const skipped = { kind: "skipped", why: "Because." } as const;

const jwt = { kind: "token", foreign: { kind: "jwt", shown: "eyJ" } } as const;

const CASES: readonly [what: string, changes: Partial<RefusalEvidence>, cause: string | undefined][] = [
  ["all is well", {}, undefined],
  ["a JWT is refused", { carried: jwt, known: undefined, userinfo: refusedToken, introspection: skipped }, "foreign"],
  ["a JWT is not active", { carried: jwt, known: undefined, introspection: inactive }, "foreign"],
  ["Argus accepts a JWT", { carried: jwt, known: undefined }, undefined],
  ["Argus cannot be asked about a JWT", { carried: jwt, known: undefined, userinfo: failed("dns") }, "unreachable"],
  ["a JWT that this extension fetched is refused", { carried: jwt, userinfo: refusedToken }, "refused"],
  ["there is no token", { carried: { kind: "nothing" } }, "noToken"],
  ["it sends a password", { carried: { kind: "otherScheme", scheme: "Basic" } }, "otherScheme"],
  ["only its sender knows the token", { carried: { kind: "unreadable" }, known: undefined }, undefined],
  ["the variable is off", { carried: { ...reference, isOn: false } }, "variableOff"],
  [
    "it refers to the token of another profile than its own",
    { carried: reference, request: { method: "GET", url: `${ORIGIN}/a`, line: 3, profile: "prod" } },
    "otherReference",
  ],
  ["no profile has the variable", { carried: { ...reference, owner: undefined }, known: undefined }, "otherReference"],
  [
    "no profile has the variable, and variables are off",
    { carried: { ...reference, isOn: false, owner: undefined }, known: undefined },
    "otherReference",
  ],
  ["the reference has no token", { carried: reference, known: undefined }, "emptyReference"],
  [
    "the reference has no token, for its key has expired",
    { carried: reference, known: undefined, introspection: skipped, userinfo: skipped, key },
    "expiredKey",
  ],
  [
    "it has expired, and so has its key",
    { known: { ...known, expiresAt: NOW }, introspection: skipped, userinfo: refusedToken, key },
    "expiredKey",
  ],
  ["Argus refuses it, and its key has expired", { introspection: inactive, userinfo: refusedToken, key }, "expiredKey"],
  ["its key has expired, but Argus accepts it", { key }, undefined],
  ["its key has expired, but it carries none", { carried: { kind: "nothing" }, key }, "noToken"],
  [
    "its key has expired, but nobody could be asked",
    { introspection: skipped, userinfo: failed("dns"), key },
    "unreachable",
  ],
  [
    "another profile's key has expired",
    { known: { ...known, profile: "other" }, introspection: inactive, userinfo: refusedToken, key },
    "inactive",
  ],
  [
    "the profile's key has expired, but the token is not ours",
    { known: undefined, introspection: inactive, userinfo: refusedToken, key },
    "inactive",
  ],
  ["its key lives on", { carried: reference, known: undefined, key: { ...key, end: NOW + 1 } }, "emptyReference"],
  [
    "its key's end is not known",
    { carried: reference, known: undefined, key: { origin: ORIGIN, prefix: "15a6/1" } },
    "emptyReference",
  ],
  ["it goes elsewhere", { otherHost: { host: "other.example", profiles: [] } }, "otherHost"],
  [
    "somebody else's token goes elsewhere",
    { otherHost: { host: "other.example", profiles: [] }, known: undefined, introspection: skipped, userinfo: skipped },
    undefined,
  ],
  ["it has expired", { known: { ...known, expiresAt: NOW }, introspection: skipped }, "expired"],
  ["Argus still accepts it although the clock here is ahead", { known: { ...known, expiresAt: NOW } }, undefined],
  ["another profile issued it", { known: { ...known, origin: "https://prod.example.com" } }, "otherOrigin"],
  ["it is another client's", { known: { ...known, clientId: "another" } }, "otherClient"],
  [
    "Argus names another client",
    { known: undefined, introspection: { kind: "answered", value: { active: true, clientId: "another" } } },
    "otherClient",
  ],
  [
    "another address is sent",
    { sentAddress: "192.0.2.2", userinfo: { kind: "answered", value: { clientIp: "192.0.2.1" } } },
    "otherAddress",
  ],
  [
    "the same address is written in another way",
    { sentAddress: "2001:DB8:0::1", userinfo: { kind: "answered", value: { clientIp: "2001:db8::1" } } },
    undefined,
  ],
  ["no address is sent, but it is bound to one", { known: { ...known, forwardedFor: "192.0.2.1" } }, "otherAddress"],
  [
    "only the sender knows the address",
    { sentAddress: null, known: { ...known, forwardedFor: "192.0.2.1" } },
    undefined,
  ],
  ["it was fetched elsewhere", { remote: "wsl", userinfo: failed("unauthorized") }, "otherAddress"],
  ["it was fetched elsewhere but is accepted here", { remote: "wsl" }, undefined],
  ["the network is down", { introspection: skipped, userinfo: failed("dns") }, "unreachable"],
  ["it is inactive", { introspection: inactive, userinfo: failed("unauthorized") }, "inactive"],
  ["Argus refuses it", { introspection: skipped, userinfo: failed("forbidden") }, "refused"],
  [
    "a scope is missing",
    {
      profile: { ...evidence().profile, scope: "openid email" },
      introspection: { kind: "answered", value: { active: true, scope: "openid" } },
    },
    "missingScope",
  ],
  [
    "the clock is wrong",
    { introspection: { kind: "answered", value: { active: true, clockSkewMs: -90_000 } } },
    "clock",
  ],
  [
    "it has expired and the network is down",
    { known: { ...known, expiresAt: NOW - 1 }, introspection: failed("dns"), userinfo: failed("dns") },
    "expired",
  ],
];

describe("the cause of a refusal", () => {
  it("is the one that the evidence proves, or none", () =>
    eachCase(
      CASES,
      ([what]) => what,
      ([, changes, cause]) => {
        assert.equal(causeOf(evidence(changes))?.kind, cause);
      },
    ));

  it("is never another client, another address or expiry if we did not fetch the token and Argus has not described it", () => {
    const kinds = fc.constantFrom("active", "inactive", "skipped", "failed");
    const call = (kind: string) =>
      kind === "skipped" ? skipped : kind === "failed" ? failed("unauthorized") : kind === "active" ? active : inactive;
    fc.assert(
      fc.property(kinds, kinds, fc.constantFrom(undefined, "192.0.2.1"), (one, other, sentAddress) => {
        const userinfo = other === "active" || other === "inactive" ? accepted : call(other);
        const cause = causeOf(evidence({ known: undefined, introspection: call(one), userinfo, sentAddress }));
        assert(![`otherClient`, "otherAddress", "otherOrigin", "expired"].includes(cause?.kind ?? ""));
      }),
    );
  });

  it("is reported with a status once, whether or not the message quotes it", () => {
    for (const message of ["Told.", "Answer: “No” (HTTP 401)."]) {
      const error = { code: "unauthorized", message, status: 401 } as const;
      const report = refusalReport(evidence({ userinfo: { kind: "failed", error } }), undefined);
      assert.equal(report.split("HTTP 401").length, 2, report);
    }
  });

  it("is reported as not found, with the reason why the token was not checked", () => {
    assert.match(
      refusalReport(evidence({ known: undefined, introspection: skipped, userinfo: skipped }), undefined),
      /\*\*No cause was found\. Because\.\*\*/,
    );
  });

  it("is reported without the request's query and login, and without foreign markup", () => {
    const url = "https://user:word@argus.example.com/a?access_token=secret#b";
    const report = refusalReport(
      evidence({
        request: { method: "GET", url, line: 3 },
        introspection: { kind: "answered", value: { active: false, reason: "[x](command:y) <img src=z>" } },
      }),
      undefined,
    );
    assert.doesNotMatch(report, /secret|user:word|(?<!\\)<img|[^\\]\]\(command/);
    assert.match(report, /GET https:\/\/argus\.example\.com\/a, line 4/);
  });
});
