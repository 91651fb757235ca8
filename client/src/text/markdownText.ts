import { escapeMarkdown } from "../../../common/markdown.ts";
import { plainText } from "../../../common/plainText.ts";

/**
 * Escapes a text for Markdown, on one line. Unlike with `MarkdownString.appendText`, long lines wrap, and neither
 * `<command:…>` nor an e-mail address becomes a link.
 *
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function markdownText(text: string): string {
  return escapeMarkdown(plainText(text)).replace(/\s+/g, " ");
}

/** As {@link markdownText}, but readable in its source too: only what would begin markup, a formula, a link or HTML is escaped. */
export function reportText(text: string): string {
  return plainText(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_[\]<>&|~$]/g, "\\$&");
}
