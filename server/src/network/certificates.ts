import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import * as tls from "node:tls";
import type { ClientIdentity } from "./clientCertificates.ts";
import { NetworkError } from "./failure.ts";
import type { Environment } from "./proxy.ts";

declare module "node:tls" {
  /** Since Node 22.15; missing in the oldest supported VS Code. */
  const getCACertificates: ((type: "default" | "system") => string[]) | undefined;
}

interface Authorities {
  /** PEM. */
  ca: string[];
  context: tls.SecureContext;
}

/** Where Linux distributions keep the system's certificates in one file. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The trusted authorities: Node's own, those of `NODE_EXTRA_CA_CERTS`, the system's, and those of a file. Reading them
 * takes tens of ms, so it happens at the first `https:` call, and again only when the file has changed.
 */
export class Certificates {
  readonly #caFile: string | undefined;
  readonly #environment: Environment;
  #made: { stamp: string; authorities: Promise<Authorities> } | undefined;

  constructor(caFile: string | undefined, environment: Environment) {
    this.#caFile = caFile?.trim() === "" ? undefined : caFile?.trim();
    this.#environment = environment;
  }

  /**
   * Errors: `tls` with the reason `CA_FILE`.
   *
   * @param identity a client certificate, whose context is not kept
   */
  async context(identity?: ClientIdentity): Promise<tls.SecureContext> {
    const { ca, context } = await this.#authorities();
    return identity === undefined ? context : tls.createSecureContext({ ca, ...identity });
  }

  async #authorities(): Promise<Authorities> {
    const stamp = await this.#stamp();
    if (this.#made?.stamp !== stamp) this.#made = { stamp, authorities: this.#make() };
    try {
      return await this.#made.authorities;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
  }

  async #stamp(): Promise<string> {
    if (this.#caFile === undefined) return "";
    const file = await stat(this.#caFile).catch(unusable);
    // Reading a pipe or a device might never end.
    if (!file.isFile()) unusable();
    return `${file.mtimeMs} ${file.size}`;
  }

  async #make(): Promise<Authorities> {
    const own = this.#caFile === undefined ? [] : await readCaFile(this.#caFile);
    const all = [...new Set([...defaults(this.#environment), ...system(), ...own].map((pem) => pem.trim()))];
    try {
      return { ca: all, context: tls.createSecureContext({ ca: all }) };
    } catch {
      // One system certificate that this runtime cannot read must not invalidate all others.
      const ca = all.filter(isReadable);
      return { ca, context: tls.createSecureContext({ ca }) };
    }
  }
}

async function readCaFile(path: string): Promise<string[]> {
  const pems = certificatesIn(await readFile(path, "latin1").catch(unusable));
  if (pems.length === 0 || !pems.every(isReadable)) unusable();
  return pems;
}

function unusable(): never {
  throw new NetworkError({ code: "tls", reason: "CA_FILE" });
}

/** Passing any authorities replaces Node's own, so they have to be included. */
function defaults(environment: Environment): readonly string[] {
  if (tls.getCACertificates !== undefined) return tls.getCACertificates("default");
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  return [...tls.rootCertificates, ...(extra === undefined ? [] : certificatesOf(extra))];
}

function system(): readonly string[] {
  try {
    if (tls.getCACertificates !== undefined) return tls.getCACertificates("system");
  } catch {
    // The system store cannot be read, but there may be a file.
  }
  for (const bundle of SYSTEM_BUNDLES) {
    const found = certificatesOf(bundle);
    if (found.length > 0) return found;
  }
  return [];
}

function certificatesOf(path: string): string[] {
  try {
    return certificatesIn(readFileSync(path, "latin1"));
  } catch {
    return [];
  }
}

function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function isReadable(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
