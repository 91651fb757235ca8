import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import { type ClientCertificate, keyFileOf } from "../../../common/clientCertificates.ts";
import { errorCode, NetworkError } from "./failure.ts";

/** A client's identity in TLS, in Node's form. */
export type ClientIdentity = Pick<SecureContextOptions, "cert" | "key" | "pfx" | "passphrase"> & {
  /** When it expires, ms since the epoch; `undefined` if that is not known, as for a PKCS #12 file. */
  validTo: number | undefined;
};

/** The unusable part of a client certificate. */
type Problem =
  | "CLIENT_CERT_SETTING"
  | "CLIENT_CERT_FILE"
  | "CLIENT_CERT_INVALID"
  | "CLIENT_CERT_LOCKED"
  | "CLIENT_CERT_PASSPHRASE"
  | "CLIENT_CERT_MISMATCH";

/** Bytes. */
const LARGEST_FILE = 1024 * 1024;

/**
 * Reads a client certificate for a call, and keeps nothing of it.
 *
 * Errors: `NetworkError` of the code `tls`, with what is wrong as its reason.
 *
 * @param passphrases by the path of the file that the key is in
 */
export async function readClientCertificate(
  certificate: ClientCertificate,
  passphrases: Readonly<Record<string, string>>,
): Promise<ClientIdentity> {
  const { certFile, pfxFile, keyFile = certFile } = certificate;
  const passphrase = passphrases[keyFileOf(certificate) ?? ""];
  const identity =
    pfxFile !== undefined
      ? await readPfx(pfxFile, passphrase)
      : certFile !== undefined && keyFile !== undefined
        ? await readPem(certFile, keyFile, passphrase)
        : unusable("CLIENT_CERT_SETTING");
  try {
    createSecureContext(identity);
  } catch (error) {
    // OpenSSL's name, and BoringSSL's.
    unusable(/VALUES_MISMATCH/i.test(errorCode(error) ?? "") ? "CLIENT_CERT_MISMATCH" : "CLIENT_CERT_INVALID");
  }
  return identity;
}

async function readPem(certFile: string, keyFile: string, passphrase: string | undefined): Promise<ClientIdentity> {
  const [cert, pem] = await Promise.all([read(certFile), read(keyFile)]);
  const text = pem.toString("latin1");
  const isLocked = /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type:.*ENCRYPTED/m.test(text);
  if (isLocked && passphrase === undefined) unusable("CLIENT_CERT_LOCKED");
  let validTo: number;
  try {
    validTo = Date.parse(new X509Certificate(cert).validTo);
  } catch {
    unusable("CLIENT_CERT_INVALID");
  }
  try {
    const key = createPrivateKey({ key: pem, ...(isLocked ? { passphrase } : {}) });
    return { cert, key: key.export({ type: "pkcs8", format: "pem" }), validTo };
  } catch (error) {
    const isUnknown = /UNSUPPORTED_|UNKNOWN_|EVP_UNSUPPORTED$/.test(errorCode(error) ?? "");
    unusable(isLocked && !isUnknown ? "CLIENT_CERT_PASSPHRASE" : "CLIENT_CERT_INVALID");
  }
}

async function readPfx(path: string, passphrase: string | undefined): Promise<ClientIdentity> {
  const pfx = await read(path);
  const identity = { pfx, ...(passphrase === undefined ? {} : { passphrase }), validTo: undefined };
  try {
    createSecureContext(identity);
  } catch (error) {
    // For a wrong passphrase Node has no code, only the messages of OpenSSL or BoringSSL.
    const isLocked = error instanceof Error && /mac verify|password|bad decrypt/i.test(error.message);
    if (isLocked) unusable(passphrase === undefined ? "CLIENT_CERT_LOCKED" : "CLIENT_CERT_PASSPHRASE");
  }
  return identity;
}

async function read(path: string): Promise<Buffer> {
  const file = await stat(path).catch(() => unusable("CLIENT_CERT_FILE"));
  // Reading a pipe or a device may never end.
  if (!file.isFile()) unusable("CLIENT_CERT_FILE");
  if (file.size > LARGEST_FILE) unusable("CLIENT_CERT_INVALID");
  return readFile(path).catch(() => unusable("CLIENT_CERT_FILE"));
}

function unusable(reason: Problem): never {
  throw new NetworkError({ code: "tls", reason });
}
