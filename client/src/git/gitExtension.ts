import { type Event, extensions, type Uri } from "vscode";

/** The parts we use of the API of VS Code's own git extension, version 1. */
export interface Git {
  readonly git: { readonly path: string };
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: Event<Repository>;
  readonly onDidCloseRepository: Event<Repository>;
  getRepository(uri: Uri): Repository | null;
}

export interface Repository {
  readonly rootUri: Uri;
  readonly state: { readonly onDidChange: Event<void> };
}

interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  getAPI(version: 1): Git;
}

/** Activates the git extension; `undefined` if it is missing or does not start. */
export async function gitExtension(): Promise<GitExtension | undefined> {
  try {
    return await extensions.getExtension<GitExtension>("vscode.git")?.activate();
  } catch {
    return undefined;
  }
}
