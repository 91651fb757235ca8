/**
 * The VS Code versions that the editor is tested with, and the npm package with each one's server: `code-server`
 * repackages the workbench and the extension host of the VS Code release in its number.
 */
export interface EditorVersion {
  /** VS Code's own version, for its download. */
  vscode: string;
  /** `name@version` of the npm package with its server. */
  serverPackage: string;
  /** The size of the server on disk, in MB. */
  megabytes: number;
}

const NEWEST: EditorVersion = { vscode: "1.139.1", serverPackage: "code-server@4.139.1", megabytes: 600 };
/** The lower end of `engines.vscode`. */
const OLDEST: EditorVersion = { vscode: "1.100.3", serverPackage: "code-server@4.100.3", megabytes: 300 };

/** The version in the environment: `newest`, `oldest`, or a number such as `1.100`. */
export function requestedVersion(): string {
  return process.env["ARGUS_VSCODE"] ?? "newest";
}

/** @throws Error when no listed version has that name */
export function editorVersion(name: string): EditorVersion {
  if (name === "newest") return NEWEST;
  if (name === "oldest") return OLDEST;
  const found = [NEWEST, OLDEST].find(({ vscode }) => vscode === name || vscode.startsWith(`${name}.`));
  if (!found) {
    throw new Error(`No VS Code "${name}" is listed: use newest (${NEWEST.vscode}) or oldest (${OLDEST.vscode}).`);
  }
  return found;
}
