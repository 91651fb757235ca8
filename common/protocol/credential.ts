import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { absent, headerTextSchema } from "../schema.ts";

/** The credential for getting a token. The worker forgets it once the request is answered. */
export const credentialSchema = v.variant("kind", [
  v.object({ kind: v.literal("apiKey"), apiKey: headerTextSchema }),
  v.object({ kind: v.literal("session"), token: headerTextSchema }),
  v.object({
    kind: v.literal("jwt"),
    /** PEM (PKCS#8, PKCS#1, SEC1; may be encrypted) or a JWK as JSON. */
    privateKey: v.string(),
    /** For an encrypted PEM. */
    passphrase: absent(v.string()),
    /** JWS `alg` (RFC 7518 §3.1); by default, the one that fits the key. */
    algorithm: absent(v.string()),
    /** JWS `kid`. */
    keyId: absent(v.string()),
    /** `iss`; the client ID by default. */
    issuer: absent(v.string()),
    /** `sub`; the issuer by default. */
    subject: absent(v.string()),
    /** `aud`; the token endpoint's URL by default. */
    audience: absent(v.string()),
    /** Seconds from `iat` to `exp`; 60 by default. */
    lifetime: absent(
      v.pipe(
        v.number(),
        v.minValue(1, () => l10n.t("must be at least 1 second")),
        v.maxValue(3600, () => l10n.t("must be at most 3600 seconds")),
      ),
    ),
    /** `Authorization: Bearer` by default; `client_assertion` is RFC 7523 §2.2. */
    send: absent(v.union([v.picklist(["bearer", "clientAssertion"]), v.object({ header: v.string() })])),
  }),
]);
export type Credential = v.InferOutput<typeof credentialSchema>;

/** In UTF-16 units; shorter lines of a key reveal nothing. */
const SHORTEST_LINE = 16;

/** The secret parts of a credential, for redaction: including each line of a key and each value of a JWK. */
export function secretsOf(credential: Credential | undefined): (string | undefined)[] {
  switch (credential?.kind) {
    case "apiKey":
      return [credential.apiKey];
    case "session":
      return [credential.token];
    case "jwt":
      return [credential.passphrase, credential.privateKey, ...partsOf(credential.privateKey)];
    case undefined:
      return [];
  }
}

function partsOf(privateKey: string): string[] {
  const lines = privateKey.split(/[\r\n"]+/).map((line) => line.trim());
  return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}
