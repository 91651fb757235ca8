import * as l10n from "@vscode/l10n";
import type { Command } from "vscode-languageserver";
import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import type { AnalysisContext, KnownToken } from "../facts/analysisContext.ts";
import type { BlockView, RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";

/** What a diagnostic is about. Stable: `docs/diagnostics.md` has a section for each, and people filter by them. */
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

/** What helps: edits of the document, a command of the client, or both in this order. */
export interface Fix {
  readonly title: string;
  readonly edits?: readonly TextEdit[];
  readonly command?: Command;
  /** The one that an editor applies when it is asked for no one in particular. */
  readonly isPreferred?: boolean;
}

/** Something to tell about a piece of a document. The message quotes no value that may be a secret. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly severity: "warning" | "information" | "hint";
  readonly range: Range;
  readonly message: string;
  /** Asked for only where somebody looks for help. */
  readonly fixes: () => Fix[];
}

/** What all rules look at. */
export interface RuleContext {
  readonly document: HttpDocument;
  /** For the commands' arguments `[uri, line]`. */
  readonly uri: string;
  readonly analysis: AnalysisContext;
  /** Git tracks the document, so that what stands in it gets around. */
  readonly isTracked: boolean;
  readonly known: (token: string) => KnownToken | undefined;
}

/** A rule for a block, be there a request in it or not. */
export type BlockRule = (block: BlockView, context: RuleContext) => Finding[];

/** A rule for a request. */
export type RequestRule = (request: RequestView, context: RuleContext) => Finding[];

/** A fix of one edit, or none where there is no such edit. */
export function edit(title: string, change: TextEdit | null | undefined, isPreferred = false): Fix[] {
  return change ? [{ title, edits: [change], isPreferred }] : [];
}

/** The fix that leaves a reference, such as `{{$processEnv NAME}}`, in the place of a secret. */
export function replaceWithReference(reference: string, ...edits: readonly TextEdit[]): Fix[] {
  const title = l10n.t("Replace with reference {0}", reference);
  return edits.length > 0 ? [{ title, edits, isPreferred: true }] : [];
}
