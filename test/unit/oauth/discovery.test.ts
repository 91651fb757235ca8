import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { discover } from "../../../server/src/oauth/discovery.ts";
import { endpointUrl } from "../../../server/src/oauth/endpoint.ts";
import type { DiscoverValue } from "../../../common/protocol/requests.ts";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Fault } from "../../sandbox/sandbox.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

const OPENID = "/.well-known/openid-configuration";
const OAUTH = "/.well-known/oauth-authorization-server";

describe("discovery", () => {
  const setup = useSandbox();

  async function discovered(url?: string): Promise<DiscoverValue> {
    const result = await discover(setup.profile, url, setup.context());
    assert(result.ok, result.ok ? "" : result.error.message);
    return result.value;
  }

  async function failureOf(code: ErrorCode, url?: string): Promise<string> {
    const result = await discover(setup.profile, url, setup.context());
    assert(!result.ok, "something was found");
    assert.equal(result.error.code, code);
    return result.error.message;
  }

  const paths = (): string[] => setup.sandbox.requests.map(({ target }) => target);

  it("asks the profile's URL without a credential", async () => {
    const { url } = setup.sandbox;
    assert.deepEqual(await discovered(), {
      source: url + OPENID,
      endpoints: {
        token: `${url}/authentication/v1/oauth/token`,
        introspection: `${url}/oauth/introspect`,
        userinfo: `${url}/authentication/v1/oauth/userinfo`,
      },
    });
    const [request] = setup.sandbox.requests;
    assert.deepEqual(paths(), [OPENID]);
    for (const name of ["authorization", "argus-api-key", "x-forwarded-for"]) assert(!(name in request!.headers));
  });

  it("reads the other document if the first does not exist", async () => {
    setup.sandbox.setDiscovery({ absent: ["openid"] });
    assert.equal((await discovered()).source, setup.sandbox.url + OAUTH);
  });

  it("reads an issuer of many slashes in linear time", async () => {
    setup.sandbox.setDiscovery({ issuer: `https://argus.example${"/".repeat(500_000)}x` });
    const { warnings = [] } = await discovered();
    assert.match(warnings[0] ?? "", /^The metadata is for “https:\/\/argus\.example\//);
    assert((warnings[0] ?? "").length < 500);
  });

  it("reads the next document if the first is a web page", async () => {
    setup.sandbox.fail({ kind: "html200" });
    assert.equal((await discovered()).source, setup.sandbox.url + OAUTH);
  });

  it("lists the URLs it tried if there is no document", async () => {
    setup.sandbox.setDiscovery({ absent: ["openid", "oauth"] });
    const message = await failureOf("notFound");
    for (const path of [OPENID, OAUTH]) assert(message.includes(path), message);
  });

  it("reports any failure other than a missing document", async () => {
    setup.sandbox.setDiscovery({ absent: ["oauth"] });
    setup.sandbox.fail({ kind: "status", status: 403, message: "not from here" });
    assert.match(await failureOf("forbidden"), /not from here/);
  });

  it("stops if there is no answer, or a redirect", async () => {
    setup.sandbox.fail({ kind: "reset" });
    await failureOf("connect");
    assert.equal(setup.sandbox.requests.length, 1);
    setup.sandbox.fail({ kind: "redirect", location: "https://elsewhere.example/" }, 2);
    assert.match(await failureOf("redirected"), /elsewhere\.example/);
    assert.equal(setup.sandbox.requests.length, 3);
  });

  it("accepts a document's URL as its issuer's", async () => {
    for (const path of ["", "/", OPENID, OAUTH, `${OPENID}/`, `${OPENID}?x=y#z`]) {
      assert.equal((await discovered(setup.sandbox.url + path)).source, setup.sandbox.url + OPENID);
    }
  });

  it("warns if the document's issuer is a different one or missing", async () => {
    setup.sandbox.setDiscovery({ issuer: "https://elsewhere.example/\u2028x" });
    const { warnings, endpoints } = await discovered();
    assert(endpoints.token);
    assert.equal(warnings?.length, 1);
    assert(warnings[0]!.includes("“https://elsewhere.example/ x”") && warnings[0]!.includes(setup.sandbox.url));
    setup.sandbox.setDiscovery({ members: { issuer: null } });
    assert.match((await discovered()).warnings?.[0] ?? "", /names no issuer/);
    setup.sandbox.setDiscovery({ issuer: `${setup.sandbox.url}/` });
    assert.equal((await discovered()).warnings, undefined);
  });

  it("returns endpoints on other origins, for the caller to decide", async () => {
    setup.sandbox.setDiscovery({ endpointOrigin: "https://elsewhere.example" });
    assert.equal((await discovered()).endpoints.introspection, "https://elsewhere.example/oauth/introspect");
  });

  it("leaves out endpoints that the document does not name", async () => {
    setup.sandbox.setDiscovery({ members: { introspection_endpoint: null, userinfo_endpoint: undefined } });
    assert.deepEqual(Object.keys((await discovered()).endpoints), ["token"]);
  });

  it("refuses an invalid endpoint", () =>
    eachCase(
      [
        "/token",
        "http://elsewhere.example/token",
        "https://me:secret@elsewhere.example/",
        "javascript:alert(1)",
        "blob:https://elsewhere.example/1",
        "",
        7,
      ],
      (endpoint) => JSON.stringify(endpoint),
      async (endpoint) => {
        setup.sandbox.setDiscovery({ members: { token_endpoint: endpoint } });
        assert.match(await failureOf("badResponse"), /token_endpoint/);
      },
    )).timeout(30_000);

  it("refuses a document without endpoints", async () => {
    const none = { token_endpoint: null, introspection_endpoint: null, userinfo_endpoint: null };
    setup.sandbox.setDiscovery({ members: none });
    assert.match(await failureOf("badResponse"), /names no token/);
  });

  it("never blames the profile for a URL that the person chose, nor suggests the command that is running", () =>
    eachCase(
      [
        { kind: "html200" },
        { kind: "truncatedJson" },
        { kind: "gzip" },
        { kind: "json200", value: [] },
        { kind: "json200", value: {} },
        { kind: "answer", status: 200, body: "" },
        { kind: "answer", status: 200, body: "yes" },
        { kind: "status", status: 404 },
        { kind: "status", status: 405 },
        { kind: "status", status: 410 },
        { kind: "redirect", location: "/elsewhere" },
        { kind: "redirect", location: "https://elsewhere.example/" },
        { kind: "huge", announced: true },
        { kind: "bytes", bytes: "SSH-2.0-OpenSSH_9.6\r\n" },
      ] satisfies Fault[],
      (fault) => JSON.stringify(fault),
      async (fault) => {
        setup.sandbox.fail(fault, 5, "discovery");
        const result = await discover(setup.profile, `${setup.sandbox.url}/`, setup.context());
        setup.sandbox.recover();
        assert(!result.ok);
        const { message, hint = "" } = result.error;
        assert.doesNotMatch(`${message} ${hint}`, /profile's|“Argus: Discover Endpoints”/);
      },
    )).timeout(30_000);

  it("refuses an unusable URL", () =>
    eachCase(
      [
        ["api.mnemonic.no", "rejected"],
        ["ftp://127.0.0.1", "rejected"],
        ["https://me:secret@127.0.0.1", "rejected"],
        ["http://api.mnemonic.no", "insecureUrl"],
      ] as const,
      ([url]) => url,
      async ([url, code]) => {
        assert(!(await failureOf(code, url)).includes("me:secret"));
        assert.equal(setup.sandbox.requests.length, 0);
      },
    )).timeout(30_000);

  it("knows the documents of an issuer with a path", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(404).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const message = await failureOf("notFound", `http://127.0.0.1:${port}/argus/eu/`);
      const all = [`/argus/eu${OPENID}`, `${OAUTH}/argus/eu`, `${OPENID}/argus/eu`];
      assert.deepEqual(asked, all);
      assert(message.includes(`Tried: ${all[0]!}, ${all[1]!}, and ${all[2]!}.`), message);
      asked.length = 0;
      await failureOf("notFound", `http://127.0.0.1:${port}${OAUTH}/argus/eu`);
      assert.deepEqual(asked, all);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe("an endpoint on another origin", () => {
  const profile: Profile = {
    name: "x",
    url: "https://argus.example.com",
    clientId: "y",
    endpoints: { token: "https://login.example.com/token" },
  };

  it("is used only if the person allowed that origin", () => {
    const codes = [[], ["https://other.example.com"], ["https://login.example.com:8443"], ["null"], ["rubbish"]].map(
      (allowedOrigins) => {
        const endpoint = endpointUrl({ ...profile, allowedOrigins }, "token");
        return endpoint.ok ? undefined : endpoint.error.code;
      },
    );
    assert.deepEqual(codes, Array(5).fill("invalidProfile"));
    for (const origin of ["https://login.example.com", "https://login.example.com/"]) {
      const endpoint = endpointUrl({ ...profile, allowedOrigins: [origin] }, "token");
      assert(endpoint.ok);
      assert.equal(endpoint.url.href, "https://login.example.com/token");
    }
  });

  it("must still be encrypted, or on this machine", () => {
    for (const [origin, code] of [
      ["http://login.example.com", "insecureUrl"],
      ["http://localhost:8080", undefined],
    ] as const) {
      const endpoints = { token: `${origin}/token` };
      const endpoint = endpointUrl({ ...profile, endpoints, allowedOrigins: [origin] }, "token");
      assert.equal(endpoint.ok ? undefined : endpoint.error.code, code);
    }
  });

  it("must be on a web origin", () => {
    for (const token of [
      "data:text/plain,x",
      "blob:https://argus.example.com/1",
      "https://u:p@login.example.com/token",
    ]) {
      const endpoint = endpointUrl(
        { ...profile, endpoints: { token }, allowedOrigins: ["null", "data:", "https://login.example.com"] },
        "token",
      );
      assert(!endpoint.ok);
    }
  });
});
