/** How a token is written into a request: the names are the contract's. */
import type { InsertStyle } from "../../../../common/protocol/documents.ts";
import { environmentVariable, tokenVariable } from "../../../../common/tokenVariables.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { ownProfileOf, profileOf } from "../facts/request.ts";
import type { Block, HttpDocument } from "../parse/model.ts";

/** The `Authorization` value (RFC 6750 §2.1) of a block's request. */
export function authorizationValue(
  document: HttpDocument,
  block: Block,
  style: InsertStyle,
  accessToken: string,
): string {
  return `Bearer ${writtenToken(document, block, style, accessToken)}`;
}

/** The token of a block's request, or what stands for it. */
export function writtenToken(document: HttpDocument, block: Block, style: InsertStyle, accessToken: string): string {
  switch (style) {
    case "literal":
      return accessToken;
    case "variable":
      return `{{${tokenVariable(ownProfileOf(document, block))}}}`;
    case "environment":
      // A variable of the file is the file's profile's; one of the environment is for all files.
      return environmentTemplate(profileOf(document, block));
  }
}

/**
 * The reference to the environment that stands for a known token in a block: it is for the token's own profile, be that
 * another one than the block's.
 */
export function environmentReference(
  document: HttpDocument,
  block: Block,
  profile: string,
  { settings }: Knowledge,
): string {
  const isActive = settings.activeProfile === profile;
  const isNamed = profileOf(document, block) === profile;
  return environmentTemplate(isActive && !isNamed ? undefined : profile);
}

function environmentTemplate(profile: string | undefined): string {
  return `{{$processEnv ${environmentVariable(profile)}}}`;
}
