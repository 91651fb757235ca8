import { pathToFileURL } from "node:url";

export interface EditorAddress {
  /** The server's `url`. */
  server: string;
  /** Absolute path of the folder or `.code-workspace` file to open. */
  folder: string;
  /** Absolute paths of extensions under development; needs the server's `testDriver`. */
  extensions?: string[];
  /** Absolute path of the module whose `run()` is the tests; needs the server's `testDriver`. */
  tests?: string;
  /** A log level, or `publisher.name=level` for one extension's channels, as for VS Code's `--log`. */
  log?: string;
}

/** The address of a page of the VS Code server, with what a desktop takes on its command line. */
export function editorAddress({ server, folder, extensions = [], tests, log }: EditorAddress): string {
  const remote = (path: string): string => `vscode-remote://${new URL(server).host}${pathToFileURL(path).pathname}`;
  const payload: [string, string][] = extensions.map((path) => ["extensionDevelopmentPath", remote(path)]);
  if (tests) payload.push(["extensionTestsPath", remote(tests)]);
  if (log) payload.push(["logLevel", log]);

  const address = new URL(server);
  // It is a plain path, while the payload uses URIs.
  const kind = folder.endsWith(".code-workspace") ? "workspace" : "folder";
  address.searchParams.set(kind, decodeURIComponent(pathToFileURL(folder).pathname));
  if (payload.length > 0) address.searchParams.set("payload", JSON.stringify(payload));
  return address.href;
}
