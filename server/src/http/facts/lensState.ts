import type { LensState } from "../../../../common/protocol/lensState.ts";
import {
  isSharedReference,
  isTokenPlaceholder,
  profileOfReference,
  tokenVariable,
} from "../../../../common/tokenVariables.ts";
import { credentialsOf, mayBeToken, tokenIn } from "./authorization.ts";
import type { AnalysisContext } from "./analysisContext.ts";
import type { TokenLookup } from "./knownTokens.ts";
import type { RequestView } from "./requestView.ts";
import { soleVariable } from "./variables.ts";

/** What a request carries, and the profile that it is for. Only a known token counts as live. */
export function lensState(request: RequestView, analysis: AnalysisContext, known: TokenLookup): LensState {
  const { outside, now } = analysis;
  const profile = request.chosenProfile?.name;
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
  const { environmentVariables, profiles = {}, activeProfile } = settings;
  const isOfActive = isSharedReference(variable);
  const named = profileOfReference(variable, Object.keys(profiles));
  const profile = isOfActive ? activeProfile : (named ?? requested);
  const isInEnvironment = variable.startsWith("$");
  const whose = profile === undefined ? {} : { profile };
  const filled: LensState = { kind: isInEnvironment ? "environment" : "variable", ...whose };
  // The editor does not say whether it puts tokens into the environment.
  if (environmentVariables === undefined) return filled;
  if (!environmentVariables) return isInEnvironment ? { kind: "off", ...whose } : { kind: "none", ...whose };
  if (profile === undefined) return settings.profiles ? { kind: "none" } : filled;
  // A profile that is gone had this variable.
  if (!isOfActive && named === undefined && variable !== tokenVariable(undefined) && settings.profiles) {
    return { kind: "none", profile };
  }
  const isLive = held.tokens.some(
    (token) => token.profile === profile && token.expiresAt > now && token.isHeld !== false,
  );
  return isLive ? filled : { kind: "noToken", profile };
}
