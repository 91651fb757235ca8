import { tokenDigest } from "../../../common/digest.ts";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import { isSharedReference, isTokenPlaceholder, profileOfReference } from "../../../common/tokenVariables.ts";
import { activeProfileName, profileNames } from "../settings.ts";
import type { RequestFacts, TokenLocation } from "./answerValidity.ts";

/** Where the request's token is; `unreadable` if its header refers to something unknown here. */
export function tokenLocationOf({ authorization }: RequestAtValue): TokenLocation | "unreadable" {
  if (authorization === undefined) return "session";
  if (authorization.token !== undefined) return "request";
  return isTokenPlaceholder(authorization.variable ?? "") ? "reference" : "unreadable";
}

/** The name of the profile whose token the request carries or would get. */
export function profileNameOf({ profile, authorization }: RequestAtValue): string | undefined {
  const reference = authorization?.token === undefined ? authorization?.variable : undefined;
  // This reference means the active profile's token in every request.
  if (reference !== undefined && isSharedReference(reference)) return activeProfileName();
  const referred = reference === undefined ? undefined : profileOfReference(reference, profileNames());
  return referred ?? profile ?? activeProfileName();
}

/** `undefined` if the request has nothing that an answer could be about. */
export function factsOf(request: RequestAtValue): RequestFacts | undefined {
  const location = tokenLocationOf(request);
  if (location === "unreadable") return undefined;
  const token = request.authorization?.token;
  const digest = token === undefined ? {} : { digest: tokenDigest(token) };
  return { profile: profileNameOf(request), location, ...digest };
}
