/** Control characters, those that fonts do not draw (the last is Braille's space), and those that change the direction of text. */
const UNSEEN = /[^\P{Cc}\n]|\p{Cf}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029\u2800]/gu;

/** In UTF-16 units; fits into a list or the status bar. */
const LONGEST_LABEL = 80;

/**
 * Makes foreign text harmless. VS Code turns `[text](target)` in notifications and input boxes into links, even to
 * commands, and `$(name)` in lists and the status bar into icons. Text from Argus, a proxy, a folder or its settings
 * could imitate these. Control characters and those that change the direction of text are removed, so that a text means
 * what it seems to.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#window.showInformationMessage
 */
export function plainText(text: string): string {
  return text.replace(UNSEEN, "").replaceAll("](", "] (").replaceAll("$(", "$ (");
}

/** Like {@link plainText}, on one line, and shortened. */
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

/** A profile's name in a tight space. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // Avoids splitting a surrogate pair.
  return `${name.slice(0, LONGEST_NAME - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
