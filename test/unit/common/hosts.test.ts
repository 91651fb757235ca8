import assert from "node:assert/strict";
import { calledHost, hostFit, hostOf, isHostEntry, type ProfileHosts } from "../../../common/hosts.ts";
import { eachCase } from "../../host/eachCase.ts";

const fits = (target: string, profile: ProfileHosts): boolean => hostFit(new URL(target), profile) > 0;

describe("a profile's hosts", () => {
  const own: [string, string, boolean][] = [
    ["https://api.example.com/a", "https://api.example.com", true],
    ["https://API.Example.com./a", "https://api.example.com/base", true],
    ["https://api.example.com:443/a", "https://api.example.com", true],
    ["http://api.example.com/a", "https://api.example.com", true],
    ["https://api.example.com:8443/a", "https://api.example.com", false],
    ["https://api.example.com.evil.test/a", "https://api.example.com", false],
    ["https://xapi.example.com/a", "https://api.example.com", false],
    ["https://api.example.com@evil.test/a", "https://api.example.com", false],
    ["http://127.0.0.1:4001/a", "http://127.0.0.1:4000", false],
    ["https://bücher.example/a", "https://xn--bcher-kva.example", true],
  ];
  it("include the host of the URL", () =>
    eachCase(
      own,
      ([target, url]) => `${target}, ${url}`,
      ([target, url, expected]) => assert.equal(fits(target, { url }), expected),
    ));

  const listed: [string, string, boolean][] = [
    ["https://app.example.com/a", "app.example.com", true],
    ["https://app.example.com:8443/a", "app.example.com", true],
    ["https://app.example.com/a", "app.example.com:8443", false],
    ["https://app.example.com:8443/a", "APP.example.com:8443", true],
    ["https://app.example.com:8443/a", "https://app.example.com", false],
    ["https://app.example.com/a", "https://app.example.com/", true],
    ["https://a.b.example.com/a", "*.example.com", true],
    ["https://example.com/a", "*.example.com", false],
    ["https://badexample.com/a", "*.example.com", false],
    ["https://a.example.com:8443/a", "*.example.com", true],
    ["https://anything.com/a", "*.com", false],
    ["https://anything.com/a", "*", false],
    ["https://anything.com/a", "*.*", false],
    ["https://anything.com/a", "", false],
    ["https://tool.internal/a", "*.internal", true],
    ["https://app.example.com/a", "app.example.com:443", true],
    ["https://app.example.com:8443/a", "app.example.com:443", false],
    ["https://a.example.com:8443/a", "*.example.com:8443", true],
    ["https://a.example.com/a", "*.example.com:443", true],
    ["https://a.example.com:8443/a", "*.example.com:443", false],
    ["https://[::1]:8443/a", "[::1]", true],
  ];
  it("include those that an entry matches", () =>
    eachCase(
      listed,
      ([target, entry]) => `${target}, ${entry}`,
      ([target, entry, expected]) =>
        assert.equal(fits(target, { url: "https://api.example.net", hosts: [entry] }), expected),
    ));

  it("match better the more specific the entry is", () => {
    const target = new URL("https://a.b.example.com");
    const profiles: ProfileHosts[] = [
      { hosts: ["*.example.com"] },
      { hosts: ["*.b.example.com"] },
      { hosts: ["*.example.com", "a.b.example.com"] },
      { url: "https://a.b.example.com" },
    ];
    const fit = profiles.map((profile) => hostFit(target, profile));
    assert.deepEqual(
      fit,
      [...fit].sort((one, other) => one - other),
    );
    assert.equal(new Set(fit).size, fit.length);
  });

  it("can be entered as a host, a pattern or an origin", () => {
    for (const entry of ["a.example", "a.example:81", "*.a.example", "https://a.example", "localhost:80", "[::1]:80"]) {
      assert(isHostEntry(entry), entry);
    }
    for (const entry of ["", " ", "*", "*.com", "*.", "a b", "https://", "a*.example"])
      assert(!isHostEntry(entry), entry);
  });

  it("are shown in ASCII, so that none looks like another one", () => {
    assert.equal(calledHost("*.аpi.Example"), "*.xn--pi-6kc.example");
    assert.equal(calledHost(" аpi.example:8443 "), "xn--pi-6kc.example:8443");
    assert.equal(calledHost("https://аpi.example"), "xn--pi-6kc.example");
    assert.equal(calledHost("*"), undefined);
  });

  it("are compared in a normal form", () => {
    assert.equal(hostOf("HTTPS://A.Example:443/x?y"), "a.example");
    assert.equal(hostOf("a.example:8080"), "a.example:8080");
    assert.equal(hostOf("http://[::1]:4000"), "[::1]:4000");
    assert.equal(hostOf("::"), undefined);
  });
});
