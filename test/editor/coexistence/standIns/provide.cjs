/** What both give for each request of a file; `name` tells whose it is. A request is a line that starts with GET. */
function provide(vscode, name, command) {
  const { CodeLens, CompletionItem, DocumentSymbol, FoldingRange, languages, SymbolKind } = vscode;
  const requests = (document) =>
    Array.from({ length: document.lineCount }, (_, index) => document.lineAt(index)).filter(({ text }) =>
      text.startsWith("GET "),
    );
  const selector = { language: "http" };
  return [
    languages.registerCodeLensProvider(selector, {
      provideCodeLenses: (document) =>
        requests(document).map(({ range }) => new CodeLens(range, { title: name, command, arguments: [] })),
    }),
    languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: () => ["GET", "Accept"].map((label) => ({ ...new CompletionItem(label), detail: name })),
    }),
    languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: (document) =>
        requests(document).map(({ range }) => new DocumentSymbol(name, "", SymbolKind.Method, range, range)),
    }),
    languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: (document) =>
        requests(document).map(({ lineNumber }) => new FoldingRange(lineNumber, document.lineCount - 1)),
    }),
  ];
}

/** The files that bodies come from, as REST Client links them. */
function provideLinks({ DocumentLink, languages, Range }, name) {
  return languages.registerDocumentLinkProvider(
    { language: "http" },
    {
      provideDocumentLinks: (document) =>
        Array.from({ length: document.lineCount }, (_, line) => line)
          .filter((line) => document.lineAt(line).text.startsWith("< "))
          .map((line) => {
            const { end } = document.lineAt(line).range;
            const link = new DocumentLink(new Range(line, 2, line, end.character), document.uri);
            link.tooltip = name;
            return link;
          }),
    },
  );
}

module.exports = { provide, provideLinks };
