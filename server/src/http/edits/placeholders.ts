/** How a token is written into a request. The variable names are part of the public contract. */
import type { InsertStyle } from "../../../../common/protocol/documents.ts";
import { environmentVariable, tokenVariable } from "../../../../common/tokenVariables.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import type { BlockView } from "../facts/requestView.ts";

/** The file variable for the token of a block's request. Without a directive of its own, that is the file's profile. */
export function variableReference({ ownProfile }: BlockView): string {
  return `{{${tokenVariable(ownProfile)}}}`;
}

/** The environment variable for it. The environment serves all files, so it always names the profile. */
export function environmentReference({ profile }: BlockView): string {
  return environmentTemplate(profile);
}

/** A token and the style to write it in. A reference to the environment needs no token. */
export interface WrittenToken {
  readonly style: InsertStyle;
  /** In the style `environment`, empty if it is not known. */
  readonly accessToken: string;
}

/** The token of a block's request, or the reference to it. */
export function writtenText(view: BlockView, token: WrittenToken): string {
  switch (token.style) {
    case "literal":
      return token.accessToken;
    case "variable":
      return variableReference(view);
    case "environment":
      return environmentReference(view);
  }
}

/** The environment reference to a known token. It names the token's own profile, which may differ from the block's. */
export function knownTokenReference(view: BlockView, profile: string, { settings }: AnalysisContext): string {
  const isActive = settings.activeProfile === profile;
  return environmentTemplate(isActive && view.profile !== profile ? undefined : profile);
}

function environmentTemplate(profile: string | undefined): string {
  return `{{$processEnv ${environmentVariable(profile)}}}`;
}
