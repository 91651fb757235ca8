/** Runs every feature at every position of the fixtures, for properties that hold in every dialect. */
import assert from "node:assert/strict";
import type { CodeAction } from "vscode-languageserver-types";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { carriesArgusToken } from "../../../server/src/http/facts/argusTokens.ts";
import { codeActions } from "../../../server/src/http/features/codeActions.ts";
import { completionsAt } from "../../../server/src/http/features/completions.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { documentLinks } from "../../../server/src/http/features/documentLinks.ts";
import { documentSymbols } from "../../../server/src/http/features/documentSymbols.ts";
import { foldingRanges } from "../../../server/src/http/features/foldingRanges.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import type { HttpDocument } from "../../../server/src/http/parse/model.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { removeTokens } from "../../../server/src/http/edits/removeTokens.ts";
import { requestsOf as viewsOf } from "../../../server/src/http/facts/requestView.ts";
import { headersOf, requestsOf } from "./requests.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import type { InsertStyle, Position, Range } from "../../../common/protocol/documents.ts";
import { analysisWith, NOW, URI } from "./features.ts";
import { fixtures, rangeText } from "./fixtures.ts";
import { apply, at, TOKEN } from "./helpers.ts";

const STYLES: readonly InsertStyle[] = ["literal", "variable", "environment"];

/** Lines of the fixtures that look like requests but are not. */
const UNREADABLE: Readonly<Record<string, readonly string[]>> = { "request-lines": ["GET"] };

/** Secrets in the requests of a text, which must not appear elsewhere. */
function secretsOf(document: HttpDocument): string[] {
  const tokens = requestsOf(document).map(
    ({ requestLine }) => requestAt(document, { line: requestLine, character: 0 })?.authorization?.token,
  );
  const keys = document.blocks.flatMap((block) =>
    headersOf(document, block).flatMap(({ name, value }) => (/^argus-api-key$/i.test(name) ? [value] : [])),
  );
  return [...new Set([...tokens, ...keys])].filter((secret) => secret !== undefined && secret.length > 3) as string[];
}

/** Half of the tokens are live and half have expired, to cover every message about tokens. */
function analysisKnowing(secrets: readonly string[]): AnalysisContext {
  const tokens = secrets.map((token, index) => ({
    digest: tokenDigest(token),
    profile: "dev",
    expiresAt: index % 2 === 0 ? NOW - 1000 : NOW + 1000,
  }));
  const known = analysisWith();
  return { ...known, held: { tokens: [...known.held.tokens, ...tokens] } };
}

function actionsIn(document: HttpDocument, range: Range, analysis: AnalysisContext): CodeAction[] {
  return codeActions(document, analysis, {
    uri: URI,
    range,
    only: undefined,
    toDiagnostic: ({ code, range, message }) => ({ code, range, message }),
    toWorkspaceEdit: (edits) => ({ changes: { [URI]: [...edits] } }),
  });
}

const order = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

/** A request without its position and authorization. */
function factsOf(text: string): unknown[] {
  return requestsOf(parse(text)).map(({ method, url, name, profile, title }) => [method, url, name, profile, title]);
}

