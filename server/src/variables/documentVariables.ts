import { fileURLToPath } from "node:url";
import type { WorkerSettings } from "../../../common/protocol/settings.ts";
import { NO_OUTSIDE_VARIABLES, type OutsideVariables } from "../http/facts/outsideVariables.ts";
import { environmentNames, outsideVariables, type VariableSetting, type VariableSources } from "./outside.ts";
import { isWithin, VariableFiles } from "./variableFiles.ts";

type Settings = Pick<WorkerSettings, "variableFiles" | "httpEnvironments" | "documentEnvironments">;

/** Finds the variables of each document under the current settings. */
export class DocumentVariables {
  readonly #files = new VariableFiles();
  readonly #settings: () => Settings;
  /** @param folder of the workspace, as a URI */
  readonly #variableSettings: (folder: string | undefined) => readonly VariableSetting[];
  #folders: readonly { uri: string; path: string }[] = [];

  constructor(settings: () => Settings, variableSettings: (folder: string | undefined) => readonly VariableSetting[]) {
    this.#settings = settings;
    this.#variableSettings = variableSettings;
  }

  /** @param added to the workspace, as URIs */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const kept = this.#folders.filter(({ uri }) => !removed.includes(uri));
    const found = added.flatMap((uri) => {
      const path = pathOf(uri);
      return path === undefined ? [] : [{ uri, path }];
    });
    this.#folders = [...kept, ...found];
  }

  /** A file may have changed. */
  forget(): void {
    this.#files.forget();
  }

  of(uri: string): OutsideVariables {
    const sources = this.#sourcesOf(uri);
    return sources === undefined ? NO_OUTSIDE_VARIABLES : outsideVariables(this.#files, sources);
  }

  /** The environments to choose from. The files are read again, because a person is waiting for the list. */
  environments(uri: string): string[] {
    this.#files.forget();
    const sources = this.#sourcesOf(uri);
    return sources === undefined ? [] : environmentNames(this.#files, sources);
  }

  /** `undefined` in a folder that is not trusted. */
  #sourcesOf(uri: string): VariableSources | undefined {
    const { variableFiles, httpEnvironments, documentEnvironments } = this.#settings();
    if (!variableFiles) return undefined;
    const path = pathOf(uri);
    const folder = path === undefined ? undefined : this.#folderOf(path);
    const own = Object.hasOwn(documentEnvironments, uri) ? documentEnvironments[uri] : undefined;
    return {
      // A document that was never saved is not on disk.
      place: path === undefined ? undefined : { path, root: folder?.path },
      environments: own ?? httpEnvironments,
      settings: this.#variableSettings(folder?.uri),
      process: process.env,
    };
  }

  /** If folders of the workspace are nested, the innermost one counts. */
  #folderOf(path: string): { uri: string; path: string } | undefined {
    const holding = this.#folders.filter((folder) => isWithin(path, folder.path));
    return holding.sort((a, b) => b.path.length - a.path.length)[0];
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
