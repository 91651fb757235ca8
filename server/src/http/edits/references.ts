import type { HttpDocument } from "../parse/model.ts";

/**
 * The words in all `{{…}}` of a text: the variables that something refers to.
 * @param counts whether to count a reference at a UTF-16 offset
 */
export function namesIn({ text }: HttpDocument, counts: (offset: number) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (let start = text.indexOf("{{"); start >= 0;) {
    const end = text.indexOf("}}", start + 2);
    if (end < 0) break;
    // If several open before one closes, the last of them forms the pair.
    const open = text.lastIndexOf("{{", end);
    if (counts(open))
      for (const [name] of text.slice(open + 2, end).matchAll(/[^\s{}()[\]"'`,;.+*/=:!%$]+/g)) names.add(name);
    start = text.indexOf("{{", end + 2);
  }
  return names;
}
