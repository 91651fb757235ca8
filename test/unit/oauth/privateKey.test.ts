import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { inspectKey, readPrivateKey } from "../../../server/src/oauth/privateKey.ts";
import type { ArgusError } from "../../../common/protocol/errors.ts";
import { createAuthority } from "../../sandbox/certificates.ts";
import { assertNoSecret, FORMS, keyPair, PASSPHRASE, pem, publicPem } from "./keys.ts";
import { eachCase } from "../../host/eachCase.ts";

const RSA_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

function read(text: string, passphrase?: string): KeyObject {
  const result = readPrivateKey(text, passphrase);
  assert(result.ok, "the key was not read");
  return result.value.key;
}

function errorOf(text: string, passphrase?: string): ArgusError {
  const result = inspectKey(text, passphrase);
  assert(!result.ok, "the key was read");
  assert.equal(result.error.code, "invalidCredential");
  assertNoSecret(JSON.stringify(result.error), text, ...(passphrase === undefined ? [] : [passphrase]));
  assert(!/openssl_internal|routines|ERR_/i.test(result.error.message), "the crypto library's words are told");
  return result.error;
}

describe("private keys", () => {
  const { privateKey: ec, publicKey: ecPublic } = keyPair("p256");
  const plain = pem(ec, "pkcs8");
  const encrypted = FORMS["encrypted PKCS#8"]!(ec);

  it("are read in every form, with the algorithms that fit", async () => {
    for (const [kind, algorithms] of [
      ["rsa", RSA_ALGORITHMS],
      ["p256", ["ES256"]],
      ["p384", ["ES384"]],
      ["p521", ["ES512"]],
      ["ed25519", ["EdDSA"]],
    ] as const) {
      await eachCase(
        Object.entries(FORMS),
        ([form]) => `${kind}, ${form}`,
        ([, write]) => {
          const { privateKey } = keyPair(kind);
          const text = write(privateKey);
          assert(privateKey.equals(read(text, PASSPHRASE)));
          const inspected = inspectKey(text, PASSPHRASE);
          const isEncrypted = text.includes("ENCRYPTED");
          assert.deepEqual(inspected, { ok: true, value: { algorithms, encrypted: isEncrypted } });
        },
      );
    }
  });

  it("are read from PEM with anything around them", () =>
    eachCase(
      [
        ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
        ["lone CR", (text: string) => text.replaceAll("\n", "\r")],
        ["blank lines around it", (text: string) => `\n\n \n${text}\n\n`],
        ["a byte order mark", (text: string) => `\ufeff${text}`],
        ["an indentation", (text: string) => text.replaceAll(/^/gm, "    ")],
        ["escaped line breaks", (text: string) => text.replaceAll("\n", "\\n")],
        ["no line break at its end", (text: string) => text.trim()],
        [
          "text before it",
          (text: string) => `Bag Attributes\n    friendlyName: me\nKey Attributes: <No Attributes>\n${text}`,
        ],
        ["its public key before it", (text: string) => publicPem(ecPublic) + text],
        [
          "curve parameters before it",
          (text: string) => `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${text}`,
        ],
      ] as const,
      ([what]) => what,
      ([, change]) => {
        assert(ec.equals(read(change(plain))));
        assert(ec.equals(read(change(pem(ec, "sec1", "aes-256-cbc")), PASSPHRASE)));
      },
    ));

  it("accept a needless passphrase", () => {
    assert(ec.equals(read(plain, "whatever")));
    assert(ec.equals(read(plain, "")));
  });

  for (const form of ["encrypted PKCS#8", "encrypted PKCS#1 or SEC1"]) {
    it(`need the right passphrase: ${form}`, () => {
      const text = FORMS[form]!(ec);
      assert.equal(errorOf(text).reason, "passphraseNeeded");
      assert.equal(errorOf(text, "").reason, "passphraseNeeded");
      // One in 256 wrong passphrases goes unnoticed until the key is read.
      for (let n = 0; n < 600; n += 1) assert.equal(errorOf(text, `wrong passphrase ${n}`).reason, "passphraseWrong");
    }).timeout(60_000);
  }

  it("name the unsupported encryption, and how to convert it", () => {
    // PBES1 with MD5 and DES instead of PBES2, which OpenSSL 3 and BoringSSL both lack.
    const scheme = Buffer.from("301b06092a864886f70d010503300e04080102030405060708020207d0", "hex");
    const body = Buffer.concat([scheme, Buffer.of(0x04, 64), randomBytes(64)]);
    const der = Buffer.concat([Buffer.of(0x30, body.length), body]).toString("base64");
    const text = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${der}\n-----END ENCRYPTED PRIVATE KEY-----`;
    const error = errorOf(text, PASSPHRASE);
    assert.match(error.message, /cannot read this encrypted key; convert it with `openssl pkcs8/);
    assert.notEqual(error.reason, "passphraseWrong");
  });

  it("may name themselves in a JWK", () => {
    const jwk = JSON.stringify({ ...ec.export({ format: "jwk" }), kid: "my-key", alg: "ES256", use: "sig" });
    const result = readPrivateKey(jwk);
    assert(result.ok);
    assert.equal(result.value.keyId, "my-key");
    assert.deepEqual(result.value.algorithms, ["ES256"]);
    const only = JSON.stringify({ ...keyPair("rsa").privateKey.export({ format: "jwk" }), alg: "PS384" });
    assert.deepEqual(inspectKey(only, undefined), { ok: true, value: { algorithms: ["PS384"], encrypted: false } });
  });

  const jwkOf = (change: object): string => JSON.stringify({ ...ec.export({ format: "jwk" }), ...change });
  const refused: [what: string, text: () => string, says: RegExp][] = [
    ["nothing", () => "", /not a private key in PEM/],
    ["an API key", () => "my/api/key-0123456789-0123456789", /not a private key in PEM/],
    ["a public key", () => publicPem(ecPublic), /is a public key/],
    ["a certificate", () => createAuthority("Test CA").caPem, /is a certificate/],
    [
      "an OpenSSH key",
      () => "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
      /ssh-keygen -p -m PKCS8/,
    ],
    ["a PEM that is cut off", () => plain.slice(0, -60), /not a private key in PEM/],
    ["a PEM that is damaged", () => plain.replace(/MIG/, "AAA"), /damaged/],
    ["a public JWK", () => JSON.stringify(ecPublic.export({ format: "jwk" })), /JWK is a public key/],
    ["a symmetric JWK", () => JSON.stringify({ kty: "oct", k: "c2VjcmV0LXNlY3JldC1zZWNyZXQ" }), /symmetric/],
    ["a set of JWKs", () => JSON.stringify({ keys: [ec.export({ format: "jwk" })] }), /set of JWKs/],
    ["JSON that is no JWK", () => '{"apiKey":"0123456789-0123456789-0123456789"}', /not a JWK/],
    ["a JWK that is cut off", () => jwkOf({}).slice(0, -4), /not JSON/],
    ["a JWK with a point of another curve", () => jwkOf({ crv: "P-384" }), /damaged/],
    ["a JWK for another algorithm", () => jwkOf({ alg: "ECDH-ES" }), /names an algorithm/],
    [
      "a short RSA key",
      () => pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey, "pkcs8"),
      /1024 bits; JWTs need at least 2048/,
    ],
    [
      "an RSA key for PSS alone",
      () => pem(generateKeyPairSync("rsa-pss", { modulusLength: 1024 }).privateKey, "pkcs8"),
      /of an unsupported kind/,
    ],
    [
      "a curve that no algorithm has",
      () => pem(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey, "sec1"),
      /of an unsupported kind/,
    ],
    ["Ed448", () => pem(generateKeyPairSync("ed448").privateKey, "pkcs8"), /of an unsupported kind/],
    ["X25519", () => pem(generateKeyPairSync("x25519").privateKey, "pkcs8"), /of an unsupported kind/],
  ];
  it("are refused with the reason", () =>
    eachCase(
      refused,
      ([what]) => what,
      ([, text, says]) => {
        assert.match(errorOf(text()).message, says);
      },
    ));

  it("stay secret if they are encrypted", () => {
    assert(encrypted.includes("ENCRYPTED"));
    errorOf(encrypted.replace(/MI/, "AA"), PASSPHRASE);
  });
});
