/** Building blocks of schemas, and the wording of their violations. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { disjunction } from "./list.ts";

/**
 * The first violation of a schema, as the end of a sentence that begins with its path. It says what the schema expects
 * and never quotes the value, which may be a secret.
 */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path === null ? "" : `${path} `}${describeViolation(issue)}`;
}

function describeViolation(issue: v.BaseIssue<unknown>): string {
  // Messages of validations are our own, see below; those of types would quote the value.
  if (issue.kind === "validation") return issue.message;
  if (issue.received === "undefined") return l10n.t("is missing");
  const expected = (issue.expected ?? "").replace(/^\((.*)\)$/, "$1");
  return l10n.t("must be {0}", disjunction(expected.split(" | ")));
}

/** May be missing, or `null` as some LSP clients send it. */
export function absent<S extends v.GenericSchema>(schema: S) {
  return v.optional(
    v.pipe(
      v.nullish(schema),
      v.transform((value): v.InferOutput<S> | undefined => value ?? undefined),
    ),
  );
}

/** Messages are functions, because schemas are created before the language is known. */
export const notEmpty = v.nonEmpty<string, () => string>(() => l10n.t("must not be empty"));

/** @param longest in UTF-16 units */
export function notLonger(longest: number) {
  return v.maxLength<string, number, () => string>(longest, () =>
    l10n.t("must not have more than {0} characters", longest),
  );
}

/** A text that is not blank, and short enough to be shown in a question. */
export const visible = v.pipe(v.string(), v.trim(), notEmpty, notLonger(500));

/** A trimmed value that a header field can contain (RFC 9110 §5.5): every credential for Argus. */
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
