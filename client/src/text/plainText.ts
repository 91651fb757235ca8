/** Control characters, and those that are not seen or turn the direction of a text around. */
const UNSEEN = /[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/gu;

/** In UTF-16 code units: what fits into a list or the status bar. */
const LONGEST_LABEL = 80;

/**
 * Keeps a text a text. VS Code makes links of `[text](target)` in notifications and input boxes, of commands too, and icons
 * of `$(name)` in lists and the status bar; what Argus, a proxy, a folder or its settings say could be made to look like
 * one. Control characters and those that change a text's direction go, so that it says what it seems to say.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#window.showInformationMessage
 */
export function plainText(text: string): string {
  return text.replace(UNSEEN, "").replaceAll("](", "] (").replaceAll("$(", "$ (");
}

/** A name or an answer of others as {@link plainText}, on one line, and shortened. */
export function plainLabel(text: string, longest = LONGEST_LABEL): string {
  const line = plainText(text.replace(/\s+/g, " ")).trim();
  return line.length <= longest
    ? line
    : `${line
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\ufffd$/, "")
        .trimEnd()}…`;
}

/** In UTF-16 units. */
const LONGEST_NAME = 24;

/** A profile's name where there is little room. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // Not half of a character.
  return `${name.slice(0, LONGEST_NAME - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
