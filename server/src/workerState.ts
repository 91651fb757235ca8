import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { ClientCapabilities } from "vscode-languageserver";
import {
  type HeldTokens,
  heldTokensSchema,
  httpSettingsSchema,
  trackedDocumentsSchema,
  workerSettingsSchema,
} from "../../common/protocol/settings.ts";
import { absent } from "../../common/schema.ts";
import type { AnalysisContext } from "./http/facts/analysisContext.ts";

const configurationSchema = v.object({
  settings: v.object({ argus: absent(workerSettingsSchema), http: absent(httpSettingsSchema) }),
});

/** What the client told the worker: settings, digests of tokens, what git tracks. No secret is in it. */
export class WorkerState {
  settings = v.parse(workerSettingsSchema, {});
  http = v.parse(httpSettingsSchema, {});
  held: HeldTokens = { tokens: [] };
  /** URIs of the documents that git tracks. */
  tracked: ReadonlySet<string> = new Set();
  /** Counts the changes of settings, tokens and tracked documents. */
  revision = 0;
  /** The editor renders Markdown in hovers. */
  rendersMarkdown = false;
  /** The editor takes edits for a version of a document (`workspaceEdit.documentChanges`). */
  versionsEdits = false;

  /** The state as `.http` analysis needs it now. */
  get analysis(): AnalysisContext {
    const { held, tracked, settings } = this;
    return { held, tracked, settings, now: Date.now() };
  }

  initialize({ textDocument, workspace }: ClientCapabilities): void {
    this.rendersMarkdown = textDocument?.hover?.contentFormat?.includes("markdown") ?? false;
    this.versionsEdits = workspace?.workspaceEdit?.documentChanges ?? false;
  }

  /** @param configuration `{settings: {argus, http}}`; what is not valid changes nothing, and returns false */
  configure(configuration: unknown): boolean {
    const checked = v.safeParse(configurationSchema, configuration);
    if (!checked.success) return false;
    const { argus, http } = checked.output.settings;
    if (argus !== undefined && !isDeepStrictEqual(argus, this.settings)) {
      this.settings = argus;
      this.revision++;
    }
    this.http = http ?? this.http;
    return true;
  }

  /** @returns whether the tokens are others than before */
  holdTokens(params: unknown): boolean {
    const checked = v.safeParse(heldTokensSchema, params);
    // The client sends them at every start, with documents open: nothing has to be refreshed then.
    if (!checked.success || isDeepStrictEqual(checked.output, this.held)) return false;
    this.held = checked.output;
    this.revision++;
    return true;
  }

  /** @returns whether the tracked documents are others than before */
  track(params: unknown): boolean {
    const checked = v.safeParse(trackedDocumentsSchema, params);
    const uris = checked.success ? new Set(checked.output.uris) : this.tracked;
    if (isDeepStrictEqual(uris, this.tracked)) return false;
    this.tracked = uris;
    this.revision++;
    return true;
  }
}
