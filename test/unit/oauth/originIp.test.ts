import assert from "node:assert/strict";
import { originIp } from "../../../server/src/oauth/originIp.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

const PUBLIC = new URL("https://api.mnemonic.no/authentication/v1/oauth/token");

function of(forwardedFor: string | undefined, setting?: string, url = PUBLIC) {
  return originIp({ name: "x", url: url.href, clientId: "y", forwardedFor }, setting, url);
}

function sentFor(forwardedFor: string | undefined, setting?: string): string | undefined {
  const result = of(forwardedFor, setting);
  assert(result.ok);
  return result.headers["x-forwarded-for"];
}

function warningFor(forwardedFor: string, url = PUBLIC.href): string | undefined {
  const result = of(forwardedFor, undefined, new URL(url));
  assert(result.ok);
  assert(result.warnings.length <= 1);
  return result.warnings[0];
}

describe("the origin IP", () => {
  it("comes from the profile, else from the settings", () =>
    eachCase(
      [
        [undefined, undefined, undefined],
        ["auto", undefined, undefined],
        ["none", "8.8.8.8", undefined],
        ["auto", "8.8.8.8", undefined],
        ["", "8.8.8.8", undefined],
        ["None", undefined, undefined],
        [undefined, "none", undefined],
        [undefined, "8.8.8.8", "8.8.8.8"],
        ["8.8.4.4", "8.8.8.8", "8.8.4.4"],
        [" 8.8.8.8 ", undefined, "8.8.8.8"],
        ["2606:4700::1", undefined, "2606:4700::1"],
        ["[2606:4700::1]", undefined, "2606:4700::1"],
        ["2606:4700:0:0:0:0:0:ABCD", undefined, "2606:4700::abcd"],
        ["::ffff:8.8.8.8", undefined, "8.8.8.8"],
        ["::ffff:0808:0408", undefined, "8.8.4.8"],
      ] as const,
      ([profile, setting, sent]) => `${profile ?? "nothing"}, ${setting ?? "nothing"}, ${sent ?? "no header"}`,
      ([profile, setting, sent]) => {
        assert.equal(sentFor(profile, setting), sent);
      },
    ));

  it("is refused if it is not a single address", () =>
    eachCase(
      [
        ["8.8.8.8, 8.8.4.4", /a single address/],
        ["8.8.8.8 8.8.4.4", /a single address/],
        ["2606:4700::1,8.8.8.8", /a single address/],
        ["8.8.8.8\r\nX: y", /a single address/],
        ["fe80::1%eth0", /zone/],
        ["[fe80::1%eth0]", /zone/],
        ["8.8.8.8:80", /without a port/],
        ["[2606:4700::1]:80", /without a port/],
        ["[8.8.8.8]", /one IPv4 or IPv6 address/],
        ["8.8.8", /one IPv4 or IPv6 address/],
        ["010.8.8.8", /one IPv4 or IPv6 address/],
        ["me", /one IPv4 or IPv6 address/],
      ] as const,
      ([address]) => JSON.stringify(address),
      ([address, says]) => {
        const inProfile = of(address);
        assert(!inProfile.ok);
        assert.equal(inProfile.error.code, "invalidProfile");
        assert.match(inProfile.error.message, says);
        const inSettings = of(undefined, address);
        assert(!inSettings.ok);
        assert.match(inSettings.error.message, /argus\.forwardedFor/);
      },
    ));

  it("causes a warning if a public host cannot see it", () =>
    eachCase(
      [
        ["10.1.2.3", "a private address"],
        ["172.31.255.255", "a private address"],
        ["192.168.0.1", "a private address"],
        ["fd00::1", "a private address"],
        ["::ffff:10.0.0.1", "a private address"],
        ["127.0.0.1", "a loopback address"],
        ["::1", "a loopback address"],
        ["169.254.1.1", "a link-local address"],
        ["fe80::1", "a link-local address"],
        ["100.64.0.1", "NAT"],
        ["192.0.2.1", "documentation"],
        ["2001:db8::1", "documentation"],
        ["0.0.0.0", "not the address of a machine"],
        ["::", "not the address of a machine"],
      ] as const,
      ([address]) => address,
      ([address, kind]) => {
        const warning = warningFor(address);
        assert(warning?.includes(kind) === true, warning);
        assert.match(warning, /Argus sees your public one/);
      },
    ));

  it("causes no warning if it is public", () =>
    eachCase(
      ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "11.0.0.1"],
      (address) => address,
      (address) => {
        assert.equal(warningFor(address), undefined);
      },
    ));

  it("causes no warning for a private address and a private host", () =>
    eachCase(
      ["127.0.0.1", "[::1]", "localhost", "argus", "argus.local", "argus.corp.internal", "10.0.0.8", "[fd00::8]"],
      (host) => host,
      (host) => {
        assert.equal(warningFor("10.1.2.3", `https://${host}/`), undefined);
      },
    ));
  it("causes a warning for a private address and a public host", () =>
    eachCase(
      ["8.8.8.8", "[2606:4700::8]", "argus.example.com", "local.example.com"],
      (host) => host,
      (host) => {
        assert(warningFor("10.1.2.3", `https://${host}/`));
      },
    ));
});

describe("a warning", () => {
  const setup = useSandbox();

  it("comes with the answer of each call", async () => {
    const forwardedFor = "8.8.8.8";
    const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const token = await requestToken({ ...setup.profile, forwardedFor }, credential, setup.context());
    assert(token.ok);
    assert.equal("warnings" in token.value, false);

    // A host with a public name that is nevertheless this machine.
    const { port } = new URL(setup.sandbox.url);
    const { network } = setup.context();
    const seen: string[] = [];
    const context = setup.context({
      network: {
        ...network,
        send(request, timeoutMs, signal) {
          seen.push(request.url.host);
          const url = new URL(request.url);
          url.protocol = "http:";
          url.host = `127.0.0.1:${port}`;
          return network.send({ ...request, url }, timeoutMs, signal);
        },
      },
    });
    const profile = { ...setup.profile, url: "https://argus.example.com", forwardedFor: "10.1.2.3" };
    const made = await requestToken(profile, credential, context);
    assert(made.ok);
    const { accessToken } = made.value;
    const answers = [
      made,
      await introspect(profile, accessToken, setup.sandbox.clientSecret, context),
      await requestUserinfo(profile, accessToken, context),
    ];
    for (const answer of answers) {
      assert(answer.ok);
      assert.match(answer.value.warnings?.[0] ?? "", /10\.1\.2\.3 \(forwardedFor\), which is a private address/);
    }
    assert.deepEqual(new Set(seen), new Set(["argus.example.com"]));
  });
});
