import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import {
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
  RelativePattern,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import { environmentFileKind } from "../../../common/environmentFiles.ts";
import type { TrackedDocuments } from "../../../common/protocol/settings.ts";
import { errorName } from "../failures/errorName.ts";
import { type Git, gitExtension, type Repository } from "./gitExtension.ts";
import { repositoryAbove } from "./repositoryAbove.ts";
import { trackedFiles } from "./trackedFiles.ts";

/** In ms: git's state changes several times per command, and these changes are handled together. */
const PAUSE = 300;

/**
 * Knows which open `.http` documents and environment files git tracks. Asks once per repository, when a document is
 * opened and when the repository changes. Without git, in an untrusted folder, and on file systems that git cannot read,
 * no document is tracked.
 */
export class GitTracking implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #log: LogOutputChannel;
  readonly #subscriptions: { dispose(): unknown }[];
  /** By the repository's folder, because there may be several objects for one repository. */
  readonly #watched = new Map<string, Disposable>();
  /** From the git extension, once a document needed it; `undefined` while it is disabled. */
  #git: Promise<Git | undefined> | undefined;
  #uris: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #updating: Promise<void> = Promise.resolve();

  constructor(log: LogOutputChannel) {
    this.#log = log;
    const update = (): void => {
      this.#updateSoon();
    };
    this.#subscriptions = [
      this.#changed,
      workspace.onDidOpenTextDocument(update),
      workspace.onDidCloseTextDocument(update),
      workspace.onDidGrantWorkspaceTrust(update),
    ];
    update();
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  tracked(): TrackedDocuments {
    return { uris: [...this.#uris] };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of [...this.#subscriptions, ...this.#watched.values()]) subscription.dispose();
  }

  #updateSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // One at a time, so that the latest state is reported last.
      this.#updating = this.#updating.then(() => this.#update());
    }, PAUSE);
  }

  async #update(): Promise<void> {
    const uris = await this.#trackedUris();
    if (uris.join("\n") === this.#uris.join("\n")) return;
    this.#uris = uris;
    this.#changed.fire();
  }

  async #trackedUris(): Promise<string[]> {
    const documents = workspace.textDocuments.filter(
      ({ languageId, uri }) =>
        uri.scheme === "file" && (languageId === "http" || environmentFileKind(uri.path) !== undefined),
    );
    if (documents.length === 0 || !workspace.isTrusted) return [];
    const git = await (this.#git ??= this.#connect());
    if (git === undefined) return [];
    const uris: string[] = [];
    for (const [folder, mine] of await this.#byRepository(git, documents)) {
      const root = await real(folder);
      const paths = await Promise.all(mine.map(({ uri }) => pathWithin(root, uri.fsPath)));
      const asked = paths.filter((path) => path !== undefined);
      const tracked = await this.#ask(git, root, asked);
      uris.push(...mine.filter((_, index) => tracked.has(paths[index] ?? "")).map(({ uri }) => uri.toString()));
    }
    return uris.sort();
  }

  /** The git extension does not open the repository around an open subfolder before a person agrees. */
  async #byRepository(git: Git, documents: readonly TextDocument[]): Promise<Map<string, TextDocument[]>> {
    const groups = new Map<string, TextDocument[]>();
    for (const document of documents) {
      const folder = git.getRepository(document.uri)?.rootUri.fsPath ?? (await repositoryAbove(document.uri.fsPath));
      if (folder === undefined) continue;
      groups.set(folder, [...(groups.get(folder) ?? []), document]);
      if (!this.#watched.has(folder)) this.#watchIndex(folder);
    }
    return groups;
  }

  async #ask(git: Git, root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
    try {
      return await trackedFiles(git.git.path, root, paths);
    } catch (error) {
      // Its message contains the command and paths.
      this.#log.debug(`git did not say which files it tracks (${errorName(error)}).`);
      return new Set();
    }
  }

  async #connect(): Promise<Git | undefined> {
    const extension = await gitExtension();
    if (extension === undefined) return undefined;
    if (!extension.enabled) {
      const enabled = extension.onDidChangeEnablement(() => {
        enabled.dispose();
        this.#git = undefined;
        this.#updateSoon();
      });
      this.#subscriptions.push(enabled);
      return undefined;
    }
    const git = extension.getAPI(1);
    this.#subscriptions.push(
      git.onDidOpenRepository((repository) => {
        this.#watch(repository);
        this.#updateSoon();
      }),
      git.onDidCloseRepository(({ rootUri }) => {
        this.#unwatch(rootUri.fsPath);
        this.#updateSoon();
      }),
    );
    for (const repository of git.repositories) this.#watch(repository);
    return git;
  }

  #watch({ rootUri, state }: Repository): void {
    this.#unwatch(rootUri.fsPath);
    const subscription = state.onDidChange(() => {
      this.#updateSoon();
    });
    this.#watched.set(rootUri.fsPath, subscription);
  }

  /** For a repository that the git extension does not watch. */
  #watchIndex(folder: string): void {
    const index = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(join(folder, ".git")), "index"));
    const update = (): void => {
      this.#updateSoon();
    };
    index.onDidCreate(update);
    index.onDidChange(update);
    this.#watched.set(folder, index);
  }

  #unwatch(folder: string): void {
    this.#watched.get(folder)?.dispose();
    this.#watched.delete(folder);
  }
}

/** A file's path in its repository, with `/`; `undefined` if it is outside. Folders may be symbolic links. */
async function pathWithin(root: string, path: string): Promise<string | undefined> {
  const within = relative(root, join(await real(dirname(path)), basename(path)));
  return within.startsWith("..") ? undefined : within.split(sep).join("/");
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}
