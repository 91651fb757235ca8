import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CancellationToken, CancellationTokenSource } from "vscode-jsonrpc/node";
import { LSPErrorCodes } from "vscode-languageserver";
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
} from "vscode-languageserver-types";
import { tokenDigest } from "../../../common/digest.ts";
import { until } from "../../host/until.ts";
import { LspClient } from "./lspClient.ts";

const URI = "file:///folder/features.http";
const TOKEN = "myUserName/ckEg0123";
const TEXT = `# @argus dev\nPOST https://example.com/a\nAuthorization: Bearer ${TOKEN}\n\n< ./body.json\n###\nGet https://x/b\n`;

interface Report {
  kind: "full" | "unchanged";
  resultId?: string;
  items?: Diagnostic[];
}

describe("language features over stdio", () => {
  let client: LspClient;
  const textDocument = { uri: URI };
  let version = 1;
  const pull = (previousResultId?: string): Promise<Report> =>
    client.request("textDocument/diagnostic", { textDocument, ...(previousResultId && { previousResultId }) });
  const codes = (report: Report): unknown[] | undefined => report.items?.map(({ code }) => code);
  const hold = (expiresAt: number): Promise<void> =>
    client.hold([{ digest: tokenDigest(TOKEN), profile: "dev", expiresAt }]);
  const type = (line: number, character: number, text: string): Promise<void> => {
    const position = { line, character };
    return client.notify("textDocument/didChange", {
      textDocument: { uri: URI, version: ++version },
      contentChanges: [{ range: { start: position, end: position }, text }],
    });
  };

  const start = async (textDocumentCapabilities: object = {}): Promise<void> => {
    version = 1;
    client = await LspClient.start(
      { profiles: { dev: { forwardedFor: "192.0.2.1" } }, activeProfile: "dev" },
      {
        workspace: { diagnostics: { refreshSupport: true }, codeLens: { refreshSupport: true } },
        textDocument: textDocumentCapabilities,
      },
    );
    await client.open(URI, TEXT);
  };
  beforeEach(() => start());
  afterEach(() => client.stop());

  it("provide symbols, folding, links and hovers", async () => {
    await hold(Date.now() + 100_000);
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["POST /a", "GET /b"],
    );
    const ranges = await client.request<FoldingRange[]>("textDocument/foldingRange", { textDocument });
    assert.deepEqual(ranges[0], { startLine: 0, endLine: 4, kind: "region" });
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument });
    assert.deepEqual(
      links.map(({ target }) => target),
      ["file:///folder/body.json"],
    );
    const position = { line: 2, character: 20 };
    const hover = await client.request<Hover>("textDocument/hover", { textDocument, position });
    assert.match(JSON.stringify(hover.contents), /profile “dev”, live for another/);
    assert(!JSON.stringify(hover).includes(TOKEN));
    assert.equal((hover.contents as { kind: string }).kind, "plaintext");
  });

  it("render hovers as Markdown if the editor can, with escaped names", async () => {
    const editor = await LspClient.start({}, { textDocument: { hover: { contentFormat: ["markdown"] } } });
    await editor.open(URI, TEXT);
    const digest = tokenDigest(TOKEN);
    await editor.hold([{ digest, profile: "[x](command:y)", expiresAt: Date.now() + 100_000 }]);
    const position = { line: 2, character: 20 };
    const { contents } = await editor.request<Hover>("textDocument/hover", { textDocument, position });
    await editor.stop();
    assert.deepEqual(contents, {
      kind: "markdown",
      value: "Argus token of the profile “\\[x\\]\\(command\\:y\\)”\\, live for another 1 min\\.",
    });
  });

  it("follow typing, even for requests sent before the answers", async () => {
    const ask = (character: number): Promise<CompletionItem[]> =>
      client.request("textDocument/completion", { textDocument, position: { line: 3, character } });
    const answers: Promise<CompletionItem[]>[] = [];
    for (const [index, letter] of Array.from("Accept: ").entries()) {
      await type(3, index, letter);
      answers.push(ask(index + 1));
    }
    const labels = (await Promise.all(answers)).map((items) => items.map(({ label }) => label));
    assert(labels[0]?.includes("Authorization"));
    assert(labels.at(-1)?.includes("application/json"));
  });

  it("keep answering after cancelled requests", async () => {
    const source = new CancellationTokenSource();
    const cancelled = client.request("textDocument/diagnostic", { textDocument }, source.token);
    source.cancel();
    await cancelled.catch(() => undefined);
    assert.equal((await pull()).kind, "full");
  });

  it("answer lenses before slower work, and skip what is cancelled", async () => {
    await client.stop();
    await start({ codeLens: {} });
    const answered: string[] = [];
    const ask = async (what: string, token?: CancellationToken): Promise<void> => {
      await client.request(`textDocument/${what}`, { textDocument }, token);
      answered.push(what);
    };
    const source = new CancellationTokenSource();
    // The worker receives all of it at once, however slow this process is.
    client.process.kill("SIGSTOP");
    const cancelled = ask("foldingRange", source.token);
    const asked = [ask("diagnostic"), ask("documentSymbol"), ask("documentLink"), ask("codeLens")];
    source.cancel();
    await client.notify("$/setTrace", { value: "off" });
    client.process.kill("SIGCONT");
    await assert.rejects(cancelled, { code: LSPErrorCodes.RequestCancelled });
    await Promise.all(asked);
    assert.deepEqual(answered, ["codeLens", "diagnostic", "documentSymbol", "documentLink"]);
  });

  it("refresh only if tokens or settings have changed", async () => {
    const argus = { profiles: { dev: { forwardedFor: "192.0.2.1" } }, activeProfile: "dev" };
    await client.hold([]);
    await client.notify("workspace/didChangeConfiguration", { settings: { argus, http: { proxy: "http://p:8080" } } });
    const { resultId } = await pull();
    assert.equal(client.count("workspace/diagnostic/refresh"), 0);
    await client.notify("workspace/didChangeConfiguration", { settings: { argus: { ...argus, activeProfile: "x" } } });
    assert.equal((await pull(resultId)).kind, "full");
    assert.equal(client.count("workspace/diagnostic/refresh"), 1);
  });

  it("report diagnostics again only after a change", async () => {
    const first = await pull();
    assert.deepEqual(codes(first), []);
    assert.equal((await pull(first.resultId)).kind, "unchanged");
    await type(0, 12, "x");
    const second = await pull(first.resultId);
    assert.deepEqual(codes(second), ["unknown-profile"]);
    const argus = { profiles: { dev: {}, devx: {} } };
    await client.notify("workspace/didChangeConfiguration", { settings: { argus } });
    assert.deepEqual(codes(await pull(second.resultId)), []);
  });

  it("link each code to the page that comes with the worker", async () => {
    await type(0, 12, "x");
    const href = (await pull()).items?.[0]?.codeDescription?.href ?? "";
    const [, line] = /#L(\d+)$/.exec(href) ?? [];
    const path = fileURLToPath(href.replace(/#.*/, ""));
    assert(existsSync(path));
    assert.equal(readFileSync(path, "utf8").split("\n")[Number(line) - 1], "## `unknown-profile`");
  });

  it("leave an editor that has not requested lenses yet to request its first ones", async () => {
    const refreshes = (): number => client.count("workspace/codeLens/refresh");
    await hold(Date.now() + 100_000);
    await pull();
    assert.equal(refreshes(), 0);
    await client.request("textDocument/codeLens", { textDocument });
    await hold(Date.now() + 200_000);
    await until("the refresh", () => refreshes() === 1);
    await client.request("argus/codeLenses", { textDocument });
    await hold(Date.now() + 300_000);
    await until("another refresh", () => refreshes() === 2);
  });

  it("refresh when a token expires", async () => {
    const before = await pull();
    const seen = client.count("workspace/diagnostic/refresh");
    await hold(Date.now() + 50);
    await until("the refresh after the expiry", () => client.count("workspace/diagnostic/refresh") >= seen + 2);
    assert.deepEqual(codes(await pull(before.resultId)), ["expired-token"]);
  });

  it("report tracked secrets once they are known, and refresh", async () => {
    await hold(Date.now() + 100_000);
    const before = await pull();
    assert.deepEqual(codes(before), []);
    const seen = client.count("workspace/diagnostic/refresh");
    await client.notify("argus/tracked", { uris: [URI] });
    await until("the refresh", () => client.count("workspace/diagnostic/refresh") > seen);
    const tracked = await pull(before.resultId);
    assert.deepEqual(codes(tracked), ["token-in-tracked-file"]);
    await client.notify("argus/tracked", { uris: "none" });
    assert.equal((await pull(tracked.resultId)).kind, "unchanged");
    await client.notify("argus/tracked", { uris: [] });
    assert.deepEqual(codes(await pull(tracked.resultId)), []);
  });

  it("find a request's API key, with the edits that remove it", async () => {
    const uri = "file:///folder/key.http";
    const at = (line: number) =>
      client.argus("argus/apiKeyAt", { textDocument: { uri }, position: { line, character: 0 } });
    assert.equal((await at(0)).ok, false);
    await client.open(uri, "GET /a\nArgus-API-Key: my/key\n###\nGET /b\n");
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const value = { version: 1, apiKey: "my/key", requestLine: 0, edits: [{ range, newText: "" }] };
    assert.deepEqual(await at(0), { ok: true, value });
    assert.deepEqual(await at(3), { ok: true, value: null });
  });

  it("offer fixes for what they report", async () => {
    await type(6, 3, "t");
    const [diagnostic] = (await pull()).items ?? [];
    assert.equal(diagnostic?.code, "unreadable-request-line");
    const { range } = diagnostic;
    const context = { diagnostics: [diagnostic], only: ["quickfix"] };
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument, range, context });
    const [first] = actions;
    assert.equal(first?.title, "Change to GET");
    assert.deepEqual(first.diagnostics, [diagnostic]);
    assert.deepEqual(
      first.edit?.changes?.[URI]?.map(({ newText }) => newText),
      ["GET"],
    );
    const editor = await LspClient.start({}, { workspace: { workspaceEdit: { documentChanges: true } } });
    await editor.open(URI, "Gett https://x/b\n");
    const [versioned] = await editor.request<CodeAction[]>("textDocument/codeAction", {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only: ["quickfix"] },
    });
    const [change] = versioned?.edit?.documentChanges ?? [];
    assert(change && "textDocument" in change && change.textDocument.version === 1);
    await editor.stop();
  });

  it("leave to other extensions what they provide, except for Argus' own", async () => {
    const argus = { otherExtensions: ["humao.rest-client"], profiles: { dev: {} } };
    await client.notify("workspace/didChangeConfiguration", { settings: { argus } });
    for (const feature of ["documentSymbol", "documentLink"]) {
      assert.deepEqual(await client.request(`textDocument/${feature}`, { textDocument }), []);
    }
    assert.equal(await client.request("textDocument/foldingRange", { textDocument }), null);
    const complete = (line: number, character: number): Promise<CompletionItem[]> =>
      client.request("textDocument/completion", { textDocument, position: { line, character } });
    assert.deepEqual(await complete(6, 0), []);
    assert.deepEqual(
      (await complete(0, 9)).map(({ label }) => label),
      ["dev"],
    );
    assert.equal((await complete(2, 15)).length, 3);
  });

  it("overwrite another scheme only on request", async () => {
    await client.open("file:///basic.http", "GET /a\nAuthorization: Basic x\n");
    const params = {
      textDocument: { uri: "file:///basic.http" },
      position: { line: 0, character: 0 },
      accessToken: TOKEN,
      style: "literal",
    } as const;
    const refused = await client.argus("argus/authorize", params);
    assert(!refused.ok);
    assert.deepEqual([refused.error.code, refused.error.reason], ["rejected", "otherScheme"]);
    const forced = await client.argus("argus/authorize", { ...params, replaceOtherScheme: true });
    assert(forced.ok);
    assert.deepEqual(
      forced.value.edits.map(({ newText }) => newText),
      [`Bearer ${TOKEN}`],
    );
  });

  it("return nothing for closed documents", async () => {
    const unknown = { textDocument: { uri: "file:///unknown.http" } };
    assert.equal(await client.request("textDocument/foldingRange", unknown), null);
    assert.deepEqual(await client.request("textDocument/diagnostic", unknown), { kind: "full", items: [] });
    const removed = await client.argus("argus/removeTokens", unknown);
    assert(!removed.ok && removed.error.code === "notFound");
  });
});
