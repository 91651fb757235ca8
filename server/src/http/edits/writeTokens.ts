import { tokenVariable } from "../../../../common/tokenVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { soleVariable } from "../facts/variables.ts";
import { isHeaderInBody } from "../facts/httpYacHead.ts";
import { addHeader, authorizationEdits } from "./edits.ts";
import type { HeaderInBlock } from "./lineEdits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import { type TokenEdits, variableEdits } from "./tokenDefinitions.ts";

/** The edits that write a token into requests in one style, with the variables that this style needs. */
export function writeTokens(targets: readonly RequestView[], token: WrittenToken): TokenEdits {
  const resolved = token.style === "literal" ? "" : token.accessToken;
  const movedHeaders: HeaderInBlock[] = [];
  const headers = targets.flatMap((target) => {
    const value = headerValueFor(target, token);
    const { authorization, block, header } = target;
    if (!authorization || !isHeaderInBody(target)) return authorizationEdits(target, value, resolved);
    movedHeaders.push({ block, span: authorization });
    return addHeader(target, `${header.name}: ${value}`);
  });
  const { edits, moved } = token.style === "variable" ? definitions(targets, token.accessToken) : NONE;
  // Edits at the same position apply in this order: first the header, then the region below it.
  return { edits: [...headers, ...edits], moved, movedHeaders };
}

const NONE: Pick<TokenEdits, "edits" | "moved"> = { edits: [], moved: [] };

/** A variable may include what is around the token. */
function headerValueFor(target: RequestView, token: WrittenToken): string {
  const written = writtenText(target, token);
  const name = token.style === "variable" ? soleVariable(written) : undefined;
  const definitions = name === undefined ? [] : target.variables.definitionsOf(name);
  const { header } = target;
  return definitions.some(({ value }) => header.split(value).token !== value) ? written : header.valueWith(written);
}

function definitions(targets: readonly RequestView[], value: string): typeof NONE {
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
