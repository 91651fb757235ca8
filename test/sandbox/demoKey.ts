import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key pair for trying signed JWTs. */
export interface DemoKey {
  publicKey: KeyObject;
  /** The private key's file: PEM, readable only by its owner. */
  path: string;
  /** Removes the file. */
  remove: () => void;
}

/** Creates a key pair (EC P-256) in a new folder under the system's temporary one. */
export function createDemoKey(): DemoKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const folder = mkdtempSync(join(tmpdir(), "argus-sandbox-"));
  const path = join(folder, "private-key.pem");
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return {
    publicKey,
    path,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
