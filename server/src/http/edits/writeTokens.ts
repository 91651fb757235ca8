import type { InsertStyle, TextEdit } from "../../../../common/protocol/documents.ts";
import { ownProfileOf } from "../facts/request.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { authorizationEdits, variableEdits } from "./edits.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import { writtenToken } from "./placeholders.ts";

/** The edits that write a token into requests in one style, with the variables that the style needs. */
export function writeTokens(
  document: HttpDocument,
  targets: readonly RequestBlock[],
  style: InsertStyle,
  accessToken: string,
): TextEdit[] {
  const edits = style === "variable" ? definitions(document, targets, accessToken) : [];
  for (const target of targets) {
    edits.push(...authorizationEdits(document, target, writtenToken(document, target, style, accessToken)));
  }
  return edits;
}

function definitions(document: HttpDocument, targets: readonly RequestBlock[], value: string): TextEdit[] {
  const nameOf = (target: RequestBlock): string => tokenVariable(ownProfileOf(document, target));
  const names = [...new Set(targets.map(nameOf))];
  return names.flatMap((name) => {
    const users = targets.filter((target) => nameOf(target) === name);
    return variableEdits(document, users, name, value);
  });
}
