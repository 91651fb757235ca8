/** How a token is written into a request: the names are the contract's. */
import type { InsertStyle } from "../../../../common/protocol/documents.ts";
import { environmentVariable, tokenVariable } from "../../../../common/tokenVariables.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import type { BlockView } from "../facts/requestView.ts";

/** What stands for the token of a block's request. A variable of the file belongs to the file's profile. */
export function variableReference({ ownProfile }: BlockView): string {
  return `{{${tokenVariable(ownProfile)}}}`;
}

/** The same in the environment, whose variables serve all files. */
export function environmentReference({ profile }: BlockView): string {
  return environmentTemplate(profile);
}

/** A token and the style to write it in. A reference to the environment needs no token. */
export type WrittenToken =
  | { readonly style: Exclude<InsertStyle, "environment">; readonly accessToken: string }
  | { readonly style: "environment" };

/** The token of a block's request, or what stands for it. */
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

/**
 * The reference to the environment that stands for a known token in a block: it is for the token's own profile, be that
 * another one than the block's.
 */
export function knownTokenReference(view: BlockView, profile: string, { settings }: AnalysisContext): string {
  const isActive = settings.activeProfile === profile;
  return environmentTemplate(isActive && view.profile !== profile ? undefined : profile);
}

function environmentTemplate(profile: string | undefined): string {
  return `{{$processEnv ${environmentVariable(profile)}}}`;
}
