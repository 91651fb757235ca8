import assert from "node:assert/strict";
import { KeyObject, randomUUID, webcrypto } from "node:crypto";
import { refusal, useSandbox, TOKEN } from "./setup.ts";

const { subtle } = webcrypto;
type SigningAlgorithm = webcrypto.RsaHashedKeyGenParams & webcrypto.EcKeyGenParams & webcrypto.EcdsaParams;

const RSA = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const rsa = (hash: string) => ({ name: "RSASSA-PKCS1-v1_5", hash, ...RSA });
const pss = (hash: string, bits: number) => ({ name: "RSA-PSS", hash, saltLength: bits / 8, ...RSA });
const ecdsa = (namedCurve: string, hash: string) => ({ name: "ECDSA", namedCurve, hash });

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const CRITICAL = "JWT has critical header parameters that are not known";
const DOES_NOT_FIT = "JWT algorithm does not fit the enrolled key";

/** WebCrypto's names for JWS algorithms: it signs here, while `node:crypto` verifies in the sandbox. */
const ALGORITHMS: Record<string, object> = {
  RS256: rsa("SHA-256"),
  RS384: rsa("SHA-384"),
  RS512: rsa("SHA-512"),
  PS256: pss("SHA-256", 256),
  PS384: pss("SHA-384", 384),
  PS512: pss("SHA-512", 512),
  ES256: ecdsa("P-256", "SHA-256"),
  ES384: ecdsa("P-384", "SHA-384"),
  ES512: ecdsa("P-521", "SHA-512"),
  EdDSA: { name: "Ed25519" },
  Ed25519: { name: "Ed25519" },
};

const algorithmOf = (name: string): SigningAlgorithm => ALGORITHMS[name] as SigningAlgorithm;
const newKeys = (name: string) => subtle.generateKey(algorithmOf(name), true, ["sign", "verify"]);

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

