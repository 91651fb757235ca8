import { randomBytes, randomUUID } from "node:crypto";
import { LOG_CLOUD_CLIENT } from "../../common/endpoints.ts";
import { formDecode } from "./form.ts";

/** The credentials that the sandbox knows. All secrets of one sandbox are here. */
export interface Identities {
  /** The user of all credentials and tokens. */
  username: string;
  /** The valid key. */
  apiKey: string;
  /** An expired key. */
  expiredApiKey: string;
  /** A key that is limited to another network. */
  foreignApiKey: string;
  /** A session token, accepted instead of a key. */
  sessionToken: string;
  clientId: string;
  clientSecret: string;
  /** A client without a secret. */
  publicClientId: string;
  /** The short name of the client with `clientId`. */
  clientShortName: string;
  /** A second client, which must not see the first one's tokens. */
  otherClientId: string;
  otherClientSecret: string;
}

const random = (): string => randomBytes(12).toString("base64url");

/** Identities of one sandbox; random unless given. */
export const createIdentities = (given: Partial<Identities> = {}): Identities => ({
  username: "myUserName",
  apiKey: `my/api/${random()}`,
  expiredApiKey: `my/expired/${random()}`,
  foreignApiKey: `my/foreign/${random()}`,
  sessionToken: `session/${random()}`,
  clientId: randomUUID(),
  // Characters that break if a form or Basic credentials are not encoded properly.
  clientSecret: `s:%+& é=${random()}`,
  publicClientId: randomUUID(),
  clientShortName: "my-app",
  otherClientId: randomUUID(),
  otherClientSecret: random(),
  ...given,
});

export interface ClientCredentials {
  clientId: string;
  clientSecret: string | undefined;
}

const clientsOf = (who: Identities): Map<string, string | undefined> =>
  new Map([
    [who.clientId, who.clientSecret],
    [who.publicClientId, undefined],
    [LOG_CLOUD_CLIENT, undefined],
    [who.otherClientId, who.otherClientSecret],
  ]);

export const isClient = (who: Identities, clientId: string): boolean => clientsOf(who).has(clientId);

/** The ID of a client by its short name. */
export const clientNamed = (who: Identities, shortName: string): string | undefined =>
  new Map([
    [who.clientShortName, who.clientId],
    ["alc", LOG_CLOUD_CLIENT],
  ]).get(shortName);

/** Is the client known and the secret its own (a public client has none)? */
export const isAuthentic = (who: Identities, { clientId, clientSecret }: ClientCredentials): boolean =>
  isClient(who, clientId) && clientsOf(who).get(clientId) === clientSecret;

/**
 * The possible readings of a `Basic` header: plain, or form-encoded first (RFC 6749 §2.3.1). Empty if it is not Basic.
 */
export function basicCredentials(authorization: string): ClientCredentials[] {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const pair = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 0) return [];
  const [id, secret] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const [decodedId, decodedSecret] = [formDecode(id), formDecode(secret)];
  const readings: ClientCredentials[] = [{ clientId: id, clientSecret: secret === "" ? undefined : secret }];
  if (decodedId !== undefined && decodedSecret !== undefined && decodedSecret !== "") {
    readings.push({ clientId: decodedId, clientSecret: decodedSecret });
  }
  return readings;
}
