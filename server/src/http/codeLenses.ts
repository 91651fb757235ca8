import type { CodeLens } from "vscode-languageserver";
import { rangeOf } from "./model.ts";
import type { HttpDocument } from "./model.ts";

/**
 * Three lenses on the request line of each request that takes an `Authorization` header. Neither their number nor their
 * titles depend on a token's age: lenses that come and go make the text jump.
 * @param uri of the document, for the commands' arguments `[uri, line]`
 */
export function codeLenses(document: HttpDocument, uri: string): CodeLens[] {
  const lenses: CodeLens[] = [];
  for (const block of document.blocks) {
    const { request } = block;
    if (!request?.acceptsHeader) continue;
    const range = rangeOf(block, request.line);
    const commandArguments = [uri, range.start.line];
    const lens = (command: string, title: string): void => {
      lenses.push({ range, command: { command, title, arguments: commandArguments } });
    };
    lens("argus.insertToken", request.authorization ? "Replace Argus Token" : "Insert Argus Token");
    lens("argus.introspect", "Introspect");
    lens("argus.userinfo", "Userinfo");
  }
  return lenses;
}
