/**
 * Keeps a text a text: in notifications and input boxes VS Code makes links of `[text](target)`, of commands too, and
 * what Argus, a proxy, a folder or its settings say could be made to look like one.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#window.showInformationMessage
 */
export function plainText(text: string): string {
  return text.replaceAll("](", "] (");
}

/** In UTF-16 units. */
const LONGEST_NAME = 24;

/** A profile's name where there is little room. */
export function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  // Not half of a character.
  return `${name.slice(0, LONGEST_NAME - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
