import { tokenVariable } from "../../../../common/tokenVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { soleVariable } from "../facts/variables.ts";
import { authorizationEdits } from "./edits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import { type TokenEdits, variableEdits } from "./tokenDefinitions.ts";

/** The edits that write a token into requests in one style, with the variables that this style needs. */
export function writeTokens(targets: readonly RequestView[], token: WrittenToken): TokenEdits {
  const resolved = token.style === "literal" ? "" : token.accessToken;
  const headers = targets.flatMap((target) => authorizationEdits(target, headerValueFor(target, token), resolved));
  const { edits, moved } = token.style === "variable" ? definitions(targets, token.accessToken) : NONE;
  // At one place the header comes first, then the region below it.
  return { edits: [...headers, ...edits], moved };
}

const NONE: TokenEdits = { edits: [], moved: [] };

/** A variable may include what is around the token. */
function headerValueFor(target: RequestView, token: WrittenToken): string {
  const written = writtenText(target, token);
  const name = token.style === "variable" ? soleVariable(written) : undefined;
  const definitions = name === undefined ? [] : target.variables.definitionsOf(name);
  const { header } = target;
  return definitions.some(({ value }) => header.split(value).token !== value) ? written : header.valueWith(written);
}

function definitions(targets: readonly RequestView[], value: string): TokenEdits {
  const [first] = targets;
  if (!first) return NONE;
  const users = new Map<string, RequestView[]>();
  for (const target of targets) {
    const name = tokenVariable(target.ownProfile);
    const known = users.get(name);
    if (known) known.push(target);
    else users.set(name, [target]);
  }
  return variableEdits(first.document, users, value);
}
