import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { ClientCapabilities } from "vscode-languageserver";
import {
  type HeldTokens,
  heldTokensSchema,
  httpSettingsSchema,
  variableSettingsSchema,
  trackedDocumentsSchema,
  workerSettingsSchema,
} from "../../common/protocol/settings.ts";
import { absent } from "../../common/schema.ts";
import { DocumentVariables } from "./variables/documentVariables.ts";
import type { VariableSetting } from "./variables/outside.ts";
import type { AnalysisContext } from "./http/facts/analysisContext.ts";
import { profileSettings, type ProfileSettings } from "./http/facts/requestProfile.ts";

const configurationSchema = v.object({
  settings: v.object({
    argus: absent(workerSettingsSchema),
    http: absent(httpSettingsSchema),
    "rest-client": absent(variableSettingsSchema),
    httpyac: absent(variableSettingsSchema),
  }),
});

/**
 * The state that the client sends to the worker: settings, digests of tokens, tracked documents. It holds no credential
 * and no token. Secret in it are a proxy's login, passphrases of client certificates, and perhaps the values of
 * variables in other extensions' settings.
 */
export class WorkerState {
  settings = v.parse(workerSettingsSchema, {});
  http = v.parse(httpSettingsSchema, {});
  held: HeldTokens = { tokens: [] };
  /** URIs of the documents that git tracks. */
  tracked: ReadonlySet<string> = new Set();
  /** Counts the changes of settings, tokens and tracked documents. */
  revision = 0;
  readonly variables = new DocumentVariables(
    () => this.settings,
    (folder) => this.#variableSettings(folder),
  );
  #settingsOfOthers: Record<"rest-client" | "httpyac", v.InferOutput<typeof variableSettingsSchema>> = {
    "rest-client": v.parse(variableSettingsSchema, {}),
    httpyac: v.parse(variableSettingsSchema, {}),
  };
  /** The editor renders Markdown in hovers. */
  rendersMarkdown = false;
  /** The editor accepts edits for a version of a document (`workspaceEdit.documentChanges`). */
  versionsEdits = false;

  /** What the analysis of a document needs. */
  analysisOf(uri: string): AnalysisContext {
    const { held, tracked, settings } = this;
    return { held, tracked, settings, outside: this.variables.of(uri), now: Date.now() };
  }

  /** What decides the profiles of a document's requests. */
  profileSettingsOf(uri: string): ProfileSettings {
    return profileSettings(this.analysisOf(uri));
  }

  /** A file with variables may have changed. */
  forgetFiles(): void {
    this.variables.forget();
    this.revision++;
  }

  /** @param added to the workspace, as URIs */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    this.variables.changeFolders(added, removed);
    this.revision++;
  }

  /** @param folders of the workspace, as URIs */
  initialize({ textDocument, workspace }: ClientCapabilities, folders: readonly string[]): void {
    this.variables.changeFolders(folders, []);
    this.rendersMarkdown = textDocument?.hover?.contentFormat?.includes("markdown") ?? false;
    this.versionsEdits = workspace?.workspaceEdit?.documentChanges ?? false;
  }

  /**
   * @param configuration `{settings: {argus, http, "rest-client", httpyac}}`; returns false, and changes nothing, if it
   * is not valid
   */
  configure(configuration: unknown): boolean {
    const checked = v.safeParse(configurationSchema, configuration);
    if (!checked.success) return false;
    const { argus, http, "rest-client": restClient, httpyac } = checked.output.settings;
    if (argus !== undefined && !isDeepStrictEqual(argus, this.settings)) {
      this.settings = argus;
      this.revision++;
    }
    const others = {
      "rest-client": restClient ?? this.#settingsOfOthers["rest-client"],
      httpyac: httpyac ?? this.#settingsOfOthers.httpyac,
    };
    if (!isDeepStrictEqual(others, this.#settingsOfOthers)) {
      this.#settingsOfOthers = others;
      this.revision++;
    }
    this.http = http ?? this.http;
    return true;
  }

  /** @param folder of the workspace, as a URI */
  #variableSettings(folder: string | undefined): VariableSetting[] {
    return Object.entries(this.#settingsOfOthers).map(
      ([section, { environmentVariables, folderEnvironmentVariables }]) => ({
        setting: `${section}.environmentVariables`,
        environments: (folder === undefined ? undefined : folderEnvironmentVariables[folder]) ?? environmentVariables,
      }),
    );
  }

  /** @returns whether the tokens changed */
  holdTokens(params: unknown): boolean {
    const checked = v.safeParse(heldTokensSchema, params);
    // The client sends them at every start, while documents are open: nothing has to be refreshed then.
    if (!checked.success || isDeepStrictEqual(checked.output, this.held)) return false;
    this.held = checked.output;
    this.revision++;
    return true;
  }

  /** @returns whether the tracked documents changed */
  track(params: unknown): boolean {
    const checked = v.safeParse(trackedDocumentsSchema, params);
    const uris = checked.success ? new Set(checked.output.uris) : this.tracked;
    if (isDeepStrictEqual(uris, this.tracked)) return false;
    this.tracked = uris;
    this.revision++;
    return true;
  }
}
