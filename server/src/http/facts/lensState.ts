import type { LensState } from "../../../../common/protocol/lensState.ts";
import { isTokenPlaceholder, profileOfReference } from "../../../../common/tokenVariables.ts";
import { credentialsOf, mayBeToken, tokenIn } from "./authorization.ts";
import type { AnalysisContext } from "./analysisContext.ts";
import type { TokenLookup } from "./knownTokens.ts";
import type { RequestView } from "./requestView.ts";
import { soleVariable } from "./variables.ts";

/** What a request carries, and the profile that it is for. Only a known token counts as live. */
export function lensState(request: RequestView, analysis: AnalysisContext, known: TokenLookup): LensState {
  const { outside, now, settings } = analysis;
  const profile = request.chosenProfile?.name;
  if (profile !== undefined && settings.profiles !== undefined && !Object.hasOwn(settings.profiles, profile))
    return { kind: "unknownProfile", profile };
  const none: LensState = { kind: "none", ...(profile !== undefined && { profile }) };
  const header = request.authorization;
  if (header === null) return none;
  const written = credentialsOf(request, header);
  if (!mayBeToken(request, written)) return none;
  const variable = soleVariable(written.rest);
  const isReference = variable !== undefined && isTokenPlaceholder(variable);
  // The worker's own environment dates from its start, so it may be out of date.
  if (isReference && variable.startsWith("$")) return stateOfReference(variable, profile, analysis);
  const token = tokenIn(request, header, outside);
  if (token !== undefined) return stateOfToken(known(token), profile, now) ?? none;
  return isReference ? stateOfReference(variable, profile, analysis) : none;
}

function stateOfToken(token: ReturnType<TokenLookup>, profile: string | undefined, now: number): LensState | undefined {
  if (token === undefined) return undefined;
  const { profile: owner, expiresAt } = token;
  const assumed = token.isEndAssumed === true ? { isEndAssumed: true } : {};
  if (profile !== undefined && owner !== profile) return { kind: "otherProfile", profile, owner };
  return expiresAt > now
    ? { kind: "live", profile: owner, expiresAt, ...assumed }
    : { kind: "expired", profile: owner, ...assumed };
}

function stateOfReference(
  variable: string,
  requested: string | undefined,
  { settings, held, now }: AnalysisContext,
): LensState {
  const { environmentVariables, profiles, activeProfile } = settings;
  const isReference = variable.startsWith("$");
  const whose = requested === undefined ? {} : { profile: requested };
  if (environmentVariables === false) return { kind: isReference ? "off" : "none", ...whose };
  const owner = profileOfReference(variable, requested, {
    names: Object.keys(profiles ?? {}),
    active: activeProfile,
  });
  if (owner === undefined && profiles !== undefined) return { kind: "none", ...whose };
  if (owner !== undefined && requested !== undefined && owner !== requested) {
    return { kind: "otherProfile", profile: requested, owner, ...(isReference && { isReference }) };
  }
  const kind = isReference ? "environment" : "variable";
  // The editor may not say whether it puts tokens into the environment.
  if (owner === undefined || environmentVariables === undefined) return { kind, ...whose };
  const isLive = held.tokens.some(
    (token) => token.profile === owner && token.expiresAt > now && token.isHeld !== false,
  );
  return { kind: isLive ? kind : "noToken", profile: owner };
}
