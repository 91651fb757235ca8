import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { credentialsOf, withoutBearer } from "../facts/authorization.ts";
import { ownProfileOf, profileOf } from "../facts/request.ts";
import { definitionAt, soleVariable, variablesOf } from "../facts/variables.ts";
import type { Definition, Variables } from "../facts/variables.ts";
import { textOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { definitionEdit } from "./edits.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import { writeTokens } from "./writeTokens.ts";

/** How far a token is looked for through variables that name variables. */
const MOST_HOPS = 16;

/** What holds a request's token: its header, a variable of the file, or something that is not in the file. */
type Holder = "header" | "elsewhere" | Definition;

/**
 * The edits that write a token the way that each request has its own: in the header, or in the variable of the file that
 * holds it. What the file only refers to (the environment, a variable that httpYac is given) stays.
 *
 * A variable that requests of several profiles share is one profile's: of the one that it is named for, else of the first
 * request's. The others get a variable of their own, since a token is one profile's.
 * @param carriers all requests of the document that carry a token, `targets` among them
 */
export function keepStyle(
  document: HttpDocument,
  carriers: readonly RequestBlock[],
  targets: readonly RequestBlock[],
  accessToken: string,
): TextEdit[] {
  const variables = variablesOf(document);
  const owners = ownersOf(document, variables, carriers);
  const inHeader: RequestBlock[] = [];
  const inOthersVariable: RequestBlock[] = [];
  const definitions = new Set<Definition>();
  for (const target of targets) {
    const holder = holderOf(document, variables, target);
    if (holder === "elsewhere") continue;
    if (holder === "header") inHeader.push(target);
    else if (owners.get(holder) === profileOf(document, target)) definitions.add(holder);
    else inOthersVariable.push(target);
  }
  return [
    ...writeTokens(document, inOthersVariable, "variable", accessToken),
    ...writeTokens(document, inHeader, "literal", accessToken),
    ...[...definitions].flatMap((definition) => {
      const value = textOf(document, definition.block, definition.variable.value);
      const scheme = value.slice(0, value.length - withoutBearer(value).length);
      return definitionEdit(document, definition, scheme + accessToken) ?? [];
    }),
  ];
}

/** The profile of each variable that holds a token; `undefined` is the active one's. */
function ownersOf(
  document: HttpDocument,
  variables: Variables,
  carriers: readonly RequestBlock[],
): ReadonlyMap<Holder, string | undefined> {
  const owners = new Map<Holder, string | undefined>();
  const isNamedFor = ({ block, variable }: Definition, carrier: RequestBlock): boolean =>
    textOf(document, block, variable.name) === tokenVariable(ownProfileOf(document, carrier));
  for (const carrier of carriers) {
    const holder = holderOf(document, variables, carrier);
    if (typeof holder === "string") continue;
    if (!owners.has(holder) || isNamedFor(holder, carrier)) owners.set(holder, profileOf(document, carrier));
  }
  return owners;
}

function holderOf(document: HttpDocument, variables: Variables, block: RequestBlock): Holder {
  const { authorization, line } = block.request;
  let holder: Holder = "header";
  let text = authorization ? credentialsOf(document, block, authorization).rest : "";
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const name = soleVariable(withoutBearer(text));
    if (name === undefined) return holder;
    const definition = definitionAt(variables, name, block.line + line.line);
    if (!definition) return "elsewhere";
    holder = definition;
    text = textOf(document, definition.block, definition.variable.value);
  }
  return holder;
}
