import assert from "node:assert/strict";
import { isExempt } from "../../../server/src/network/noProxy.ts";
import { chooseProxy, type Environment, type Proxy } from "../../../server/src/network/proxy.ts";
import type { HttpSettings } from "../../../common/protocol/settings.ts";
import { eachCase } from "../../host/eachCase.ts";

const ARGUS = "https://api.example.com/token";

function choose(settings: Partial<HttpSettings>, environment: Environment = {}, url = ARGUS) {
  return chooseProxy(new URL(url), { noProxy: [], proxyStrictSSL: true, ...settings }, environment);
}

function proxyOf(settings: Partial<HttpSettings>, environment: Environment = {}): Proxy {
  const choice = choose(settings, environment);
  assert(choice.kind === "proxy", choice.kind);
  return choice.proxy;
}

describe("which proxy", () => {
  it("is none if none is set, or the name is blank", () => {
    for (const proxy of [undefined, "", "  "]) assert.equal(choose({ proxy }, { HTTPS_PROXY: " " }).kind, "direct");
  });

  const order: [Partial<HttpSettings>, Environment, host: string, source: string][] = [
    [{ proxy: "http://set:1" }, { HTTPS_PROXY: "http://env:2" }, "set:1", "http.proxy"],
    [{ proxy: "" }, { HTTPS_PROXY: "http://env:2" }, "env:2", "HTTPS_PROXY"],
    [{}, { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:2" }, "lower:2", "HTTPS_PROXY"],
    [{}, { https_proxy: "", HTTPS_PROXY: "http://upper:1" }, "upper:1", "HTTPS_PROXY"],
    [{}, { HTTP_PROXY: "http://plain:1", HTTPS_PROXY: "http://secure:2" }, "secure:2", "HTTPS_PROXY"],
    [{}, { http_proxy: "http://plain:1" }, "plain:1", "HTTP_PROXY"],
  ];
  it("depends on the settings, the environment and the URL", () =>
    eachCase(
      order,
      ([settings, environment, host]) => `${host}, ${JSON.stringify(settings)}, ${JSON.stringify(environment)}`,
      ([settings, environment, host, source]) => {
        const proxy = proxyOf(settings, environment);
        assert.deepEqual([proxy.host, proxy.source], [host, source]);
      },
    ));

  it("is none for http:, which would expose the credential", () => {
    const environment = { HTTP_PROXY: "http://env:1", HTTPS_PROXY: "http://env:1" };
    assert.deepEqual(choose({ proxy: "http://set:1" }, environment, "http://127.0.0.1:8080/"), { kind: "direct" });
  });

  it("is none for this machine, which would be the proxy's own", () => {
    const names = [
      "localhost",
      "LOCALHOST.",
      "argus.localhost",
      "127.0.0.1",
      "127.8.9.10",
      "[::1]",
      "[::ffff:127.0.0.1]",
    ];
    for (const name of names) {
      const choice = choose({ proxy: "http://set:1" }, { HTTPS_PROXY: "http://env:1" }, `https://${name}:8443/`);
      assert.deepEqual(choice, { kind: "direct", why: "thisMachine" }, name);
    }
    for (const name of ["localhost.example", "mylocalhost", "128.0.0.1", "[::2]", "127.0.0.1.example"])
      assert.equal(choose({ proxy: "http://set:1" }, {}, `https://${name}/`).kind, "proxy", name);
  });

  it("is none if http.proxySupport is off", () => {
    const environment = { HTTPS_PROXY: "http://env:1" };
    assert.deepEqual(choose({ proxy: "http://set:1", proxySupport: "off" }, environment), {
      kind: "direct",
      why: "off",
    });
    for (const proxySupport of ["on", "fallback", "override"])
      assert.equal(choose({ proxy: "http://set:1", proxySupport }, environment).kind, "proxy");
  });

  const urls: [string, Partial<Proxy>][] = [
    ["http://proxy.example", { hostname: "proxy.example", port: 80, isSecure: false, host: "proxy.example:80" }],
    ["https://proxy.example", { port: 443, isSecure: true, host: "proxy.example:443" }],
    ["HTTP://proxy.example:3128/", { port: 3128 }],
    ["proxy.example:3128", { hostname: "proxy.example", port: 3128, isSecure: false }],
    ["proxy.example", { hostname: "proxy.example", port: 80 }],
    ["192.0.2.1:8080", { hostname: "192.0.2.1", port: 8080 }],
    ["[::1]:8080", { hostname: "::1", port: 8080, host: "[::1]:8080" }],
    [" http://proxy.example:1 ", { port: 1 }],
    ["http://me:p%40ss%3Aword@proxy.example", { authorization: `Basic ${btoa("me:p@ss:word")}` }],
    ["me:pass@proxy.example:1", { hostname: "proxy.example", authorization: `Basic ${btoa("me:pass")}` }],
    ["http://me@proxy.example", { authorization: `Basic ${btoa("me:")}` }],
    ["http://m%C3%A9:x@proxy.example", { authorization: `Basic ${Buffer.from("mé:x").toString("base64")}` }],
  ];
  it("reads every form of a proxy URL", () =>
    eachCase(
      urls,
      ([url]) => url.trim(),
      ([url, expected]) => {
        const proxy = proxyOf({ proxy: url });
        assert.deepEqual({ ...proxy, ...expected }, proxy);
      },
    ));

  it("prefers http.proxyAuthorization to the URL's login", () => {
    const { authorization } = proxyOf({ proxy: "http://me:pass@proxy.example", proxyAuthorization: " Bearer abc\n" });
    assert.equal(authorization, "Bearer abc");
    const { authorization: own } = proxyOf({ proxy: "http://me:pass@proxy.example", proxyAuthorization: null });
    assert.equal(own, `Basic ${btoa("me:pass")}`);
  });

  it("refuses an unusable URL", () =>
    eachCase(
      [
        "socks5://proxy:1080",
        "ftp://proxy",
        "http://",
        "http://pro xy",
        "http://proxy:99999",
        "socks5://me:pass@proxy:1080",
      ],
      (url) => url,
      (url) => {
        assert.deepEqual(choose({ proxy: url }), { kind: "unusable", source: "http.proxy", reason: "PROXY_URL" });
      },
    ));

  it("asks to percent-encode a login", () =>
    eachCase(
      [
        "http://%@p",
        "http://me:p@ss@proxy:3128",
        "http://me@corp.example:pass@proxy:3128",
        "me:p@ss@proxy:3128",
        "http://me:12#34@proxy:3128",
        "http://me:12/34@proxy:3128",
        "http://me:12?34@proxy:3128",
        "http://DOMAIN\\me:pass@proxy:3128",
        "DOMAIN\\me:pass@proxy:3128",
        "http://me:100%@proxy:3128",
      ],
      (url) => url,
      (url) => {
        assert.deepEqual(choose({ proxy: url }), { kind: "unusable", source: "http.proxy", reason: "PROXY_LOGIN" });
      },
    ));

  it("accepts an encoded @ in a login", () => {
    const { host, authorization } = proxyOf({ proxy: "http://me%40corp:p%40ss@proxy.example:3128" });
    assert.deepEqual([host, authorization], ["proxy.example:3128", `Basic ${btoa("me@corp:p@ss")}`]);
  });

  it("refuses a login that does not fit in a header, without quoting it", () => {
    const choice = choose({ proxy: "http://proxy.example", proxyAuthorization: "Basic a\r\nb" });
    assert.equal(choice.kind === "unusable" && choice.reason, "PROXY_AUTHORIZATION");
    assert(!JSON.stringify(choice).includes("Basic"));
  });

  it("adds http.noProxy to NO_PROXY", () => {
    const exempt = (noProxy: string[], environment: Environment) =>
      choose({ proxy: "http://set:1", noProxy }, environment).kind === "exempt";
    assert(exempt(["api.example.com"], { NO_PROXY: "other.example" }));
    assert(exempt(["other.example"], { no_proxy: "example.com" }));
    assert(!exempt(["other.example"], { NO_PROXY: "another.example" }));
  });
});

describe("which hosts need no proxy", () => {
  const table: [entries: string, url: string, expected: boolean][] = [
    ["", ARGUS, false],
    ["*", ARGUS, true],
    ["example.com", ARGUS, true],
    [".example.com", ARGUS, true],
    ["*.example.com", ARGUS, true],
    [".example.com", "https://example.com/", true],
    ["API.Example.COM", ARGUS, true],
    ["api.example.com.", ARGUS, true],
    ["api.example.com", "https://api.example.com./", true],
    ["ample.com", ARGUS, false],
    ["api.example.com.org", ARGUS, false],
    ["com", ARGUS, true],
    ["other.example, example.com", ARGUS, true],
    ["other.example example.com", ARGUS, true],
    [",,", ARGUS, false],
    [".", ARGUS, false],
    ["example.com:443", ARGUS, true],
    ["example.com:8443", ARGUS, false],
    ["example.com:8443", "https://example.com:8443/", true],
    ["127.0.0.1", "https://127.0.0.1:8443/", true],
    ["127.0.0.1:8443", "https://127.0.0.1:8443/", true],
    ["127.0.0.1:8444", "https://127.0.0.1:8443/", false],
    ["127.0.0.1", "https://127.0.0.2/", false],
    ["10.0.0.0/8", "https://10.1.2.3/", true],
    ["10.0.0.0/8", "https://11.1.2.3/", false],
    ["10.0.0.0/0", "https://11.1.2.3/", true],
    ["10.0.0.0/33", "https://10.0.0.0/", false],
    ["10.0.0.0/", "https://10.0.0.0/", false],
    ["10.0.0.0/x", "https://10.0.0.0/", false],
    ["10.0.0.0/8", ARGUS, false],
    ["::1", "https://[::1]/", true],
    ["[::1]", "https://[::1]/", true],
    ["[::1]:443", "https://[::1]/", true],
    ["[::1]:444", "https://[::1]/", false],
    ["0:0:0:0:0:0:0:1", "https://[::1]/", true],
    ["fd00::/8", "https://[fd12::1]/", true],
    ["fd00::/8", "https://[fe80::1]/", false],
    ["[oops", ARGUS, false],
    ["a/b", ARGUS, false],
  ];
  it("match names, domains, addresses, ranges and ports", () =>
    eachCase(
      table,
      ([entries, url]) => `${entries}, ${url}`,
      ([entries, url, expected]) => {
        assert.equal(isExempt(new URL(url), [entries]), expected);
      },
    ));
});