describe("every feature, on the fixtures", () => {
  for (const { name, text: written } of fixtures()) {
    for (const [lineBreak, text] of new Map([
      ["as it is", written],
      ["with CRLF", written.replace(/\r\n|\r|\n/g, "\r\n")],
    ])) {
      describe(`${name}, ${lineBreak}`, () => {
        const document = parse(text);
        const lines = text.split(/\r\n|\r|\n/);
        const secrets = secretsOf(document);
        const analysis = analysisKnowing(secrets);

        const assertInside = ({ start, end }: Range): void => {
          for (const { line, character } of [start, end]) {
            assert.ok(character >= 0 && character <= (lines[line] ?? assert.fail()).length);
          }
          assert.ok(order(start, end) <= 0);
        };
        const assertInOrder = (ranges: readonly Range[]): void => {
          ranges.forEach(assertInside);
          ranges.slice(1).forEach((range, index) => assert.ok(order(ranges[index]!.end, range.start) <= 0));
        };
        const assertSecretless = (...told: (string | undefined)[]): void => {
          for (const secret of secrets) assert.ok(!told.some((words) => words?.includes(secret)), "quotes a secret");
        };
        const eachPosition = (visit: (position: Position) => void): void => {
          for (const [line, { length }] of lines.entries()) {
            for (let character = 0; character <= length; character++) visit({ line, character });
          }
        };

        it("hovers and completes at every position", () => {
          eachPosition((position) => {
            const hover = hoverAt(document, position, analysis);
            if (hover) {
              assertInside(hover.range);
              assert.ok(order(hover.range.start, position) <= 0 && order(position, hover.range.end) <= 0);
              assertSecretless(...hover.paragraphs);
            }
            for (const { label, detail, textEdit } of completionsAt(document, URI, position, analysis, true)) {
              assert.ok(textEdit && "range" in textEdit);
              assertInside(textEdit.range);
              assert.equal(textEdit.range.start.line, position.line);
              assert.equal(textEdit.range.end.line, position.line);
              assert.ok(order(position, textEdit.range.end) <= 0);
              assertSecretless(label, detail, textEdit.newText);
            }
          });
        });

        it("finds each problem once, and none in valid request lines", () => {
          const tracked = findingsIn(document, URI, { ...analysis, tracked: new Set([URI]) });
          for (const { range, message } of tracked) {
            assertInside(range);
            assertSecretless(message);
          }
          const findings = findingsIn(document, URI, analysis);
          assert.equal(tracked.length >= findings.length, true);
          for (const { range, message } of findings) {
            assertInside(range);
            assertSecretless(message);
          }
          const positions = findings.map(({ code, range }) => `${code} ${rangeText(range)}`);
          assert.deepEqual([...new Set(positions)], positions);
          assert.deepEqual(
            findings.filter(({ code }) => code === "unreadable-request-line").map(({ range }) => at(text, range)),
            UNREADABLE[name] ?? [],
          );
        });

        it("folds, links and outlines within the document", () => {
          const open: number[] = [];
          for (const { startLine, endLine } of foldingRanges(document)) {
            assert.ok(startLine >= 0 && startLine < endLine && endLine < lines.length);
            while (open.length > 0 && open.at(-1)! < startLine) open.pop();
            assert.ok(
              open.every((outer) => endLine <= outer),
              "folds cross",
            );
            open.push(endLine);
          }
          assertInOrder(documentLinks(document, URI).map(({ range }) => range));
          const symbols = documentSymbols(document);
          assertInOrder(symbols.map(({ range }) => range));
          assertSecretless(...symbols.flatMap((symbol) => [symbol.name, symbol.detail]));
        });

        it("acts on every line without changing any request", () => {
          for (const [line, { length }] of lines.entries()) {
            const range = { start: { line, character: 0 }, end: { line, character: length } };
            for (const action of actionsIn(document, range, analysis)) {
              assertSecretless(action.title, action.command?.title, JSON.stringify(action.command?.arguments ?? []));
              const edits = action.edit?.changes?.[URI] ?? [];
              edits.forEach((edit) => assertInside(edit.range));
              const changed = apply(text, edits);
              if (/^(?:Use https:|Change to )/.test(action.title)) continue;
              assert.deepEqual(factsOf(changed), factsOf(text), action.title);
            }
          }
        });

        it("authorizes every request in every style, and undoes it", () => {
          const remove = (from: string): string => apply(from, removeTokens(parse(from), analysis).edits);
          const clean = remove(text);
          assert.deepEqual(factsOf(clean), factsOf(text));
          assert.equal(remove(clean), clean);
          for (const [index, { requestLine }] of requestsOf(document).entries()) {
            for (const style of STYLES) {
              const options = { position: { line: requestLine, character: 0 }, accessToken: TOKEN, style };
              const answer = authorize(document, options, analysis.held);
              if ("refused" in answer) continue;
              const changed = apply(text, answer.edits);
              assert.deepEqual(factsOf(changed), factsOf(text));
              const moved = parse(changed);
              const position = { line: requestsOf(moved)[index]!.requestLine, character: 0 };
              assert.deepEqual(authorize(moved, { ...options, position }, analysis.held), { edits: [] });
              const removed = remove(changed);
              const left = parse(removed);
              const carries = carriesArgusToken(analysis.held);
              assert.ok(!viewsOf(left).some((view) => carries(view)));
              if (!requestAt(document, options.position)?.authorization) assert.equal(removed, clean);
            }
          }
        });
      });
    }
  }
});
