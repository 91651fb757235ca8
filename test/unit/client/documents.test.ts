import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { callDocument, callTitle } from "../../../client/src/calls/callDocument.ts";
import { secretsOf } from "../../../common/protocol/credential.ts";
import { type DiagnosisFacts, diagnosisReport } from "../../../client/src/calls/diagnosisReport.ts";
import { endpointChanges } from "../../../client/src/profiles/endpointChanges.ts";
import { Recorder } from "../../../client/src/calls/recorder.ts";
import type { DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import { Redactor } from "../../../common/redaction.ts";
import { CALL } from "./calls.ts";

const FACTS: DiagnosisFacts = {
  time: Date.UTC(2026, 0, 2, 3, 4, 5),
  profile: { name: "default", origin: "https://argus.example", clientId: "client" },
  credential: "Command “pass”",
  proxy: "proxy.example:8080",
  verifiesCertificates: false,
  storage: "Secrets are kept until this window is closed.",
  versions: { extension: "0.1.0", editor: "1.139.1 (Visual Studio Code, desktop)", platform: "linux x64" },
  remote: "wsl",
};
const OK: DiagnosisStep = { name: "dns", state: "ok", verdict: "Found.", ms: 1.4 };

describe("a diagnosis report", () => {
  it("names the profile and place, and gives one verdict per line with its duration", () => {
    const failed: DiagnosisStep = {
      name: "tls",
      state: "failed",
      verdict: "The certificate\nis expired.",
      hint: "Ask for a new one.",
      details: ["CN=argus.example"],
      ms: 12.6,
    };
    const text = diagnosisReport(FACTS, [
      OK,
      failed,
      { name: "token", state: "skipped", verdict: "Not reached.", ms: 0 },
    ]);
    assert.match(text, /^# Argus: Connection Diagnosis\n\nFailed at: TLS\. The certificate is expired\.\n/);
    for (const line of [
      "- Time: 2026-01-02T03:04:05.000Z",
      "- Profile: default, https://argus.example, client client",
      "- Setting http.proxy: proxy.example:8080",
      "- Certificates are not verified: http.proxyStrictSSL is off",
      "- Remote window: wsl",
      "- **ok** Name resolution (1 ms): Found.",
      "- **failed** TLS (13 ms): The certificate is expired.\n  - What to do: Ask for a new one.\n  - CN=argus.example",
      "- **skipped** Token: Not reached.",
    ]) {
      assert(text.includes(`${line}\n`), `${line} is not in\n${text}`);
    }
  });

  it("renders no markup from a server or a setting", () => {
    const evil = "![x](https://evil.example/x.png) <b> **b** $x$";
    const profile = { name: evil, origin: evil, clientId: evil };
    const text = diagnosisReport({ ...FACTS, profile, storage: evil, proxy: evil, remote: evil }, [
      { ...OK, verdict: evil, hint: evil, details: [evil] },
    ]);
    for (const markup of ["![x]", "<b>", "**b", " $x"]) assert(!text.includes(markup), `${markup} is in\n${text}`);
  });

  it("sums up a successful diagnosis", () => {
    assert.match(diagnosisReport(FACTS, [OK]), /\n\nEverything that was checked works\.\n/);
    assert.match(diagnosisReport(FACTS, [OK, { ...OK, state: "warning" }]), /\n\nIt works, with one warning\.\n/);
    assert.match(diagnosisReport(FACTS, []), /\n\nNothing was checked\.\n/);
  });
});

describe("the document of a call", () => {
  it("shows the time by phase, the request and the answer", () => {
    const text = callDocument(CALL);
    for (const part of [
      "- Name resolution: 1.0 ms\n- Waiting for the answer: 20.3 ms\n- Total: 30.0 ms\n",
      "argus-api-key: $ARGUS_API_KEY\n\ngrant_type=client_credentials\n```",
      "Headers: date, content-type",
      '{\n  "access_token": "$ARGUS_TOKEN"\n}',
      "- Attempts: 2",
    ]) {
      assert(text.includes(part), `${part} is not in\n${text}`);
    }
    assert.match(callTitle(CALL).description, /^default · HTTP 200 · 30 ms$/);
    assert.match(callTitle({ ...CALL, background: true }).description, / · 30 ms · in the background$/);
  });

  it("cannot be broken by the answer's text, and works without an answer", () => {
    const text = callDocument({ ...CALL, body: "```\n# Not a heading\n" });
    assert(text.includes("````\n```\n# Not a heading\n\n````"), text);
    const { status, body, responseBytes, ...failed } = CALL;
    const title = callTitle({ ...failed, error: "timeout", responseHeaders: [] });
    assert.match(title.description, /^default · timeout · 30 ms$/);
    assert.match(callDocument({ ...failed, responseHeaders: [] }), /No headers\./);
  });
});

describe("the call recorder", () => {
  it("keeps the last 50 calls, newest first, without any known secret", () => {
    const recorder = new Recorder(new Redactor("my/secret"));
    for (let time = 1; time <= 60; time += 1) recorder.add({ ...CALL, time, body: "it was my/secret" });
    assert.deepEqual(
      recorder.calls.map(({ time }) => time),
      Array.from({ length: 50 }, (_, index) => 60 - index),
    );
    assert.equal(recorder.calls[0]?.body, "it was [redacted]");
  });
});

describe("an endpoint change from discovery", () => {
  const profile = { name: "default", url: "https://argus.example/base/", clientId: "client" };

  it("is written as a path on the profile's own origin, and shown with the current value", () => {
    const [token, userinfo] = endpointChanges(
      { ...profile, endpoints: { userinfo: "/me" } },
      { token: "https://argus.example/base/authentication/v1/oauth/token", userinfo: "https://argus.example/u?a=b" },
    );
    assert.equal(token?.from, token?.to);
    assert.deepEqual(userinfo, {
      name: "userinfo",
      from: "https://argus.example/me",
      to: "https://argus.example/u?a=b",
      origin: "https://argus.example",
      value: "/u?a=b",
    });
  });

  it("is written as a full URL on another origin", () => {
    const [change] = endpointChanges(profile, { token: "https://login.example/token" });
    assert.equal(change?.value, "https://login.example/token");
    assert.equal(change.origin, "https://login.example");
  });
});

describe("the secrets of a credential", () => {
  it("include each line of a key, its passphrase, and each value of a JWK", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const redactor = new Redactor(...secretsOf({ kind: "jwt", privateKey: pem, passphrase: "a pass phrase" }));
    const clean = redactor.redact(`${pem.split("\n").join(" and ")} with a pass phrase`);
    for (const line of pem.split("\n").slice(1, -2)) assert(!clean.includes(line), line);
    assert(!clean.includes("a pass phrase"));
    const jwk = privateKey.export({ format: "jwk" });
    const parts = secretsOf({ kind: "jwt", privateKey: JSON.stringify(jwk) });
    assert(parts.includes(jwk.d));
    assert.deepEqual(secretsOf(undefined), []);
  });
});
