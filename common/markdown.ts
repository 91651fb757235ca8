/** Escapes every ASCII punctuation character, so that nothing in a text is markup. @see CommonMark 0.31.2 §2.4 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
