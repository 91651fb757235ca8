import { hostOf } from "../../../../common/hosts.ts";
import { clientAddress } from "../../../../common/addresses.ts";
import type {
  Authorization,
  OtherHost,
  Position,
  ProfileAtValue,
  RequestAtValue,
} from "../../../../common/protocol/documents.ts";
import { hasRequest, type HttpDocument } from "../parse/model.ts";
import { describeAuthorization } from "./authorization.ts";
import { blockAt } from "./lineLookup.ts";
import { foreignForm } from "./otherCredentials.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { namedProfile } from "./profiles.ts";
import { isOtherHost, type ProfileSettings, profilesForHost, requestProfile } from "./requestProfile.ts";
import { requestAtLine, requestsOf, RequestView } from "./requestView.ts";
import { targetOf } from "./target.ts";

/** The request in the block at a position; `null` if that block has none. */
export function requestAt(
  document: HttpDocument,
  position: Position,
  settings: ProfileSettings = {},
): RequestAtValue | null {
  const request = requestAtLine(document, position.line, settings);
  if (!request) return null;
  const { range, line: requestLine, method, url, name, authorization, chosenProfile: profile } = request;
  const target = targetOf(request, settings.outside)?.url;
  return {
    range,
    requestLine,
    method,
    url,
    ...(name !== undefined && { name }),
    ...(profile && { profile: profile.name, profileSource: profile.source }),
    ...(profile && target && isOtherHost(target, profile.name, settings) && { otherHost: otherHost(target, settings) }),
    ...forwardedFor(request, settings.outside),
    ...(authorization && { authorization: withForm(describeAuthorization(request, authorization, settings.outside)) }),
  };
}

function withForm(authorization: Authorization): Authorization {
  const foreign = authorization.token === undefined ? undefined : foreignForm(authorization.token);
  return foreign ? { ...authorization, foreign } : authorization;
}

function forwardedFor(request: RequestView, outside: OutsideVariables | undefined): { forwardedFor?: string | null } {
  const [header] = request.headersNamed("X-Forwarded-For");
  if (header === undefined) return {};
  const written = request.expand(header.value, outside);
  return { forwardedFor: written === undefined ? null : clientAddress(written) };
}

/** The profile of the request at a position; between requests, the file's or the active one. */
export function profileAt(
  document: HttpDocument,
  position: Position,
  settings: ProfileSettings,
): ProfileAtValue | null {
  const block = blockAt(document, position.line) ?? document.blocks[0];
  if (!block) return null;
  const profile = hasRequest(block)
    ? new RequestView(document, block, settings).chosenProfile
    : requestProfile(namedProfile(document, block), undefined, settings);
  return profile ? { profile: profile.name, source: profile.source } : null;
}

/** The profiles that the requests of a document are for, each once. */
export function requestProfiles(document: HttpDocument, settings: ProfileSettings): string[] {
  const names = requestsOf(document, settings).map(({ chosenProfile }) => chosenProfile?.name);
  return [...new Set(names)].filter((name) => name !== undefined);
}

function otherHost(target: URL, settings: ProfileSettings): OtherHost {
  return { host: hostOf(target) ?? target.host, profiles: profilesForHost(target, settings) };
}
