import { tokenDigest } from "../../../common/digest.ts";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import { isTokenPlaceholder, profileOfReference } from "../../../common/tokenVariables.ts";
import { activeProfileName, profileNames } from "../settings.ts";
import type { RequestFacts, TokenLocation } from "./answerValidity.ts";

/** Where the request's token is; `unreadable` if its header refers to something unknown here. */
export function tokenLocationOf(request: RequestAtValue): TokenLocation | "unreadable" {
  if (request.authorization === undefined) return "session";
  if (request.authorization.token !== undefined) return "request";
  return referredProfile(request) === undefined ? "unreadable" : "reference";
}

/** The name of the profile whose token the request carries or would get. */
export function profileNameOf(request: RequestAtValue): string | undefined {
  return referredProfile(request) ?? request.profile ?? activeProfileName();
}

/** The profile whose token the request refers to. */
export function referredProfile({ profile, authorization }: RequestAtValue): string | undefined {
  const { token, variable = "" } = authorization ?? {};
  if (token !== undefined || !isTokenPlaceholder(variable)) return undefined;
  const active = activeProfileName();
  return profileOfReference(variable, profile ?? active, { names: profileNames(), active });
}

/** `undefined` if the request has nothing that an answer could be about. */
export function factsOf(request: RequestAtValue): RequestFacts | undefined {
  const location = tokenLocationOf(request);
  if (location === "unreadable") return undefined;
  const token = request.authorization?.token;
  const digest = token === undefined ? {} : { digest: tokenDigest(token) };
  return { profile: profileNameOf(request), location, ...digest };
}
