/**
 * The smallest possible language server with lenses: it syncs documents and runs one regular expression over the whole
 * text, so that both can be asked the same.
 */
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const REQUEST_LINE = /^(?:[A-Z]+ \S|https?:)/;
const TITLES = ["One", "Two", "Three"];

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
connection.onInitialize(() => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, codeLensProvider: {} },
}));
connection.onCodeLens(({ textDocument }) => {
  const lines =
    documents
      .get(textDocument.uri)
      ?.getText()
      .split(/\r\n?|\n/) ?? [];
  return lines.flatMap((text, line) => {
    if (!REQUEST_LINE.test(text)) return [];
    const start = { line, character: 0 };
    return TITLES.map((title) => ({
      range: { start, end: start },
      command: { title, command: "bare.lens", arguments: [textDocument.uri, line] },
    }));
  });
});
documents.listen(connection);
connection.listen();
