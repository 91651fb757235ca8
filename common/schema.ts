/** Building blocks of the schemas in `protocol.ts`, and how a violation of one reads. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { disjunction } from "./list.ts";

/**
 * What the first violation of a schema is, as the end of a sentence that begins with its path. It tells what the
 * schema wants and never what came: that may be a secret.
 */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path === null ? "" : `${path} `}${describeViolation(issue)}`;
}

function describeViolation(issue: v.BaseIssue<unknown>): string {
  // Messages of validations are ours, written below; those of types would quote what came.
  if (issue.kind === "validation") return issue.message;
  if (issue.received === "undefined") return l10n.t("is missing");
  const expected = (issue.expected ?? "").replace(/^\((.*)\)$/, "$1");
  return l10n.t("must be {0}", disjunction(expected.split(" | ")));
}

/** What may be missing, or `null` as some LSP clients send it. */
export function absent<S extends v.GenericSchema>(schema: S) {
  return v.optional(
    v.pipe(
      v.nullish(schema),
      v.transform((value): v.InferOutput<S> | undefined => value ?? undefined),
    ),
  );
}

/** Messages are functions: a schema is made before it is known in which language they are said. */
export const notEmpty = v.nonEmpty<string, () => string>(() => l10n.t("must not be empty"));

/** A text that says something. */
export const visible = v.pipe(v.string(), v.trim(), notEmpty);

/** What can stand in a header field's value (RFC 9110 §5.5), trimmed: everything that proves something to Argus. */
export const headerTextSchema = v.pipe(
  v.string(),
  v.trim(),
  notEmpty,
  v.regex(/^[^\r\n]*$/, () => l10n.t("must be one line: it contains a line break")),
  v.regex(/^[^\0-\x08\x0a-\x1f\x7f]*$/, () => l10n.t("must not contain control characters")),
  v.regex(/^[\0-\xff]*$/, () =>
    l10n.t("must not contain characters outside Latin-1, such as “ or –: copy it again from its source"),
  ),
);
