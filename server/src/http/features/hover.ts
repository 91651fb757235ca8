import * as l10n from "@vscode/l10n";
import type { Position, Range } from "../../../../common/protocol/documents.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { tokenIn, withoutBearer } from "../facts/authorization.ts";
import { directiveNamed, writtenDirective } from "./directives.ts";
import { headerFieldNamed } from "./headerFields.ts";
import { tokenLookup } from "../facts/analysisContext.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { textLine } from "../facts/lines.ts";
import { hasRequest } from "../parse/model.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { blockAt } from "../facts/lineLookup.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { RequestView } from "../facts/requestView.ts";
import { acceptsDirective } from "../facts/acceptedLines.ts";
import { templateAt } from "../facts/templates.ts";
import { definitionTexts } from "./originText.ts";
import { tokenText } from "./tokenText.ts";
import { definitionsIn, variablesOf } from "../facts/variables.ts";

/** Plain text, one string per paragraph: names come from the document, so they must not be read as Markdown. */
export interface HoverText {
  readonly range: Range;
  readonly paragraphs: readonly string[];
}

/** What is known about the token, header name or directive at a position. Never quotes a value of the document. */
export function hoverAt(document: HttpDocument, position: Position, analysis: AnalysisContext): HoverText | undefined {
  const block = blockAt(document, position.line);
  if (!block) return undefined;
  const request = hasRequest(block) ? new RequestView(document, block, profileSettings(analysis)) : undefined;
  return (
    templateHover(document, position, analysis) ??
    (request && authorizationHover(request, position, analysis)) ??
    definitionHover(document, block, position, analysis) ??
    (request && headerHover(request, position)) ??
    directiveHover(document, block, position)
  );
}

/** Any `{{variable}}` that means an Argus token. */
function templateHover(document: HttpDocument, position: Position, analysis: AnalysisContext): HoverText | undefined {
  const line = textLine(document, position.line);
  const template = line && templateAt(line.text, position.character);
  if (!template) return undefined;
  const range = rangeIn(position.line, template.start, template.end);
  const variables = variablesOf(document);
  const value = variables.expand(`{{${template.name}}}`, position.line, analysis.outside);
  const text = value === undefined ? undefined : describe(value, analysis);
  const definition = variables.has(template.name) ? [] : definitionTexts(template.name, analysis);
  const known = text === undefined ? definition : [text, ...definition];
  if (text !== undefined) return { range, paragraphs: known };
  if (!isTokenPlaceholder(template.name)) return known.length === 0 ? undefined : { range, paragraphs: known };
  return { range, paragraphs: [l10n.t("Refers to an Argus token. {0}", placeholderText(template.name, value))] };
}

function placeholderText(name: string, value: string | undefined): string {
  if (name.startsWith("$"))
    return l10n.t(
      "The tool that sends the request reads it from the environment variable {0}.",
      name.replace(/^\S+\s+/, ""),
    );
  if (value === undefined || value === "")
    return l10n.t("This file does not define it. httpYac asks Argus Tokens for it; for other tools, insert a token.");
  return l10n.t("This token was not fetched with this extension.");
}

/** The value of the header with the request's token. */
function authorizationHover(
  request: RequestView,
  position: Position,
  analysis: AnalysisContext,
): HoverText | undefined {
  const header = request.authorization;
  if (!header) return undefined;
  const range = request.rangeOf(header.value);
  if (!holds(range, position)) return undefined;
  const token = tokenIn(request, header, analysis.outside);
  const text = token === undefined ? undefined : describe(token, analysis);
  return text === undefined ? undefined : { range, paragraphs: [text] };
}

/** The value of an `@variable`. */
function definitionHover(
  document: HttpDocument,
  block: Block,
  position: Position,
  analysis: AnalysisContext,
): HoverText | undefined {
  for (const { value, valueRange: range } of definitionsIn(document, block)) {
    const text = holds(range, position) ? describe(value, analysis) : undefined;
    if (text !== undefined) return { range, paragraphs: [text] };
  }
  return undefined;
}

function headerHover(request: RequestView, position: Position): HoverText | undefined {
  const header = request.headers.find(({ nameRange }) => holds(nameRange, position));
  const field = header && headerFieldNamed(header.name, request.header);
  return field && { range: header.nameRange, paragraphs: [field.summary, l10n.t("Defined by {0}.", field.source)] };
}

function directiveHover(document: HttpDocument, block: Block, { line, character }: Position): HoverText | undefined {
  const written = writtenDirective(textLine(document, line)?.text ?? "");
  if (!written || character < written.start || character > written.end) return undefined;
  const known = acceptsDirective(document, block, line) ? directiveNamed(written.name) : undefined;
  const range = rangeIn(line, written.start, written.end);
  return known && { range, paragraphs: [known.summary, l10n.t("A directive of {0}.", known.source)] };
}

function describe(value: string, analysis: AnalysisContext): string | undefined {
  const known = tokenLookup(analysis)(withoutBearer(value));
  return known && tokenText(known, analysis.now);
}

function holds({ start, end }: Range, { line, character }: Position): boolean {
  const isBefore = line < start.line || (line === start.line && character < start.character);
  const isAfter = line > end.line || (line === end.line && character > end.character);
  return !isBefore && !isAfter;
}

function rangeIn(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}
