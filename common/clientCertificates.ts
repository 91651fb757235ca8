/** Client certificates (mTLS) as the setting `argus.clientCertificate` names them, by host. */
import * as v from "valibot";
import { hostFit } from "./hosts.ts";
import { visible } from "./schema.ts";

/** A certificate with its private key: two PEM files, one PEM file that has both, or a PKCS #12 file. Paths. */
const clientCertificateSchema = v.object({
  certFile: v.exactOptional(visible),
  /** If it is not in `certFile`. */
  keyFile: v.exactOptional(visible),
  pfxFile: v.exactOptional(visible),
});
export type ClientCertificate = v.InferOutput<typeof clientCertificateSchema>;

/**
 * By host: `host`, `host:port` or `*.suffix`. An invalid entry counts as one without files, so the call that needs it
 * reports the problem.
 */
export const clientCertificatesSchema = v.record(v.string(), v.fallback(clientCertificateSchema, {}));
export type ClientCertificates = Readonly<Record<string, ClientCertificate>>;

/** The certificate for a server; if several entries match, the closest match counts. */
export function clientCertificateFor(target: URL, certificates: ClientCertificates): ClientCertificate | undefined {
  const [closest] = Object.entries(certificates)
    .map(([host, certificate]) => ({ certificate, fit: hostFit(target, { hosts: [host] }) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit);
  return closest?.certificate;
}

/** The file that the private key is in, which a passphrase may protect. */
export function keyFileOf({ pfxFile, keyFile, certFile }: ClientCertificate): string | undefined {
  return pfxFile ?? keyFile ?? certFile;
}
