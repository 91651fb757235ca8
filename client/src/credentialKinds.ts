import type { Credential } from "../../server/src/protocol.ts";

export type CredentialKind = Credential["kind"];

/** What people call the kinds of credential, as in “Enter API Key”. */
export const KIND_NAMES: Readonly<Record<CredentialKind, string>> = {
  apiKey: "API Key",
  session: "Session Token",
  jwt: "Signed JWT",
};
