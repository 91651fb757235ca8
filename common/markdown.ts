/** Escapes all ASCII punctuation, so that no text is read as markup. @see CommonMark 0.31.2 §2.4 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
