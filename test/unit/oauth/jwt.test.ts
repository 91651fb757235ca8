import assert from "node:assert/strict";
import type { Network } from "../../../server/src/network/types.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import type { ArgusError } from "../../../common/protocol/errors.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import { type Jwt, parseJwt } from "../../sandbox/jwt.ts";
import type { RequestRecord } from "../../sandbox/sandbox.ts";
import { assertNoSecret, FORMS, type KeyKind, keyPair, PASSPHRASE, pem } from "./keys.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

type JwtCredential = Extract<Credential, { kind: "jwt" }>;

const FITS: Readonly<Record<KeyKind, readonly string[]>> = {
  rsa: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  p256: ["ES256"],
  p384: ["ES384"],
  p521: ["ES512"],
  ed25519: ["EdDSA"],
};
const KINDS = ["rsa", "p256", "p384", "p521", "ed25519"] as const;

/** The JWT in a request, in any of its places. */
function jwtIn({ headers, fields }: RequestRecord): Jwt {
  const text =
    fields["client_assertion"] ?? headers["x-argus-jwt"] ?? headers["authorization"]?.slice("Bearer ".length);
  const jwt = parseJwt(text ?? "");
  assert(jwt, "the request has no JWT");
  return jwt;
}

describe("signed JWTs", () => {
  const setup = useSandbox({ assertionHeader: "X-Argus-JWT" });

  /** A credential whose key the sandbox knows. */
  function enrolled(kind: KeyKind, change: Partial<JwtCredential> = {}): JwtCredential {
    const { privateKey, publicKey } = keyPair(kind);
    const keyId = change.keyId?.trim();
    setup.sandbox.enrol({ publicKey, ...(keyId === undefined ? {} : { keyId }) });
    return { kind: "jwt", privateKey: pem(privateKey, "pkcs8"), ...change };
  }

  async function sent(credential: JwtCredential, profile = setup.profile): Promise<RequestRecord> {
    const result = await requestToken(profile, credential, setup.context());
    assert(result.ok, result.ok ? "" : result.error.message);
    return setup.sandbox.requests.at(-1)!;
  }

  /** Why a credential cannot be used; nothing may have been sent. */
  async function problemOf(credential: JwtCredential): Promise<ArgusError> {
    const result = await requestToken(setup.profile, credential, setup.context());
    assert(!result.ok, "a token came");
    assert.equal(result.error.code, "invalidCredential");
    assert.equal(setup.sandbox.requests.length, 0, "something was sent");
    assertNoSecret(JSON.stringify(result.error), credential.privateKey);
    return result.error;
  }

  it("are signed again for each try during overload", async () => {
    setup.sandbox.fail({ kind: "status", status: 503 }, 2, "token");
    await sent(enrolled("p256"));
    const ids = setup.sandbox.requests.map((request) => jwtIn(request).claims["jti"]);
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(
      setup.pauses.map((ms) => Math.floor(ms / 1000)),
      [1, 2],
    );
  });

  it("are signed with every algorithm", async () => {
    for (const kind of KINDS) {
      for (const algorithm of FITS[kind]) {
        await eachCase(
          Object.entries(FORMS),
          ([form]) => `${algorithm}, ${kind}, ${form}`,
          async ([, write]) => {
            const privateKey = write(keyPair(kind).privateKey);
            const { header } = jwtIn(await sent(enrolled(kind, { privateKey, passphrase: PASSPHRASE, algorithm })));
            assert.deepEqual(header, { alg: algorithm, typ: "JWT" });
          },
        );
      }
    }
  }).timeout(60_000);

  it("use the default algorithm of the key", async () => {
    for (const kind of KINDS) {
      const request = await sent(enrolled(kind));
      assert.equal(jwtIn(request).header["alg"], FITS[kind][0]);
    }
  });

  it("are refused if the algorithm does not fit the key, before anything is sent", async () => {
    for (const kind of KINDS) {
      for (const algorithm of Object.values(FITS).flat()) {
        if (FITS[kind].includes(algorithm)) continue;
        assert.match(
          (await problemOf(enrolled(kind, { algorithm }))).message,
          new RegExp(`cannot sign ${algorithm}, only `),
        );
      }
    }
  });

  it("are refused for an unknown algorithm, which is not repeated", () =>
    eachCase(
      [
        ["none", /proves nothing/],
        ["NONE", /proves nothing/],
        ["HS256", /shared secret/],
        ["hs512", /shared secret/],
        ["ES256K", /must be one of/],
        ["rs256", /must be one of/],
        ["my/api/key-0123456789", /must be one of/],
        ["__proto__", /must be one of/],
      ] as const,
      ([algorithm]) => algorithm,
      async ([algorithm, says]) => {
        const { message } = await problemOf(enrolled("rsa", { algorithm }));
        assert.match(message, says);
        assert(!message.includes("my/api"));
      },
    )).timeout(30_000);

  it("contain client, audience and lifetime", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { header, claims } = jwtIn(await sent(enrolled("p256")));
    const { iat, jti, ...others } = claims;
    assert(typeof iat === "number" && iat >= before && iat <= Date.now() / 1000);
    assert(typeof jti === "string" && jti.length >= 22);
    const { clientId, url } = setup.sandbox;
    const aud = `${url}/authentication/v1/oauth/token`;
    assert.deepEqual(others, { iss: clientId, sub: clientId, aud, exp: iat + 60 });
    assert.equal("kid" in header, false);
  });

  it("contain the claims in the credential", async () => {
    const { url } = setup.sandbox;
    const change = { keyId: " my-key ", issuer: "me", subject: "my user", audience: url, lifetime: 120 };
    const { claims, header } = jwtIn(await sent(enrolled("p256", change)));
    assert.equal(header["kid"], "my-key");
    const { iss, sub, aud, iat, exp } = claims;
    assert.deepEqual([iss, sub, aud], ["me", "my user", url]);
    assert.equal(Number(exp) - Number(iat), 120);
  });

  it("default to the issuer as subject and the JWK's key ID, ignoring empty values", async () => {
    const { privateKey, publicKey } = keyPair("p256");
    setup.sandbox.enrol({ publicKey, keyId: "jwk-name" });
    const jwk = JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: "jwk-name" });
    const credential = { kind: "jwt", privateKey: jwk, keyId: " ", issuer: "me", subject: "", audience: "" } as const;
    const { header, claims } = jwtIn(await sent(credential));
    assert.equal(header["kid"], "jwk-name");
    assert.deepEqual([claims["iss"], claims["sub"]], ["me", "me"]);
  });

  it("are sent in one place: as Bearer, as client assertion, or in a header", async () => {
    const positions: [JwtCredential["send"], (request: RequestRecord) => (string | undefined)[]][] = [
      [undefined, ({ headers }) => [headers["authorization"]]],
      ["bearer", ({ headers }) => [headers["authorization"]]],
      [{ header: "Authorization" }, ({ headers }) => [headers["authorization"]]],
      ["clientAssertion", ({ fields }) => [fields["client_assertion"], fields["client_assertion_type"]]],
      [{ header: " X-Argus-JWT " }, ({ headers }) => [headers["x-argus-jwt"]]],
    ];
    for (const [send, find] of positions) {
      const request = await sent(enrolled("p256", { send }));
      const [value = "", type] = find(request);
      const isBearer = request.headers["authorization"] !== undefined;
      assert.match(value, isBearer ? /^Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/ : /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      if (type !== undefined) assert.equal(type, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      const occurrences = JSON.stringify(request).split("eyJ").length - 1;
      // Header and payload of one JWT.
      assert.equal(occurrences, 2);
    }
  });

  it("are refused for an invalid header", () =>
    eachCase(
      ["", "a b", "naïve", "X:Y", "X\r\nY", "Host", "content-length", "X-Forwarded-For", "Cookie"],
      (header) => JSON.stringify(header),
      async (header) => {
        assert.match((await problemOf(enrolled("p256", { send: { header } }))).message, /header/);
      },
    )).timeout(30_000);

  it("are different for each call", async () => {
    const credential = enrolled("p256");
    const ids = [await sent(credential), await sent(credential)].map((request) => jwtIn(request).claims["jti"]);
    assert.notEqual(ids[0], ids[1]);
  });

  it("are signed again after an answer, and both are redacted", async () => {
    const credential = enrolled("p256");
    const { network } = setup.context();
    const seen: string[] = [];
    const twice: Network = {
      ...network,
      async send(request, timeoutMs, signal) {
        await network.send(request, timeoutMs, signal);
        const again = await request.renew?.();
        assert(again, "the request cannot be made again");
        seen.push(...[request, again].map(({ headers }) => headers["authorization"]!.slice("Bearer ".length)));
        setup.sandbox.fail({ kind: "status", status: 401, message: `no: ${seen.join(" and ")}` });
        return network.send(again, timeoutMs, signal);
      },
    };
    const result = await requestToken(setup.profile, credential, setup.context({ network: twice }));
    assert(!result.ok && result.error.status === 401);
    const [first, second] = setup.sandbox.requests.map((request) => jwtIn(request).claims["jti"]);
    assert.notEqual(first, second);
    for (const jwt of seen) assert(!result.error.message.includes(jwt));
    assert.match(result.error.message, /\[redacted\]/);
  });

  it("are not reused, unlike other credentials", async () => {
    const requests: boolean[] = [];
    const { network } = setup.context();
    const watching: Network = {
      ...network,
      send(request, timeoutMs, signal) {
        requests.push(request.renew === undefined);
        return network.send(request, timeoutMs, signal);
      },
    };
    const { apiKey } = setup.sandbox;
    await requestToken(setup.profile, { kind: "apiKey", apiKey }, setup.context({ network: watching }));
    assert.deepEqual(requests, [true]);
  });

  it("follow the server's clock once it is known", async () => {
    const credential = enrolled("p256");
    const context = setup.context();
    setup.sandbox.setClock(-3_600_000);
    const first = await requestToken(setup.profile, credential, context);
    assert(!first.ok);
    assert.equal(first.error.code, "unauthorized");
    assert.match(first.error.message, /not valid yet/);
    // The refusal said what time it is there.
    assert((await requestToken(setup.profile, credential, context)).ok);
    setup.sandbox.setClock(86_400_000);
    assert(!(await requestToken(setup.profile, credential, context)).ok);
    assert((await requestToken(setup.profile, credential, context)).ok);
  });

  it("are refused in Argus' own words, without the JWT", async () => {
    const credential: JwtCredential = { kind: "jwt", privateKey: pem(keyPair("p384").privateKey, "pkcs8") };
    const result = await requestToken(setup.profile, credential, setup.context());
    assert(!result.ok);
    assert.equal(result.error.code, "unauthorized");
    assert.match(result.error.message, /not enrolled/);
    assert(!JSON.stringify(result).includes("eyJ"));
  });

  it("need a passphrase before anything is sent", async () => {
    const privateKey = pem(keyPair("p256").privateKey, "pkcs8", "aes-256-cbc");
    assert.equal((await problemOf({ kind: "jwt", privateKey })).reason, "passphraseNeeded");
    assert.equal((await problemOf({ kind: "jwt", privateKey, passphrase: "wrong" })).reason, "passphraseWrong");
  });
});
