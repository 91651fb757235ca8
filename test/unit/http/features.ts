import type { CodeAction } from "vscode-languageserver-types";
import { codeActions } from "../../../server/src/http/features/codeActions.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import type { Finding } from "../../../server/src/http/diagnostics/finding.ts";
import { tokenDigest } from "../../../common/digest.ts";
import type { AnalysisContext } from "../../../server/src/http/facts/analysisContext.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import type { Position, TextEdit } from "../../../common/protocol/documents.ts";
import { apply, TOKEN } from "./helpers.ts";

export const URI = "file:///folder/x.http";
export const NOW = 1_700_000_000_000;

/** An expired token; {@link TOKEN} lives for another four minutes. */
export const DEAD = "myUserName/dead4567";

/** The context of a worker with two tokens and two profiles. */
export function analysisWith(settings: Partial<AnalysisContext["settings"]> = {}): AnalysisContext {
  return {
    held: {
      tokens: [
        { digest: tokenDigest(TOKEN), profile: "dev", expiresAt: NOW + 4 * 60_000 + 500 },
        { digest: tokenDigest(DEAD), profile: "dev", expiresAt: NOW - 90_000 },
      ],
    },
    settings: {
      profiles: { dev: { forwardedFor: "192.0.2.1" }, prod: {} },
      activeProfile: "dev",
      forwardedFor: undefined,
      ...settings,
    },
    now: NOW,
  };
}

/** The same, in a document that git tracks. */
export function tracking(): AnalysisContext {
  return { ...analysisWith(), tracked: new Set([URI]) };
}

/** Splits a text at its cursor, written as `¦`. */
export function cursorIn(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf("¦");
  const lines = marked.slice(0, offset).split("\n");
  return {
    text: marked.replace("¦", ""),
    position: { line: lines.length - 1, character: lines.at(-1)!.length },
  };
}

export function findings(text: string, analysis = analysisWith()): Finding[] {
  return findingsIn(parse(text), URI, analysis);
}

/** The code actions at the cursor of a marked text. */
export function actionsAt(marked: string, only?: string[], analysis = analysisWith()): CodeAction[] {
  const { text, position } = cursorIn(marked);
  return codeActions(parse(text), analysis, {
    uri: URI,
    range: { start: position, end: position },
    only,
    toDiagnostic: ({ code, range, message }) => ({ code, range, message }),
    toWorkspaceEdit: (edits) => ({ changes: { [URI]: [...edits] } }),
  });
}

/** The text after the action with a title. */
export function acted(marked: string, title: string, analysis = analysisWith()): string {
  const action = actionsAt(marked, undefined, analysis).find((candidate) => candidate.title === title);
  const edits: TextEdit[] | undefined = action?.edit?.changes?.[URI];
  if (!edits) throw new Error(`no edit of the title ${title}`);
  return apply(cursorIn(marked).text, edits);
}
