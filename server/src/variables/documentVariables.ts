import { fileURLToPath } from "node:url";
import type { WorkerSettings } from "../../../common/protocol/settings.ts";
import { NO_OUTSIDE_VARIABLES, type OutsideVariables } from "../http/facts/outsideVariables.ts";
import { environmentNames, outsideVariables, type RestClientEnvironments, type VariableContext } from "./outside.ts";
import { VariableFiles } from "./variableFiles.ts";

type Settings = Pick<WorkerSettings, "variableFiles" | "httpEnvironments">;

/** Finds the variables of each document under the current settings. */
export class DocumentVariables {
  readonly #files = new VariableFiles();
  readonly #settings: () => Settings;
  readonly #restClient: () => RestClientEnvironments;
  #roots: readonly string[] = [];

  constructor(settings: () => Settings, restClient: () => RestClientEnvironments) {
    this.#settings = settings;
    this.#restClient = restClient;
  }

  /** @param folders of the workspace, as URIs */
  setFolders(folders: readonly string[]): void {
    this.#roots = folders.map(pathOf).filter((path) => path !== undefined);
  }

  /** A file may have changed. */
  forget(): void {
    this.#files.forget();
  }

  of(uri: string): OutsideVariables {
    const context = this.#contextOf(uri);
    return context === undefined ? NO_OUTSIDE_VARIABLES : outsideVariables(this.#files, context);
  }

  environments(uri: string): string[] {
    const context = this.#contextOf(uri);
    return context === undefined ? [] : environmentNames(this.#files, context);
  }

  /** `undefined` for a document that is not on this machine's disk, or in an untrusted folder. */
  #contextOf(uri: string): VariableContext | undefined {
    const { variableFiles, httpEnvironments } = this.#settings();
    const path = variableFiles ? pathOf(uri) : undefined;
    if (path === undefined) return undefined;
    const roots = this.#roots.filter((root) => path.startsWith(root));
    return {
      path,
      // Of nested folders, the innermost is the project's.
      root: roots.sort((a, b) => b.length - a.length)[0],
      environments: httpEnvironments,
      restClient: this.#restClient(),
      process: process.env,
    };
  }
}

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri).replace(/(?<=.)[\\/]$/, "");
  } catch {
    // A URI of another machine's share, or one with encoded slashes.
    return undefined;
  }
}
