import type { Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import type { RequestView } from "../facts/requestView.ts";
import { withoutBearer } from "../facts/authorization.ts";
import { soleVariable } from "../facts/variables.ts";
import { authorizationEdits } from "./edits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import { variableEdits } from "./tokenDefinitions.ts";

/** The edits that write a token into requests in one style, with the variables that this style needs. */
export function writeTokens(targets: readonly RequestView[], token: WrittenToken): TextEdit[] {
  const edits = [
    ...(token.style === "variable" ? definitions(targets, token.accessToken) : []),
    ...targets.flatMap((target) =>
      authorizationEdits(target, headerValueFor(target, token), token.style === "literal" ? "" : token.accessToken),
    ),
  ];
  // If a line is inserted above one that is removed, the insertion must come first.
  const insertions = edits.filter(isInsertion);
  const others = edits.filter((edit) => !isInsertion(edit));
  return [...insertions, ...others.map((edit) => withoutBreakAbove(edit, insertions))];
}

/** The removal of a document's last line takes the line break above along, unless another line is inserted there. */
function withoutBreakAbove(edit: TextEdit, insertions: readonly TextEdit[]): TextEdit {
  const { start, end } = edit.range;
  const first = { line: start.line + 1, character: 0 };
  const isInside = first.line <= end.line && insertions.some(({ range }) => isSame(range.start, first));
  return isInside ? { range: { start: first, end }, newText: edit.newText } : edit;
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.character === other.character;
}

/** A variable may include the scheme. */
function headerValueFor(target: RequestView, token: WrittenToken): string {
  const written = writtenText(target, token);
  const name = token.style === "variable" ? soleVariable(written) : undefined;
  const definitions = name === undefined ? [] : target.variables.definitionsOf(name);
  return definitions.some(({ value }) => withoutBearer(value) !== value) ? written : `Bearer ${written}`;
}

function isInsertion({ range: { start, end } }: TextEdit): boolean {
  return start.line === end.line && start.character === end.character;
}

function definitions(targets: readonly RequestView[], value: string): TextEdit[] {
  const [first] = targets;
  if (!first) return [];
  const users = new Map<string, RequestView[]>();
  for (const target of targets) {
    const name = tokenVariable(target.ownProfile);
    const known = users.get(name);
    if (known) known.push(target);
    else users.set(name, [target]);
  }
  return variableEdits(first.document, users, value);
}
