import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request, type RequestOptions } from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import { caPem, certificateOf, TEST_HOST, type CertificateKind } from "../../sandbox/tls.ts";

describe("sandbox over TLS", () => {
  let sandbox: Sandbox | undefined;

  afterEach(() => sandbox?.close());

  async function start(tls: CertificateKind): Promise<Sandbox> {
    await sandbox?.close();
    sandbox = await startSandbox({ tls });
    return sandbox;
  }

  /** Requests userinfo without a token; returns the status, or the code of the error. */
  async function visit({ url }: Sandbox, options: RequestOptions = {}): Promise<number | string | undefined> {
    const sent = request(`${url}/authentication/v1/oauth/userinfo`, { ca: caPem(), agent: false, ...options }).end();
    try {
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      await text(response);
      return response.statusCode;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  }

  it("serves only clients that trust the private authority", async () => {
    const { url } = await start("trusted");
    assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await visit(sandbox!), 401);
    assert.equal(await visit(sandbox!, { ca: [] }), "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    assert.deepEqual(
      sandbox!.requests.map(({ target }) => target),
      ["/authentication/v1/oauth/userinfo"],
    );
  });

  it("is valid for loopback by name and address, and for the test host", () => {
    const certificate = new X509Certificate(certificateOf("trusted").cert);
    for (const ip of ["127.0.0.1", "::1"]) assert.equal(certificate.checkIP(ip), ip);
    for (const name of ["localhost", TEST_HOST]) assert.equal(certificate.checkHost(name), name);
    assert.equal(certificate.checkHost("other.example"), undefined);
    assert.equal(new X509Certificate(certificateOf("otherHost").cert).checkHost("other.example"), "other.example");
  });

  it("sends the given chain", async () => {
    assert.equal(await visit(await start("withRoot")), 401);
    assert.equal(await visit(sandbox!, { ca: [] }), "SELF_SIGNED_CERT_IN_CHAIN");
    assert.equal(await visit(await start("withIntermediate")), 401);
    assert.equal(await visit(sandbox!, { ca: [] }), "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
    assert.equal(await visit(await start("intermediateMissing")), "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  });

  it("has certificates with one fault each", async () => {
    assert.equal(await visit(await start("expired")), "CERT_HAS_EXPIRED");
    assert.equal(await visit(await start("notYetValid")), "CERT_NOT_YET_VALID");
    assert.equal(await visit(await start("otherHost")), "ERR_TLS_CERT_ALTNAME_INVALID");
    assert.equal(await visit(await start("selfSigned")), "DEPTH_ZERO_SELF_SIGNED_CERT");
    assert.equal(await visit(sandbox!, { ca: certificateOf("selfSigned").cert }), 401);
  });

  it("resets a connection during TLS, and does not blame the client", async () => {
    await start("trusted");
    sandbox!.fail({ kind: "reset" });
    assert.equal(await visit(sandbox!), "ECONNRESET");
    assert.equal((await sandbox!.seen(() => true)).aborted, false);
  });

  it("has an application that calls it over TLS", async () => {
    const { url } = await start("trusted");
    const options = { ca: caPem(), agent: false, headers: { Authorization: "Bearer nonsense" } };
    const [response] = (await once(request(`${url}/app/whoami`, options).end(), "response")) as [IncomingMessage];
    assert.match(await text(response), /The access token is not active/);
    assert.equal(sandbox!.requests.length, 2);
  });

  it("ends a handshake under way when it is closed", async () => {
    const { url } = await start("trusted");
    const idle = connect(Number(new URL(url).port), "127.0.0.1");
    await once(idle, "connect");
    await Promise.all([once(idle, "close"), sandbox!.close()]);
  });
});
