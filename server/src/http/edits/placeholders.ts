/** How a token is written into a request: the names are the contract's. */
import type { InsertStyle } from "../../protocol.ts";

const VARIABLE = "argusToken";

/** The file variable of style `variable`; a request with a profile of its own has one of its own. */
export function tokenVariable(ownProfile: string | undefined): string {
  return ownProfile === undefined ? VARIABLE : `${VARIABLE}_${suffix(ownProfile)}`;
}

function environmentVariable(ownProfile: string | undefined): string {
  return ownProfile === undefined ? "ARGUS_TOKEN" : `ARGUS_TOKEN_${suffix(ownProfile).toUpperCase()}`;
}

/** Letters and digits as they are, the rest by its code: two profiles must not share a name. */
function suffix(profile: string): string {
  return profile.replace(/[^A-Za-z0-9]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
}

/** The `Authorization` value (RFC 6750 §2.1). */
export function authorizationValue(style: InsertStyle, accessToken: string, ownProfile: string | undefined): string {
  return `Bearer ${writtenToken(style, accessToken, ownProfile)}`;
}

/** The token, or what stands for it. */
export function writtenToken(style: InsertStyle, accessToken: string, ownProfile: string | undefined): string {
  switch (style) {
    case "literal":
      return accessToken;
    case "variable":
      return `{{${tokenVariable(ownProfile)}}}`;
    case "environment":
      return `{{$processEnv ${environmentVariable(ownProfile)}}}`;
  }
}
