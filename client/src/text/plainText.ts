/**
 * Keeps a text a text: in notifications and input boxes VS Code makes links of `[text](target)`, of commands too, and
 * what Argus, a proxy, a folder or its settings say could be made to look like one.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#window.showInformationMessage
 */
export function plainText(text: string): string {
  return text.replaceAll("](", "] (");
}
