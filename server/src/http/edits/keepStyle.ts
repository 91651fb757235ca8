import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { isTokenPlaceholder, tokenVariable } from "../../../../common/tokenVariables.ts";
import { credentialsOf, mayBeToken, partsOf } from "../facts/authorization.ts";
import type { RequestView } from "../facts/requestView.ts";
import { type Definition, soleVariable, variablesOf } from "../facts/variables.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { definitionEdit } from "./edits.ts";
import { replaceInHeader } from "./replaceTokens.ts";
import type { TokenEdits } from "./tokenDefinitions.ts";
import { writeTokens } from "./writeTokens.ts";

/** Where a request's token is: in its header, in a variable of the file, or outside the file. */
export type Holder = "header" | "elsewhere" | Definition;

/**
 * The edits that write a token where each request already has one: in the header, or in the file variable that contains
 * it. References to something outside the file (the environment, a variable passed to httpYac) are kept.
 *
 * A variable that requests of several profiles share goes to the profile in its name, else to the first request's. The
 * others get a variable of their own, because a token belongs to one profile.
 * @param carriers all requests of the document that carry a token, `targets` among them
 */
export function keepStyle(
  carriers: readonly RequestView[],
  targets: readonly RequestView[],
  accessToken: string,
): TokenEdits {
  const owners = ownersOf(carriers);
  const inHeader: RequestView[] = [];
  const beside: TextEdit[] = [];
  const inOthersVariable: RequestView[] = [];
  const definitions = new Map<Definition, RequestView>();
  for (const target of targets) {
    const holder = holderOf(target);
    if (holder === "elsewhere") continue;
    const edit = holder === "header" ? besideReferences(target, accessToken) : undefined;
    if (edit) beside.push(edit);
    else if (holder === "header") inHeader.push(target);
    else if (owners.get(holder) === target.profile)
      sameVariable(holder).forEach((each) => definitions.set(each, target));
    else inOthersVariable.push(target);
  }
  const others = writeTokens(inOthersVariable, { style: "variable", accessToken });
  const headers = writeTokens(inHeader, { style: "literal", accessToken });
  const kept = [...definitions].filter(([definition]) => !others.moved.includes(definition));
  const changed = kept.flatMap(([definition, target]) => {
    const { before, after } = partsOf(target, definition.value);
    return definitionEdit(definition, before + accessToken + after) ?? [];
  });
  return {
    edits: unique([...others.edits, ...headers.edits, ...beside, ...changed]),
    moved: others.moved,
    movedHeaders: [...others.movedHeaders, ...headers.movedHeaders],
  };
}

/** Replaces a token that is written beside references, as in `{{scheme}} TOKEN` and `{{name}}: Bearer TOKEN`. */
function besideReferences(request: RequestView, accessToken: string): TextEdit | undefined {
  const { authorization } = request;
  if (!authorization || !request.textOf(authorization.field).includes("{{")) return undefined;
  const credentials = credentialsOf(request, authorization);
  const { token } = partsOf(request, credentials.rest);
  if (token === "" || token.includes("{{") || !mayBeToken(request, credentials)) return undefined;
  return replaceInHeader(request, authorization.value, token, accessToken);
}

/** Each edit once: a variable may be set for several reasons. */
function unique(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}

/** A token variable that is defined more than once has one value: tools differ in which definition counts. */
function sameVariable(holder: Definition): readonly Definition[] {
  return isTokenPlaceholder(holder.name) ? variablesOf(holder.document).definitionsOf(holder.name) : [holder];
}

/** The profile of each variable that contains a token; `undefined` is the active profile. */
function ownersOf(carriers: readonly RequestView[]): ReadonlyMap<Holder, string | undefined> {
  const owners = new Map<Holder, string | undefined>();
  for (const carrier of carriers) {
    const holder = holderOf(carrier);
    if (typeof holder === "string") continue;
    const isNamedFor = holder.name === tokenVariable(carrier.ownProfile);
    if (!owners.has(holder) || isNamedFor) owners.set(holder, carrier.profile);
  }
  return owners;
}

export function holderOf(request: RequestView): Holder {
  const { authorization } = request;
  const written = authorization ? writtenIn(request, authorization) : "";
  const nameIn = (text: string): string | undefined => soleVariable(partsOf(request, text).token);
  if (nameIn(written) === undefined) return "header";
  const last = [...request.chain(written, nameIn)].at(-1);
  const next = last && nameIn(last.value);
  // A variable that refers to itself has no value to keep, so it is set.
  return last && (next === undefined || request.definitionOf(next)) ? last : "elsewhere";
}

/** The credentials of a header, or the reference to a whole one. */
function writtenIn(request: RequestView, header: HeaderSpan): string {
  const isWhole = header.isVariable && header.name.start === header.value.start;
  return isWhole ? request.textOf(header.value) : credentialsOf(request, header).rest;
}
