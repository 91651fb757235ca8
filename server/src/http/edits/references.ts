import type { HttpDocument } from "../parse/model.ts";

/**
 * The words in all `{{…}}` of a text: names of variables that something refers to.
 * @param counts tells whether a reference at a UTF-16 offset does
 */
export function namesIn({ text }: HttpDocument, counts: (offset: number) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (let start = text.indexOf("{{"); start >= 0;) {
    const end = text.indexOf("}}", start + 2);
    if (end < 0) break;
    // Of several that open before one closes, the last one is closed.
    const open = text.lastIndexOf("{{", end);
    if (counts(open))
      for (const [name] of text.slice(open + 2, end).matchAll(/[^\s{}()[\]"'`,;.+*/=:!%$]+/g)) names.add(name);
    start = text.indexOf("{{", end + 2);
  }
  return names;
}
