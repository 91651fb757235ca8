/**
 * A private certificate authority and its certificates, created at run time with their keys (EC P-256): no file of this
 * project ever contains a key.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { bits, boolean, der, integer, octets, oid, sequence, set, utcTime, utf8 } from "./der.ts";

/** A server's certificate (with the chain it sends) and its private key, both PEM: options of `node:tls`. */
export interface ServerCertificate {
  cert: string;
  key: string;
}

export interface CertificateOptions {
  /** The common name. */
  name?: string;
  /** DNS names and IP addresses it is valid for. */
  hosts?: readonly string[];
  /** Milliseconds since the epoch, before 2050. Default: from an hour ago to a day from now. */
  notBefore?: number;
  notAfter?: number;
}

export interface Authority {
  readonly caPem: string;
  /** A server's certificate, signed by this authority. */
  issue(options?: CertificateOptions): ServerCertificate;
  /** An intermediate authority, signed by this one. */
  subordinate(name: string): Authority;
}

/** A new root authority. */
export const createAuthority = (name: string): Authority => authority(name, undefined);

/** A self-signed server certificate. */
export const selfSigned = (options: CertificateOptions = {}): ServerCertificate => {
  const pair = newKeyPair("sandbox server");
  return { cert: certificate(pair, pair, { isAuthority: true, ...options }), key: pemOf(pair) };
};

function authority(name: string, parent: Signer | undefined): Authority {
  const own = newKeyPair(name);
  return {
    caPem: certificate(own, parent ?? own, { isAuthority: true }),
    issue: (options = {}) => {
      const pair = newKeyPair(options.name ?? "sandbox server");
      return { cert: certificate(pair, own, options), key: pemOf(pair) };
    },
    subordinate: (name) => authority(name, own),
  };
}

/** The signer's name and keys. */
interface Signer {
  name: string;
  privateKey: KeyObject;
  /** The public key as SubjectPublicKeyInfo. */
  spki: Buffer;
}

function newKeyPair(name: string): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { name, privateKey, spki: publicKey.export({ type: "spki", format: "der" }) };
}

const pemOf = ({ privateKey }: Signer): string => privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const HOUR = 3_600_000;

/** @see RFC 5280 §4.1 */
function certificate(
  subject: Signer,
  issuer: Signer,
  {
    hosts = [],
    notBefore = Date.now() - HOUR,
    notAfter = Date.now() + 24 * HOUR,
    isAuthority = false,
  }: CertificateOptions & { isAuthority?: boolean },
): string {
  const extensions = [
    extension("2.5.29.19", sequence(...(isAuthority ? [boolean(true)] : [])), true), // basicConstraints
    // keyUsage: digitalSignature, and for an authority keyCertSign too.
    extension("2.5.29.15", isAuthority ? bits(Buffer.of(0x84), 2) : bits(Buffer.of(0x80), 7), true),
    extension("2.5.29.14", octets(keyIdentifier(subject))),
    extension("2.5.29.35", sequence(der(0x80, keyIdentifier(issuer)))),
  ];
  if (hosts.length > 0) {
    extensions.push(
      extension("2.5.29.17", sequence(...hosts.map(generalName))), // subjectAltName
      extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))), // extKeyUsage: serverAuth
    );
  }
  const content = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])), // serial number
    ECDSA_WITH_SHA256,
    distinguishedName(issuer),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    distinguishedName(subject),
    subject.spki,
    der(0xa3, sequence(...extensions)),
  );
  const signature = bits(sign("sha256", content, issuer.privateKey));
  return pem(sequence(content, ECDSA_WITH_SHA256, signature));
}

const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));

const distinguishedName = ({ name }: Signer): Buffer => sequence(set(sequence(oid("2.5.4.3"), utf8(name))));

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** Distinguishes keys with the same name. */
const keyIdentifier = ({ spki }: Signer): Buffer => createHash("sha256").update(spki).digest().subarray(0, 20);

function generalName(host: string): Buffer {
  if (isIPv4(host)) return der(0x87, Buffer.from(host.split(".").map(Number)));
  if (isIPv6(host)) return der(0x87, ipv6Bytes(host));
  return der(0x82, Buffer.from(host, "latin1"));
}

function ipv6Bytes(address: string): Buffer {
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`;
