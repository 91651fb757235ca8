import { escapeMarkdown } from "../../../common/markdown.ts";
import { plainText } from "./plainText.ts";

/**
 * A text in which nothing means anything to Markdown, on one line. Unlike what `MarkdownString.appendText` makes of it, it
 * wraps, and neither `<command:…>` nor an e-mail address is a link.
 *
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function markdownText(text: string): string {
  return escapeMarkdown(plainText(text)).replace(/\s+/g, " ");
}
