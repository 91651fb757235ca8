import * as l10n from "@vscode/l10n";
import type { Command } from "vscode-languageserver";
import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import type { AnalysisContext, KnownToken } from "../facts/analysisContext.ts";
import type { BlockView, RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";

/** The codes are stable: `docs/diagnostics.md` has a section for each, and people filter by them. */
export type DiagnosticCode =
  | "unknown-profile"
  | "expired-token"
  | "token-in-tracked-file"
  | "argus-api-key-literal"
  | "api-key-placeholder"
  | "other-host"
  | "insecure-authorization"
  | "duplicate-authorization"
  | "misplaced-header"
  | "unknown-method"
  | "mixed-header-options"
  | "invalid-forwarded-for"
  | "no-token-for-reference"
  | "unreadable-request-line";

/** Edits of the document, a command of the client, or both in this order. */
export interface Fix {
  readonly title: string;
  readonly edits?: readonly TextEdit[];
  readonly command?: Command;
  /** The fix that "Auto Fix" applies without asking. */
  readonly isPreferred?: boolean;
}

/** A problem in a range of a document. The message never quotes a value that may be secret. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly severity: "warning" | "information" | "hint";
  readonly range: Range;
  readonly message: string;
  /** Lazy: most findings are never opened. */
  readonly fixes: () => Fix[];
}

/** The input of every rule. */
export interface RuleContext {
  readonly document: HttpDocument;
  /** For the arguments of commands, `[uri, line]`. */
  readonly uri: string;
  readonly analysis: AnalysisContext;
  /** Git tracks the document, so its contents get shared. */
  readonly isTracked: boolean;
  readonly known: (token: string) => KnownToken | undefined;
}

/** A rule for any block, with or without a request. */
export type BlockRule = (block: BlockView, context: RuleContext) => Finding[];

export type RequestRule = (request: RequestView, context: RuleContext) => Finding[];

/** One fix with one edit; none if there is no edit. */
export function edit(title: string, change: TextEdit | null | undefined, isPreferred = false): Fix[] {
  return change ? [{ title, edits: [change], isPreferred }] : [];
}

/** Replaces a secret with a reference such as `{{$processEnv NAME}}`. */
export function replaceWithReference(reference: string, ...edits: readonly TextEdit[]): Fix[] {
  const title = l10n.t("Replace with reference {0}", reference);
  return edits.length > 0 ? [{ title, edits, isPreferred: true }] : [];
}
