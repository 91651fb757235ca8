import * as l10n from "@vscode/l10n";
import type { CodeLens, Command } from "vscode-languageserver";
import { rangeOf } from "../parse/model.ts";
import type { Block, HttpDocument, RequestBlock } from "../parse/model.ts";

/** Beyond so many requests lenses go out without their commands: an editor resolves those that it shows. */
export const MOST_COMPLETE = 500;

interface Kind {
  readonly command: string;
  readonly title: () => string;
}

const INSERT: Kind = { command: "argus.insertToken", title: () => l10n.t("Insert Argus Token") };
const REPLACE: Kind = { command: "argus.insertToken", title: () => l10n.t("Replace Argus Token") };
const INTROSPECT: Kind = { command: "argus.introspect", title: () => l10n.t("Introspect") };
const USERINFO: Kind = { command: "argus.userinfo", title: () => l10n.t("Userinfo") };
const KINDS: readonly Kind[] = [INSERT, REPLACE, INTROSPECT, USERINFO];

/**
 * Three lenses on the request line of each request that takes an `Authorization` header. Neither their number nor their
 * titles depend on a token's age: lenses that come and go make the text jump.
 * @param uri of the document, for the commands' arguments `[uri, line]`
 * @param id of the document, for lenses that have to be resolved: they repeat it, so it is short
 */
export function codeLenses(document: HttpDocument, uri: string, id: number): CodeLens[] {
  const requests = document.blocks.filter(takesHeader);
  const isComplete = requests.length <= MOST_COMPLETE;
  const lenses: CodeLens[] = [];
  for (const block of requests) {
    const range = rangeOf(block, block.request.line);
    const add = (kind: Kind): void => {
      if (isComplete) lenses.push({ range, command: commandOf(kind, uri, range.start.line) });
      else lenses.push({ range, data: id * KINDS.length + KINDS.indexOf(kind) });
    };
    add(block.request.authorization ? REPLACE : INSERT);
    add(INTROSPECT);
    add(USERINFO);
  }
  return lenses;
}

function takesHeader(block: Block): block is RequestBlock {
  return block.request?.acceptsHeader === true;
}

/**
 * Puts the command into a lens that was sent without it; any other comes back as it is.
 * @param uriOf tells the document's URI by its id; `undefined` where it is not open any more
 */
export function resolveCodeLens(lens: CodeLens, uriOf: (id: number) => string | undefined): CodeLens {
  const data: unknown = lens.data;
  if (lens.command !== undefined || !Number.isSafeInteger(data)) return lens;
  const kind = KINDS[Number(data) % KINDS.length];
  const uri = uriOf(Math.floor(Number(data) / KINDS.length));
  if (kind === undefined || uri === undefined) return lens;
  return { range: lens.range, command: commandOf(kind, uri, lens.range.start.line) };
}

function commandOf({ command, title }: Kind, uri: string, line: number): Command {
  return { title: title(), command, arguments: [uri, line] };
}
