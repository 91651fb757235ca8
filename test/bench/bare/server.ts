/** An empty language server: documents in sync, and one lens, so that the same question can be asked of it and of ours. */
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const START = { line: 0, character: 0 };

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
connection.onInitialize(() => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, codeLensProvider: {} },
}));
connection.onCodeLens(() => [{ range: { start: START, end: START }, command: { title: "Bare", command: "" } }]);
documents.listen(connection);
connection.listen();
