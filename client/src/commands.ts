import {
  commands,
  type Disposable,
  env,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  window,
  workspace,
} from "vscode";
import { pickAction, pickProfile, pickSecret } from "./picks.ts";
import type { Checks, CheckKind } from "./check.ts";
import type { Credentials } from "./credentials.ts";
import { failure, type Outcome } from "./failure.ts";
import type { InlineResults } from "./inlineResults.ts";
import { insertToken, type Place, refreshTokens } from "./insertToken.ts";
import { addProfile } from "./prompts.ts";
import { report } from "./report.ts";
import type { ResultDocuments } from "./resultDocuments.ts";
import { activeProfileName, profileNames, setActiveProfile } from "./settings.ts";
import type { Tokens } from "./tokens.ts";
import type { Worker } from "./worker.ts";

export interface Services {
  context: ExtensionContext;
  log: LogOutputChannel;
  credentials: Credentials;
  tokens: Tokens;
  checks: Checks;
  results: InlineResults;
  resultDocuments: ResultDocuments;
  worker: Worker;
}

/** Arguments are plain JSON and come from anybody: lenses, key bindings, other extensions. */
type Handler = (...args: unknown[]) => Promise<Outcome<unknown>>;

const DONE: Outcome<void> = { ok: true, value: undefined };

/** The one table of commands. */
function table(services: Services): Record<string, Handler> {
  const { credentials, tokens, checks, results, resultDocuments, worker, log, context } = services;
  return {
    "argus.getToken": (profile) => tokens.fetch(text(profile)),
    "argus.insertToken": (uri, line) => at(uri, line, (place) => insertToken(place, tokens, worker)),
    "argus.refreshTokens": (uri) => at(uri, 0, ({ document }) => refreshTokens(document, tokens, worker)),
    "argus.introspect": (uri, line) => check("introspect", uri, line),
    "argus.userinfo": (uri, line) => check("userinfo", uri, line),
    "argus.copyToken": async (profile) => {
      const obtained = await tokens.obtain(text(profile));
      if (!obtained.ok) return obtained;
      await env.clipboard.writeText(obtained.value.token.accessToken);
      window.setStatusBarMessage("$(check) Argus token copied", 3000);
      return DONE;
    },
    "argus.addProfile": () => addProfile(credentials),
    "argus.editProfile": async () => {
      await commands.executeCommand("workbench.action.openSettingsJson", { revealSetting: { key: "argus.profiles" } });
      return DONE;
    },
    "argus.selectProfile": async () => {
      const name = await pickProfile(profileNames(), activeProfileName());
      if (name !== undefined) await setActiveProfile(name);
      return DONE;
    },
    "argus.setCredential": async (name, which) => {
      const profile = await tokens.profile(text(name));
      if (!profile.ok) return profile;
      const secret = text(which) ?? (await pickSecret());
      if (secret === undefined) return failure("cancelled");
      return secret === "clientSecret" ? checks.setClientSecret(profile.value) : tokens.setApiKey(profile.value);
    },
    "argus.forgetCredentials": async (profile) => {
      const names = [...new Set([...profileNames(), ...credentials.names()])];
      const name = text(profile) ?? (names.length > 1 ? await pickProfile(names, activeProfileName()) : names[0]);
      if (name === undefined) return DONE;
      await tokens.forget(name);
      void window.showInformationMessage(`The API key, client secret and token of “${name}” were deleted.`);
      return DONE;
    },
    "argus.signOut": async (profile) => {
      const name = text(profile) ?? activeProfileName();
      if (name === undefined) return DONE;
      await tokens.signOut(name);
      return DONE;
    },
    "argus.showActions": () => pickAction(context.extension),
    "argus.showLog": () => {
      log.show();
      return Promise.resolve(DONE);
    },
    "argus.restartWorker": async () => {
      await worker.restart();
      return DONE;
    },
    "argus.showResult": async (id) => {
      await resultDocuments.open(number(id));
      return DONE;
    },
    "argus.copyResult": async (id) => {
      await resultDocuments.copy(number(id));
      return DONE;
    },
    "argus.clearResults": () =>
      at(undefined, 0, ({ document }) => {
        results.clear(document.uri);
        return Promise.resolve(DONE);
      }),
  };

  function check(kind: CheckKind, uri: unknown, line: unknown): Promise<Outcome<void>> {
    return at(uri, line, (place) => checks.check(kind, place));
  }
}

/** Registers the table; whatever a handler fails at is reported in one place. A command answers whether it worked. */
export function registerCommands(services: Services): Disposable[] {
  const { log } = services;
  return Object.entries(table(services)).map(([id, handler]) => {
    const run = async (...args: unknown[]): Promise<boolean> => {
      try {
        const outcome = await handler(...args);
        if (!outcome.ok) report(outcome.error, log, () => run(...args));
        return outcome.ok;
      } catch (error) {
        // A bug. Its message could quote anything.
        const kind = error instanceof Error ? error.name : typeof error;
        log.error(`${id} failed unexpectedly (${kind})`);
        void window.showErrorMessage(
          `Argus: the command failed unexpectedly (${kind}). Restart the worker or the window if it does so again.`,
        );
        return false;
      }
    };
    return commands.registerCommand(id, run);
  });
}

/** The place that a lens names, or the cursor. */
async function at(uri: unknown, line: unknown, act: (place: Place) => Promise<Outcome<void>>): Promise<Outcome<void>> {
  const editor = window.activeTextEditor;
  const document = typeof uri === "string" ? await workspace.openTextDocument(Uri.parse(uri)) : editor?.document;
  if (document?.languageId !== "http") return failure("notHttp");
  return act({ document, line: number(line) ?? editor?.selection.active.line ?? 0 });
}

function number(argument: unknown): number | undefined {
  return typeof argument === "number" ? argument : undefined;
}

function text(argument: unknown): string | undefined {
  return typeof argument === "string" && argument !== "" ? argument : undefined;
}
