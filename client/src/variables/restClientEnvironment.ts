import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  extensions,
  RelativePattern,
  Uri,
  workspace,
} from "vscode";
import { REST_CLIENT } from "../../../common/senders.ts";
import { property } from "../sharing/unknownObject.ts";

/** The name in its file if no environment is chosen. */
const NO_ENVIRONMENT = "c0cfe680-4fcd-4b71-a4ba-8cfaee57680a";

/**
 * The environment chosen in REST Client, which keeps it in a file, for all windows.
 *
 * @see https://github.com/Huachao/vscode-restclient/blob/master/src/utils/userDataManager.ts
 */
export class RestClientEnvironment implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #file: string;
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  #isWatched = false;
  #name: string | undefined;

  constructor(file = environmentFile()) {
    this.#file = file;
    this.#subscriptions.push(
      extensions.onDidChange(() => {
        this.#watch();
      }),
    );
    this.#watch();
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** `undefined` if none is chosen, or REST Client is not installed. */
  get name(): string | undefined {
    return hasRestClient() ? this.#name : undefined;
  }

  /** Opens REST Client's own list. */
  async select(): Promise<void> {
    await commands.executeCommand("rest-client.switch-environment");
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #watch(): void {
    if (this.#isWatched || !hasRestClient()) return;
    this.#isWatched = true;
    const read = (): void => {
      void this.#read();
    };
    const watcher = workspace.createFileSystemWatcher(
      new RelativePattern(Uri.file(dirname(this.#file)), basename(this.#file)),
    );
    this.#subscriptions.push(watcher, watcher.onDidCreate(read), watcher.onDidChange(read), watcher.onDidDelete(read));
    read();
  }

  async #read(): Promise<void> {
    const name = await nameIn(this.#file);
    if (name === this.#name) return;
    this.#name = name;
    this.#changed.fire();
  }
}

/** Is REST Client installed? */
export function hasRestClient(): boolean {
  return extensions.getExtension(REST_CLIENT) !== undefined;
}

async function nameIn(file: string): Promise<string | undefined> {
  try {
    const name = property(JSON.parse(await readFile(file, "utf8")), "name");
    return typeof name === "string" && name !== NO_ENVIRONMENT ? name : undefined;
  } catch {
    // REST Client writes the file when an environment is first chosen.
    return undefined;
  }
}

function environmentFile(): string {
  const { VSC_REST_CLIENT_HOME, XDG_STATE_HOME } = process.env;
  const home = VSC_REST_CLIENT_HOME ?? join(homedir(), ".rest-client");
  const folder = existsSync(home) || XDG_STATE_HOME === undefined ? home : join(XDG_STATE_HOME, "rest-client");
  return join(folder, "environment.json");
}
