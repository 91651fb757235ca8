import { tokenDigest } from "../../../common/digest.ts";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import { isSharedReference, isTokenPlaceholder, profileOfReference } from "../../../common/tokenVariables.ts";
import { activeProfileName, profileNames } from "../settings.ts";
import type { RequestFacts, TokenLocation } from "./answerValidity.ts";

/** Where the request's token is; `unreadable` where its header holds something that only others can look up. */
export function tokenLocationOf({ authorization }: RequestAtValue): TokenLocation | "unreadable" {
  if (authorization === undefined) return "session";
  if (authorization.token !== undefined) return "request";
  return isTokenPlaceholder(authorization.variable ?? "") ? "reference" : "unreadable";
}

/** The profile whose token the request carries or would get, by name. */
export function profileNameOf({ profile, authorization }: RequestAtValue): string | undefined {
  const reference = authorization?.token === undefined ? authorization?.variable : undefined;
  // This one is the active profile's in every request.
  if (reference !== undefined && isSharedReference(reference)) return activeProfileName();
  const referred = reference === undefined ? undefined : profileOfReference(reference, profileNames());
  return referred ?? profile ?? activeProfileName();
}

/** `undefined` where there is nothing that an answer could be about. */
export function factsOf(request: RequestAtValue): RequestFacts | undefined {
  const location = tokenLocationOf(request);
  if (location === "unreadable") return undefined;
  const token = request.authorization?.token;
  const digest = token === undefined ? {} : { digest: tokenDigest(token) };
  return { profile: profileNameOf(request), location, ...digest };
}
