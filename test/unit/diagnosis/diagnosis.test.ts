import assert from "node:assert/strict";
import { mock } from "node:test";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { diagnose, type DiagnosisSubject } from "../../../server/src/diagnosis/diagnose.ts";
import { certificateVerdict } from "../../../server/src/diagnosis/certificateVerdict.ts";
import type { SettableNetwork } from "../../../server/src/network/network.ts";
import { DIAGNOSIS_STEPS, type DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/sandbox.ts";
import { TEST_HOST } from "../../sandbox/tls.ts";
import { until } from "../../host/until.ts";
import { deadPort, networkWith, rawServer, useFolder } from "../network/setup.ts";

describe("a diagnosis", () => {
  const folder = useFolder();
  let sandbox: Sandbox;
  afterEach(async () => {
    await sandbox.close();
    assert.deepEqual(sandbox.violations, []);
  });

  async function start(options: SandboxOptions = {}): Promise<void> {
    sandbox = await startSandbox({ tls: "trusted", ...options });
  }
  const inputs = (change: Partial<DiagnosisSubject> = {}): DiagnosisSubject => ({
    profile: { name: "default", url: sandbox.url, clientId: sandbox.clientId, scope: "openid clientip" },
    credential: { kind: "apiKey", apiKey: sandbox.apiKey },
    clientSecret: sandbox.clientSecret,
    ...change,
  });
  const at = (url: string, change: Partial<DiagnosisSubject> = {}): DiagnosisSubject =>
    inputs({ ...change, profile: { name: "default", url, clientId: sandbox.clientId } });

  async function run(
    diagnosed: DiagnosisSubject,
    network: SettableNetwork = networkWith({ caFile: folder.caFile }),
    {
      timeoutMs = 5000,
      signal = new AbortController().signal,
      tell = undefined as ((step: DiagnosisStep) => void) | undefined,
    } = {},
  ) {
    const told: DiagnosisStep[] = [];
    const result = await diagnose(
      diagnosed,
      network,
      { network, timeoutMs, signal, clocks: new ServerClocks() },
      (step) => {
        told.push(step);
        tell?.(step);
      },
    );
    const all = JSON.stringify([result, told]);
    for (const secret of [sandbox.apiKey, sandbox.clientSecret]) assert(!all.includes(secret), "a secret is told");
    if (result.ok) assert.deepEqual(result.value.steps, told);
    return result;
  }

  async function stepsOf(...parameters: Parameters<typeof run>): Promise<DiagnosisStep[]> {
    const result = await run(...parameters);
    assert(result.ok, JSON.stringify(result));
    assert.deepEqual(
      result.value.steps.map(({ name }) => name),
      [...DIAGNOSIS_STEPS],
    );
    return result.value.steps;
  }
  const states = (steps: readonly DiagnosisStep[]) => steps.map(({ state }) => state).join(" ");
  const step = (steps: readonly DiagnosisStep[], name: DiagnosisStep["name"]): DiagnosisStep => {
    const found = steps.find((one) => one.name === name);
    assert(found !== undefined);
    return found;
  };

  it("runs all steps and reports each one", async () => {
    await start();
    const steps = await stepsOf(at(sandbox.url.replace("127.0.0.1", "localhost")));
    assert.equal(states(steps), "ok skipped ok warning ok ok ok", JSON.stringify(steps));
    assert.match(step(steps, "dns").verdict, /^localhost has /);
    assert(step(steps, "dns").details?.includes("127.0.0.1"));
    assert.match(step(steps, "tcp").verdict, /^127\.0\.0\.1 accepts connections on port \d+\.$/);
    assert.match(step(steps, "token").verdict, /lifetime of 300 s/);
    assert(steps.every(({ state, ms }) => (state === "skipped" ? ms === 0 : ms >= 0)));
  });

  it("shows the certificate chain with issuers and expiry", async () => {
    await start({ tls: "withIntermediate" });
    const tls = step(await stepsOf(inputs()), "tls");
    // The sandbox's certificates are valid for a day, which causes a warning.
    assert.equal(tls.state, "warning");
    assert.match(
      tls.verdict,
      /^TLSv1\.3; the certificate of “sandbox server”, signed by “Sandbox intermediate authority”, is valid for 0 more days\.$/,
    );
    assert.match(tls.hint ?? "", /renew/);
    const [own = "", between = ""] = tls.details ?? [];
    assert.match(own, /“sandbox server”.* GMT, for localhost, 127\.0\.0\.1/);
    assert.match(between, /“Sandbox intermediate authority”, signed by “Sandbox authority”/);
  });

  it("warns within 14 days before a certificate expires", () => {
    const certificate = { subject: "a", issuer: "b", validFrom: "", validTo: "Jan 15 00:00:00 2026 GMT", names: [] };
    const verdict = (now: number) => certificateVerdict({ protocol: "TLSv1.3", chain: [certificate] }, now);
    assert.equal(verdict(Date.UTC(2026, 0, 1)).state, "ok");
    assert.match(verdict(Date.UTC(2026, 0, 1)).verdict, /14 more days/);
    assert.equal(verdict(Date.UTC(2026, 0, 1, 1)).state, "warning");
    assert.match(verdict(Date.UTC(2026, 0, 13, 12)).verdict, /1 more day\./);
  });

  it("goes through a proxy, which resolves the name and connects", async () => {
    await start();
    const login = { username: "someone", password: "pass-word" };
    const proxy = await startProxy({ login, hosts: { [`${TEST_HOST}:443`]: new URL(sandbox.url).host } });
    const url = proxy.url.replace("://", "://someone:pass-word@");
    const steps = await stepsOf(
      at(`https://${TEST_HOST}`),
      networkWith({ http: { proxy: url }, caFile: folder.caFile }),
    );
    await proxy.close();
    assert.equal(states(steps), "skipped ok ok warning ok ok ok", JSON.stringify(steps));
    assert.match(step(steps, "dns").verdict, /The proxy resolves the name of argus\.example\.$/);
    assert.match(step(steps, "proxy").verdict, /^127\.0\.0\.1:\d+ \(http\.proxy\) accepts connections\.$/);
    assert.match(step(steps, "proxy").details?.join() ?? "", /with a login/);
    assert.match(step(steps, "tcp").verdict, /The proxy connected to argus\.example/);
    assert(!JSON.stringify(steps).includes("pass-word"));
  });

  it("stops at a proxy that requires a login, and skips the rest", async () => {
    await start();
    const proxy = await startProxy({ login: { username: "someone", password: "pass-word" } });
    const network = networkWith({ http: { proxy: proxy.url } });
    const steps = await stepsOf(at(`https://${TEST_HOST}`), network);
    await proxy.close();
    assert.equal(states(steps), "skipped failed skipped skipped skipped skipped skipped");
    assert.match(step(steps, "proxy").verdict, /login/);
    assert.match(step(steps, "proxy").hint ?? "", /http\.proxy/);
  });

  it("reports an unusable proxy URL, or why a proxy is not used", async () => {
    await start();
    const unusable = await stepsOf(
      at(`https://${TEST_HOST}`),
      networkWith({ http: { proxy: "socks5://localhost:1080" } }),
    );
    assert.equal(states(unusable), "skipped failed skipped skipped skipped skipped skipped");
    const http = { proxy: "http://localhost:1" };
    const own = await stepsOf(inputs(), networkWith({ http, caFile: folder.caFile }));
    assert.match(step(own, "proxy").verdict, /This machine is never reached through a proxy/);
    assert.equal(step(own, "proxy").state, "skipped");
  });

  it("stops at an unknown name", async () => {
    await start();
    const steps = await stepsOf(at("https://argus.invalid"));
    assert.equal(states(steps), "failed skipped skipped skipped skipped skipped skipped");
    assert.match(step(steps, "dns").verdict, /argus\.invalid/);
    assert.equal(step(steps, "tcp").verdict, "An earlier step failed.");
  });

  it("stops at a closed port", async () => {
    await start();
    const steps = await stepsOf(at(`http://127.0.0.1:${await deadPort()}`));
    assert.equal(states(steps), "skipped skipped failed skipped skipped skipped skipped");
    assert.match(step(steps, "tcp").verdict, /connection refused/);
  });

  it("stops at an untrusted certificate, and shows it", async () => {
    await start({ tls: "selfSigned" });
    const steps = await stepsOf(inputs());
    assert.equal(states(steps), "skipped skipped ok failed skipped skipped skipped");
    assert.match(step(steps, "tls").verdict, /self-signed/);
    assert.match(step(steps, "tls").details?.[0] ?? "", /“sandbox server”, signed by “sandbox server”/);
    assert.equal(sandbox.requests.length, 0);
  });

  it("continues with a warning if certificates are not verified", async () => {
    await start({ tls: "selfSigned" });
    const steps = await stepsOf(inputs(), networkWith({ http: { proxyStrictSSL: false } }));
    assert.equal(step(steps, "tls").state, "warning");
    assert.match(step(steps, "tls").verdict, /would not be accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    assert.equal(step(steps, "token").state, "ok");
  });

  it("blames an unusable certificate file on the file, not the connection", async () => {
    await start();
    const steps = await stepsOf(inputs(), networkWith({ caFile: "/nowhere/ca.pem" }));
    assert.equal(states(steps), "skipped skipped skipped failed skipped skipped skipped");
    assert.match(step(steps, "tls").verdict, /argus\.caFile/);
  });

  it("limits the time of the network steps", async () => {
    await start();
    const silent = await rawServer(() => undefined);
    const limit = new AbortController();
    const timeout = mock.method(AbortSignal, "timeout", () => limit.signal);
    try {
      const running = stepsOf(at(`https://127.0.0.1:${silent.port}`), networkWith(), { timeoutMs: 300 });
      await until("the handshake", () => silent.received !== "");
      limit.abort();
      const steps = await running;
      assert.deepEqual(
        timeout.mock.calls.map(({ arguments: [ms] }) => ms),
        [300],
      );
      assert.equal(states(steps), "skipped skipped ok failed skipped skipped skipped");
      assert.match(step(steps, "tls").verdict, /within 0\.3 s/);
      await until("the socket's end", () => silent.open.size === 0, 2000);
    } finally {
      timeout.mock.restore();
    }
    await silent.close();
  });

  it("can be cancelled within a step, which closes the socket", async () => {
    await start();
    const silent = await rawServer(() => undefined);
    const controller = new AbortController();
    const running = run(at(`https://127.0.0.1:${silent.port}`), networkWith(), { signal: controller.signal });
    await until("the handshake", () => silent.received !== "");
    controller.abort();
    const result = await running;
    assert(!result.ok && result.error.code === "cancelled");
    await until("the socket's end", () => silent.open.size === 0, 2000);
    await silent.close();
  });

  it("can be cancelled between steps", async () => {
    await start();
    const controller = new AbortController();
    const tell = ({ name }: DiagnosisStep): void => {
      if (name === "token") controller.abort();
    };
    const result = await run(inputs(), undefined, { signal: controller.signal, tell });
    assert(!result.ok && result.error.code === "cancelled");
    assert.equal(sandbox.requests.length, 1);
  });

  it("does not repeat a reflected client secret, in any encoding", async () => {
    await start();
    const { clientId, clientSecret } = sandbox;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64url");
    const value = { active: true, scope: `${clientSecret} ${basic}` };
    sandbox.fail({ kind: "json200", value }, 1, "introspection");
    const steps = await stepsOf(inputs({ clientSecret: `${clientSecret}\n` }));
    assert(step(steps, "introspection").details?.includes("Scope: [redacted] [redacted]"), JSON.stringify(steps));
  });

  it("checks a given token if there is no credential", async () => {
    await start();
    const none = await stepsOf(inputs({ credential: undefined }));
    assert.equal(states(none.slice(4)), "skipped skipped skipped");
    assert.match(step(none, "token").verdict, /no credential/);
    const given = await stepsOf(inputs({ credential: undefined, token: "some/old-token" }));
    assert.equal(states(given.slice(4)), "skipped failed failed");
    assert.match(step(given, "introspection").verdict, /not active/);
    assert(!JSON.stringify(given).includes("some/old-token"));
  });

  it("continues with a given token if no new one can be fetched", async () => {
    await start();
    sandbox.fail({ kind: "status", status: 401, message: `key ${sandbox.apiKey} is expired` });
    const steps = await stepsOf(inputs({ token: "some/old-token" }));
    assert.equal(states(steps.slice(4)), "failed failed failed");
    assert.match(step(steps, "token").verdict, /\[redacted\]/);
  });

  it("warns about a wrong clock, also after a refusal", async () => {
    await start({ now: () => Date.now() + 60_000 });
    const token = step(await stepsOf(inputs()), "token");
    assert.equal(token.state, "warning");
    assert.match(token.details?.[0] ?? "", /^This machine's clock is (59|60|61) s behind Argus' clock\.$/);
    sandbox.fail({ kind: "status", status: 401 });
    const refused = step(await stepsOf(inputs()), "token");
    assert.equal(refused.state, "failed");
    assert.match(refused.details?.[0] ?? "", /clock is/);
  });

  it("refuses a profile without a usable URL", async () => {
    await start();
    for (const [url, code] of [
      ["nowhere", "invalidProfile"],
      ["http://api.example.com", "insecureUrl"],
    ] as const) {
      const result = await run(at(url));
      assert(!result.ok && result.error.code === code);
    }
  });
});
