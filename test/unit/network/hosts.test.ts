import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo, LookupFunction } from "node:net";
import { originOf } from "../../../client/src/credentials/binding.ts";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import { type CertificateKind, createServer, TEST_HOST } from "../../sandbox/tls.ts";
import { answerOf, failureOf, networkWith, send, useFolder } from "./setup.ts";

describe("the host of a call", () => {
  const folder = useFolder();
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ tls: "trusted" });
  });
  afterEach(() => sandbox.close());
  const portOf = (): string => new URL(sandbox.url).port;

  /** A network whose names resolve to these addresses, one after the other; the last one stays. */
  function resolving(...addresses: string[]) {
    const asked: string[] = [];
    const lookup: LookupFunction = (host, { all }, callback) => {
      asked.push(host);
      const address = addresses.length > 1 ? addresses.shift()! : addresses[0]!;
      const family = address.includes(":") ? 6 : 4;
      if (all === true) callback(null, [{ address, family }]);
      else callback(null, address, family);
    };
    return { asked, network: networkWith({ caFile: folder.caFile }, { lookup }) };
  }

  for (const kind of ["selfSigned", "otherHost"] as const) {
    it(`is who its certificate says, whatever DNS answers the next time (${kind})`, async function () {
      const attacker = await listenAt("127.0.0.2", kind, Number(portOf()));
      if (attacker === undefined) return this.skip();
      try {
        const { network, asked } = resolving("127.0.0.1", "127.0.0.2", "127.0.0.1");
        const url = `https://${TEST_HOST}:${portOf()}/`;
        await answerOf(send(network, url));
        assert.equal((await failureOf(send(network, url))).code, "tls");
        assert.equal(attacker.requests(), 0);
        await answerOf(send(network, url));
        assert.deepEqual(asked, [TEST_HOST, TEST_HOST, TEST_HOST]);
      } finally {
        await attacker.close();
      }
    });
  }

  it("is not one that only looks like it", async () => {
    const lookAlikes = [
      // Cyrillic а and е, Greek ο-like and Latin small letter dotless ı, a soft hyphen is dropped by URLs.
      "аrgus.example",
      "argus.еxample",
      "argμs.example",
      "arǵus.example",
      "argus.example.evil.test",
      "argus-example",
      "xn--rgus-5cd.example",
    ];
    for (const host of lookAlikes) {
      const { network, asked } = resolving("127.0.0.1");
      const url = `https://${host}:${portOf()}/`;
      const failure = await failureOf(send(network, url));
      assert.deepEqual([failure.code, failure.reason], ["tls", "ERR_TLS_CERT_ALTNAME_INVALID"], host);
      assert.match(asked[0] ?? "", /^[a-z\d.-]+$/, "a name is looked up in ASCII");
      assert.notEqual(originOf({ url }), originOf({ url: `https://${TEST_HOST}:${portOf()}/` }), host);
    }
    assert.equal(sandbox.requests.length, 0);
  });

  it("is the same in all its spellings, for DNS, the certificate and what secrets are bound to", async () => {
    const spellings = [
      "ARGUS.Example",
      "argus。example",
      "ａｒｇｕｓ.example",
      "ar\u00adgus.example",
      "%61rgus.example",
    ];
    for (const host of spellings) {
      const { network, asked } = resolving("127.0.0.1");
      const url = `https://${host}:${portOf()}/`;
      await answerOf(send(network, url));
      assert.deepEqual(asked, [TEST_HOST], host);
      assert.equal(originOf({ url }), originOf({ url: `https://${TEST_HOST}:${portOf()}/` }));
    }
    assert.equal(sandbox.requests.length, spellings.length);
  });

  it("can be an IPv6 address in any form, and is not one that it merely contains", async function () {
    const server = await listenAt("::1", "trusted", 0);
    if (server === undefined) return this.skip();
    try {
      const { network, asked } = resolving("127.0.0.1");
      for (const address of ["[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]"]) {
        await answerOf(send(network, `https://${address}:${server.port}/`));
      }
      assert.equal(server.requests(), 3);
      // It reaches 127.0.0.1, but the certificate is for that address and not for this one.
      const mapped = await failureOf(send(network, `https://[::ffff:127.0.0.1]:${portOf()}/`));
      assert.equal(mapped.code, "tls");
      assert.equal(sandbox.requests.length, 0);
      assert.deepEqual(asked, []);
    } finally {
      await server.close();
    }
  });

  it("can be an IPv4 address in any form that URLs take", async () => {
    const { network, asked } = resolving("127.0.0.2");
    for (const address of ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1"]) {
      await answerOf(send(network, `https://${address}:${portOf()}/`));
    }
    assert.deepEqual(asked, []);
  });
});

/** A server of its own at an address; `undefined` where this machine has no such address. */
async function listenAt(address: string, kind: CertificateKind, port: number) {
  let count = 0;
  const server = createServer(kind, (request, response) => {
    count += 1;
    request.resume();
    response.end("{}");
  });
  try {
    server.listen(port, address);
    await once(server, "listening");
  } catch {
    return undefined;
  }
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => count,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
