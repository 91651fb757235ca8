import type { Credential } from "../../server/src/protocol.ts";

export type CredentialKind = Credential["kind"];

/** What people call the kinds of credential, as in “Enter API Key”. */
export const KIND_NAMES: Readonly<Record<CredentialKind, string>> = {
  apiKey: "API Key",
  session: "Session Token",
  jwt: "Signed JWT",
};

/** Lines of a key shorter than this tell nothing, in UTF-16 code units. */
const SHORTEST_LINE = 16;

/** Everything in a credential that must not turn up anywhere: of a key also each line, and each value of a JWK. */
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
