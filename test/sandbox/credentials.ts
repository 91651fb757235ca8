import { BlockList, isIPv6 } from "node:net";
import type { Assertions } from "./assertions.ts";
import { bearerToken, header, originOf, type Call } from "./call.ts";
import type { Identities } from "./identities.ts";

/** Limits of the valid API key, besides the keys that are never valid. */
export interface KeyLimits {
  /** The networks it may be used from, as `10.0.0.0/8`; any if absent. */
  networks?: readonly string[];
  /** When it expires, in milliseconds since the epoch. */
  until?: number;
}

/** What a caller's credential is checked against. */
export interface Credentials {
  who: Identities;
  keyLimits: KeyLimits;
  assertions: Assertions;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Lower-case name of the header that may contain a signed JWT. */
  assertionHeader: string | undefined;
  /** The session of the session token was ended. */
  isSessionOver?: boolean;
}

/**
 * Why the caller's credential is refused; `undefined` if it is accepted. The shape of the call has been checked before.
 */
export function refusal(call: Call, credentials: Credentials): string | undefined {
  const { who, assertions, assertionHeader } = credentials;
  const { fields } = call.form;
  const clientAssertion = fields.get("client_assertion");
  if (clientAssertion !== undefined) return assertions.refusal(clientAssertion, call, fields.get("client_id"));
  const assertion = assertionHeader === undefined ? undefined : header(call, assertionHeader);
  if (assertion !== undefined) return assertions.refusal(assertion, call);
  const bearer = bearerToken(call);
  if (bearer === undefined) return keyRefusal(header(call, "argus-api-key"), originOf(call), credentials);
  if (bearer.split(".").length === 3) return assertions.refusal(bearer, call);
  if (bearer !== who.sessionToken) return "Session token is not valid";
  return credentials.isSessionOver === true ? "Session has ended" : undefined;
}

function keyRefusal(key: string | undefined, origin: string, credentials: Credentials): string | undefined {
  const { who, keyLimits, clock } = credentials;
  const isForeign = key === who.apiKey && !isWithin(origin, keyLimits.networks);
  const isOver = key === who.apiKey && clock() >= (keyLimits.until ?? Infinity);
  if (key === who.expiredApiKey || isOver) return "API key has expired";
  if (key === who.foreignApiKey || isForeign) return `API key is not valid from this network (${origin})`;
  return key === who.apiKey ? undefined : "API key is not valid";
}

function isWithin(address: string, networks: readonly string[] | undefined): boolean {
  if (networks === undefined) return true;
  const list = new BlockList();
  for (const network of networks) {
    const [net = "", prefix = ""] = network.split("/");
    list.addSubnet(net, Number(prefix), isIPv6(net) ? "ipv6" : "ipv4");
  }
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