async function sign(alg: string, key: webcrypto.CryptoKey, claims: object, header: object = {}): Promise<string> {
  const input = `${encode({ alg, typ: "JWT", ...header })}.${encode(claims)}`;
  const signature = await subtle.sign(algorithmOf(alg), key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

describe("sandbox and signed JWTs", () => {
  const argus = useSandbox({ assertionHeader: "X-Argus-Assertion" });
  let keys: webcrypto.CryptoKeyPair;

  before(async () => {
    keys = await newKeys("ES256");
  });
  beforeEach(() => {
    argus.sandbox.enrol({ publicKey: KeyObject.from(keys.publicKey) });
  });

  const claims = (change: object = {}): object => {
    const now = Math.floor(argus.clock / 1000);
    const { clientId, url } = argus.sandbox;
    return { iss: clientId, sub: clientId, aud: url + TOKEN, iat: now, exp: now + 60, jti: randomUUID(), ...change };
  };
  const signed = (change: object = {}, header: object = {}): Promise<string> =>
    sign("ES256", keys.privateKey, claims(change), header);
  const ask = (jwt: string): Promise<Response> => argus.askToken({}, { Authorization: `Bearer ${jwt}` });
  const refused = async (jwt: string): Promise<string> => {
    const [status, message] = await refusal(ask(jwt));
    assert.equal(status, 401);
    return message;
  };

  for (const alg of Object.keys(ALGORITHMS)) {
    it(`accepts ${alg} with its own signature only`, async () => {
      const { publicKey, privateKey } = await newKeys(alg);
      const jwt = await sign(alg, privateKey, claims());
      assert.match(await refused(jwt), /does not fit the enrolled key|signature is not valid/);
      argus.sandbox.enrol({ publicKey: KeyObject.from(publicKey) });
      const [head, body, signature = ""] = jwt.split(".");
      const other = Buffer.from(signature, "base64url");
      other[7]! ^= 1;
      assert.equal(await refused(`${head}.${body}.${other.toString("base64url")}`), "JWT signature is not valid");
      assert.equal((await ask(jwt)).status, 200);
      assert.deepEqual(argus.sandbox.violations, []);
    });
  }

  it("accepts a JWT as bearer, as client assertion, and in the test's header", async () => {
    assert.equal((await ask(await signed())).status, 200);
    assert.equal((await argus.askToken({}, { "X-Argus-Assertion": await signed() })).status, 200);
    const assertion = {
      client_assertion: await signed(),
      client_assertion_type: ASSERTION_TYPE,
    };
    assert.equal((await argus.askToken(assertion, {})).status, 200);
    assert.deepEqual(argus.sandbox.violations, []);
  });

  it("requires exactly one credential of any kind", async () => {
    const jwt = await signed();
    const form = {
      client_assertion: jwt,
      client_assertion_type: ASSERTION_TYPE,
    };
    const key = { "Argus-API-Key": argus.sandbox.apiKey };
    const header = { "X-Argus-Assertion": jwt };
    for (const call of [
      argus.askToken(form, key),
      argus.askToken(form, header),
      argus.askToken({}, { ...header, ...key }),
      argus.askToken({}, { ...header, Authorization: `Bearer ${jwt}` }),
    ]) {
      assert.deepEqual(await refusal(call), [400, "exactly one credential is needed, there are 2"]);
    }
    assert.match((await refusal(argus.introspect("t", header)))[1], /x-argus-assertion does not belong here/);
    for (const type of [{}, { client_assertion_type: "urn:other" }]) {
      const [status, message] = await refusal(argus.askToken({ client_assertion: jwt, ...type }, {}));
      assert.equal(status, 400);
      assert.match(message, /^client_assertion belongs with the type urn:ietf/);
    }
    assert.ok(argus.sandbox.violations.every((line) => !line.includes(jwt)));
  });

  it("accepts a JWT once, and forgets it when it expires", async () => {
    const jwt = await signed({ jti: "one" });
    assert.equal((await ask(jwt)).status, 200);
    assert.equal(await refused(jwt), "JWT was used before");
    assert.equal(await refused(await signed({ jti: "one" })), "JWT was used before");
    assert.equal((await ask(await signed({ jti: "two" }))).status, 200);
    argus.clock += 66_000;
    assert.equal(await refused(jwt), "JWT has expired");
    assert.equal((await ask(await signed({ jti: "one" }))).status, 200);
  });

  it("does not use up a JWT that it refuses", async () => {
    argus.sandbox.setClock(-60_000);
    const jwt = await signed();
    assert.equal(await refused(jwt), "JWT is not valid yet");
    argus.sandbox.setClock(0);
    assert.equal((await ask(jwt)).status, 200);
  });

  it("uses its own clock, with 5 s of leeway", async () => {
    const now = Math.floor(argus.clock / 1000);
    argus.clock = now * 1000;
    for (const [change, message] of [
      [{ iat: now - 64, exp: now - 4 }, undefined],
      [{ iat: now - 65, exp: now - 5 }, "JWT has expired"],
      [{ iat: now + 5, exp: now + 65 }, undefined],
      [{ iat: now + 6, exp: now + 66 }, "JWT is not valid yet"],
      [{ nbf: now + 6 }, "JWT is not valid yet"],
      [{ exp: now + 300 }, undefined],
      [{ exp: now + 301 }, "JWT lives longer than 300 s"],
      [{ exp: now }, "JWT ends before it begins"],
      [{ iat: undefined }, "JWT has no iat or no exp"],
      [{ exp: `${now + 60}` }, "JWT has no iat or no exp"],
    ] as const) {
      const jwt = await signed(change);
      if (message === undefined) assert.equal((await ask(jwt)).status, 200, JSON.stringify(change));
      else assert.equal(await refused(jwt), message);
    }
  });

  it("has a message for each missing or wrong claim", async () => {
    for (const [change, message] of [
      [{ iss: undefined }, "JWT has no issuer"],
      [{ sub: "" }, "JWT has no subject"],
      [{ jti: undefined }, "JWT has no jti"],
      [{ aud: "https://other.example" }, "JWT audience is not this server"],
      [{ aud: undefined }, "JWT audience is not this server"],
    ] as const) {
      assert.equal(await refused(await signed(change)), message);
    }
    for (const aud of [argus.sandbox.url, ["https://other.example", argus.sandbox.url + TOKEN]]) {
      assert.equal((await ask(await signed({ aud }))).status, 200);
    }
  });

  it("knows the owner of a key, and the subject of a client assertion", async () => {
    const assertion = async (change: object) =>
      argus.askToken(
        {
          client_assertion: await signed(change),
          client_assertion_type: ASSERTION_TYPE,
        },
        {},
      );
    assert.deepEqual(await refusal(assertion({ iss: "me" })), [401, "JWT issuer is not known"]);
    assert.deepEqual(await refusal(assertion({ sub: "me" })), [401, "JWT subject is not known"]);
    assert.equal((await ask(await signed({ iss: "me", sub: "me" }))).status, 200);

    const { publicKey, privateKey } = await newKeys("Ed25519");
    const jwk = KeyObject.from(publicKey).export({ format: "jwk" });
    argus.sandbox.enrol({ publicKey: jwk, keyId: "k1", issuer: "an issuer", subject: "a subject" });
    const own = async (change: object, kid: string) => sign("EdDSA", privateKey, claims(change), { kid });
    const parties = { iss: "an issuer", sub: "a subject" };
    assert.equal((await ask(await own(parties, "k1"))).status, 200);
    assert.equal(await refused(await own(parties, "k2")), "JWT key is not enrolled");
    assert.equal(await refused(await own({ ...parties, iss: "me" }, "k1")), "JWT issuer is not known");
    assert.equal(await refused(await own({ ...parties, sub: "me" }, "k1")), "JWT subject is not known");
  });

  it("accepts a PEM", async () => {
    const { publicKey, privateKey } = await newKeys("PS256");
    const pem = KeyObject.from(publicKey).export({ type: "spki", format: "pem" }).toString();
    argus.sandbox.enrol({ publicKey: pem });
    assert.equal((await ask(await sign("PS256", privateKey, claims()))).status, 200);
  });

  it("refuses unsecured, symmetric, short and unusual keys", async () => {
    const unsigned = (header: object) => `${encode(header)}.${encode(claims())}.`;
    for (const alg of ["none", "HS256", undefined]) {
      assert.equal(await refused(unsigned({ alg })), "JWT algorithm is not allowed");
    }
    assert.equal(await refused(unsigned({ alg: "ES256" })), "JWT signature is not valid");
    assert.equal(await refused(await signed({}, { crit: ["b64"], b64: false })), CRITICAL);
    assert.equal(await refused(await signed({}, { typ: "at+jwt" })), "JWT type is not known");
    for (const text of ["eyJh.eyJz.c2ln", "..", `${encode([])}.${encode({})}.`, `${await signed()}=`]) {
      assert.equal(await refused(text), "JWT cannot be read");
    }
    const short = await subtle.generateKey({ ...rsa("SHA-256"), modulusLength: 1024 }, true, ["sign", "verify"]);
    argus.sandbox.enrol({ publicKey: KeyObject.from(short.publicKey) });
    assert.equal(await refused(await sign("RS256", short.privateKey, claims())), DOES_NOT_FIT);
  });
});
