import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { authorizationEdits, variableEdits } from "./edits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";

/** The edits that write a token into requests in one style, with the variables that this style needs. */
export function writeTokens(targets: readonly RequestView[], token: WrittenToken): TextEdit[] {
  return [
    ...(token.style === "variable" ? definitions(targets, token.accessToken) : []),
    ...targets.flatMap((target) => authorizationEdits(target, writtenText(target, token))),
  ];
}

function definitions(targets: readonly RequestView[], value: string): TextEdit[] {
  const nameOf = ({ ownProfile }: RequestView): string => tokenVariable(ownProfile);
  const names = [...new Set(targets.map(nameOf))];
  return names.flatMap((name) => {
    const users = targets.filter((target) => nameOf(target) === name);
    return variableEdits(users, name, value);
  });
}
