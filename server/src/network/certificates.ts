import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import * as tls from "node:tls";
import { NetworkError } from "./failure.ts";
import type { Environment } from "./proxy.ts";

declare module "node:tls" {
  /** Node 22.15 has it; the runtime of the oldest supported VS Code has not. */
  const getCACertificates: ((type: "default" | "system") => string[]) | undefined;
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
 * Whom to trust: Node's own authorities with those of `NODE_EXTRA_CA_CERTS`, the system's, and those of a file. It costs
 * tens of ms, so it is looked up when the first `https:` call comes, and anew only when the file has changed.
 */
export class Certificates {
  readonly #caFile: string | undefined;
  readonly #environment: Environment;
  #made: { stamp: string; context: Promise<tls.SecureContext> } | undefined;

  constructor(caFile: string | undefined, environment: Environment) {
    this.#caFile = caFile?.trim() === "" ? undefined : caFile?.trim();
    this.#environment = environment;
  }

  /** Errors: `tls` with the reason `CA_FILE`. */
  async context(): Promise<tls.SecureContext> {
    const stamp = await this.#stamp();
    if (this.#made?.stamp !== stamp) this.#made = { stamp, context: this.#make() };
    try {
      return await this.#made.context;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
  }

  async #stamp(): Promise<string> {
    if (this.#caFile === undefined) return "";
    const file = await stat(this.#caFile).catch(unusable);
    // Reading a pipe or a device may never end.
    if (!file.isFile()) unusable();
    return `${file.mtimeMs} ${file.size}`;
  }

  async #make(): Promise<tls.SecureContext> {
    const own = this.#caFile === undefined ? [] : await readCaFile(this.#caFile);
    const ca = [...new Set([...defaults(this.#environment), ...system(), ...own].map((pem) => pem.trim()))];
    try {
      return tls.createSecureContext({ ca });
    } catch {
      // One certificate of the system that this runtime cannot read must not take all the others away.
      return tls.createSecureContext({ ca: ca.filter(isReadable) });
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

/** Giving any authorities at all replaces Node's own ones, so that they have to be among them. */
function defaults(environment: Environment): readonly string[] {
  if (tls.getCACertificates !== undefined) return tls.getCACertificates("default");
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  return [...tls.rootCertificates, ...(extra === undefined ? [] : certificatesOf(extra))];
}

function system(): readonly string[] {
  try {
    if (tls.getCACertificates !== undefined) return tls.getCACertificates("system");
  } catch {
    // A system store that cannot be read: there may be a file.
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
