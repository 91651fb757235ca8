import * as l10n from "@vscode/l10n";
import { isDeepStrictEqual } from "node:util";
import type { GenericSchema, InferOutput } from "valibot";
import * as v from "valibot";
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  ProgressType,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { apiKeyAt } from "./http/edits/apiKeyAt.ts";
import { authorize } from "./http/edits/authorize.ts";
import { lensPlaces } from "./http/features/codeLenses.ts";
import { removeTokens } from "./http/edits/removeTokens.ts";
import { replaceTokens } from "./http/edits/replaceTokens.ts";
import { requestAt } from "./http/facts/requestAt.ts";
import { LANGUAGE_CAPABILITIES, registerLanguageFeatures } from "./languageFeatures.ts";
import type { SettableNetwork } from "./network.ts";
import type { CallContext } from "./oauth/call.ts";
import { ServerClocks } from "./oauth/clock.ts";
import { discover } from "./oauth/discovery.ts";
import { fail } from "./oauth/failures.ts";
import { introspect } from "./oauth/introspection.ts";
import { inspectKey } from "./oauth/privateKey.ts";
import { requestToken } from "./oauth/token.ts";
import { requestUserinfo } from "./oauth/userinfo.ts";
import { providesFeature } from "./coexistence.ts";
import { OpenDocument } from "./openDocument.ts";
import type { DiagnosisStep } from "../../common/protocol/diagnosis.ts";
import type { Result } from "../../common/protocol/errors.ts";
import { CALL_NOTIFICATION } from "../../common/protocol/callRecord.ts";
import {
  apiKeyAtParamsSchema,
  authorizeParamsSchema,
  removeTokensParamsSchema,
  replaceTokensParamsSchema,
  requestAtParamsSchema,
} from "../../common/protocol/documents.ts";
import { codeLensesParamsSchema, packLenses } from "../../common/protocol/codeLenses.ts";
import { describeIssue } from "../../common/schema.ts";
import {
  type ArgusRequests,
  discoverParamsSchema,
  diagnoseParamsSchema,
  inspectKeyParamsSchema,
  introspectParamsSchema,
  tokenParamsSchema,
  userinfoParamsSchema,
} from "../../common/protocol/requests.ts";
import {
  type HeldTokens,
  heldTokensSchema,
  httpSettingsSchema,
  TOKENS_NOTIFICATION,
  TRACKED_NOTIFICATION,
  trackedDocumentsSchema,
  workerSettingsSchema,
} from "../../common/protocol/settings.ts";
import { Refresher } from "./refresh.ts";
import { absent } from "../../common/schema.ts";

/** What the worker needs of the world; tests pass their own. */
export interface Dependencies {
  network: SettableNetwork;
  /** Where a diagnostic's code is explained, as a URL. */
  documentation?: (code: string) => string | undefined;
  /** Makes all texts be in a language from now on (BCP 47). */
  useLocale?: (locale: string | undefined) => void;
}

/** How long after the start nobody is likely to ask for anything, in ms. */
const IDLE_MS = 300;

const settingsSchema = v.object({
  settings: v.object({ argus: absent(workerSettingsSchema), http: absent(httpSettingsSchema) }),
});

/** Answers the requests of `protocol.ts` and of LSP on a connection. Holds documents, settings and digests: no secret. */
export function startServer(connection: Connection, { network, documentation, useLocale: speak }: Dependencies): void {
  const documents = new TextDocuments(OpenDocument);
  const clocks = new ServerClocks();
  let settings = v.parse(workerSettingsSchema, {});
  let http = v.parse(httpSettingsSchema, {});
  let held: HeldTokens = { tokens: [] };
  let tracked: ReadonlySet<string> = new Set();
  /** Counts the changes of settings and tokens, and of what git tracks. */
  let revision = 0;
  let rendersMarkdown = false;
  let versionsEdits = false;
  const refresher = new Refresher(connection);

  const configure = (configuration: unknown): void => {
    const checked = v.safeParse(settingsSchema, configuration);
    if (!checked.success) return;
    const { argus } = checked.output.settings;
    if (argus !== undefined && !isDeepStrictEqual(argus, settings)) {
      settings = argus;
      revision++;
    }
    http = checked.output.settings.http ?? http;
    network.configure({ http, caFile: settings.caFile });
  };

  const callContext = (signal: AbortSignal): CallContext => ({
    network,
    signal,
    clocks,
    timeoutMs: Math.round(settings.timeout * 1000),
    forwardedFor: settings.forwardedFor,
    onCall: (record) => {
      setImmediate(() => {
        // Whoever asked may be gone by now.
        connection.sendNotification(CALL_NOTIFICATION, record()).catch(() => undefined);
      });
    },
  });

  /** Answers one request of the contract: checked parameters in, a {@link Result} out. */
  function answer<M extends keyof ArgusRequests, S extends GenericSchema>(
    method: M,
    schema: S,
    handler: (
      params: InferOutput<S>,
      signal: AbortSignal,
    ) => Result<ArgusRequests[M]["value"]> | Promise<Result<ArgusRequests[M]["value"]>>,
  ): void {
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      const checked = v.safeParse(schema, params, { abortEarly: true });
      if (!checked.success) return invalidParams(checked.issues[0]);
      try {
        return await handler(checked.output, abortSignal(token));
      } catch (error) {
        // A bug, not a failure. Its message could quote anything, so only its kind crosses the wire.
        const kind = error instanceof Error ? error.name : typeof error;
        throw new ResponseError(ErrorCodes.InternalError, `internal error in ${method} (${kind})`);
      }
    });
  }

  connection.onInitialize(({ initializationOptions, capabilities, locale }) => {
    speak?.(locale);
    configure(initializationOptions);
    refresher.initialize(capabilities);
    rendersMarkdown = capabilities.textDocument?.hover?.contentFormat?.includes("markdown") ?? false;
    versionsEdits = capabilities.workspace?.workspaceEdit?.documentChanges ?? false;
    return {
      serverInfo: { name: "argus-tokens" },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        ...LANGUAGE_CAPABILITIES,
      },
    };
  });
  connection.onInitialized(() => {
    setTimeout(() => void network.warmUp(), IDLE_MS).unref();
  });
  connection.onDidChangeConfiguration((configuration) => {
    const before = settings;
    configure(configuration);
    if (settings.codeLens !== before.codeLens) refresher.codeLenses();
    if (providesFeature(settings, "foldingRange") !== providesFeature(before, "foldingRange"))
      refresher.foldingRanges();
    if (settings !== before) refresher.diagnostics();
  });
  connection.onNotification(TOKENS_NOTIFICATION, (params: unknown) => {
    const checked = v.safeParse(heldTokensSchema, params);
    // The editor tells of them at every start, with documents open: nothing has to be asked for again then.
    if (!checked.success || isDeepStrictEqual(checked.output, held)) return;
    held = checked.output;
    revision++;
    refresher.diagnostics();
    refresher.watchExpiry(held);
  });
  connection.onNotification(TRACKED_NOTIFICATION, (params: unknown) => {
    const checked = v.safeParse(trackedDocumentsSchema, params);
    if (!checked.success) return;
    const uris = new Set(checked.output.uris);
    if (isDeepStrictEqual(uris, tracked)) return;
    tracked = uris;
    revision++;
    refresher.diagnostics();
  });

  answer("argus/token", tokenParamsSchema, ({ profile, credential }, signal) =>
    requestToken(profile, credential, callContext(signal)),
  );
  answer("argus/introspect", introspectParamsSchema, ({ profile, token, clientSecret }, signal) =>
    introspect(profile, token, clientSecret, callContext(signal)),
  );
  answer("argus/userinfo", userinfoParamsSchema, ({ profile, token }, signal) =>
    requestUserinfo(profile, token, callContext(signal)),
  );
  answer("argus/inspectKey", inspectKeyParamsSchema, ({ privateKey, passphrase }) =>
    inspectKey(privateKey, passphrase),
  );
  answer("argus/discover", discoverParamsSchema, ({ profile, url }, signal) =>
    discover(profile, url, callContext(signal)),
  );
  answer("argus/diagnose", diagnoseParamsSchema, async ({ partialResultToken, ...params }, signal) => {
    // Seldom asked for: the worker starts without it.
    const { diagnose } = await import("./diagnosis/diagnose.ts");
    return diagnose(params, network, callContext(signal), (step) => {
      if (partialResultToken === undefined) return;
      connection.sendProgress(new ProgressType<DiagnosisStep>(), partialResultToken, step).catch(() => undefined);
    });
  });
  answer("argus/requestAt", requestAtParamsSchema, ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    return { ok: true, value: requestAt(document.model, position) };
  });
  answer("argus/authorize", authorizeParamsSchema, ({ textDocument, ...how }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    const authorized = authorize(document.model, how, held);
    if ("refused" in authorized) {
      const { code, refused, reason } = authorized;
      return { ok: false, error: { ...fail(code, { problem: refused }), ...(reason && { reason }) } };
    }
    return { ok: true, value: { version: document.version, ...authorized } };
  });
  answer("argus/replaceTokens", replaceTokensParamsSchema, ({ textDocument, digests, accessToken }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    const replaced = replaceTokens(document.model, digests, accessToken);
    if ("refused" in replaced) return { ok: false, error: fail(replaced.code, { problem: replaced.refused }) };
    return { ok: true, value: { version: document.version, edits: replaced } };
  });
  answer("argus/removeTokens", removeTokensParamsSchema, ({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    const removal = removeTokens(document.model, { held, settings, now: Date.now() });
    return { ok: true, value: { version: document.version, ...removal } };
  });
  answer("argus/apiKeyAt", apiKeyAtParamsSchema, ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    const found = apiKeyAt(document.model, position);
    return { ok: true, value: found && { version: document.version, ...found } };
  });

  answer("argus/codeLenses", codeLensesParamsSchema, ({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return notOpen();
    const places = settings.codeLens ? packLenses(lensPlaces(document.model)) : [];
    return { ok: true, value: { places } };
  });

  registerLanguageFeatures(
    connection,
    documents,
    () => ({ settings, held, tracked, revision, rendersMarkdown, versionsEdits }),
    documentation ?? (() => undefined),
  );
  documents.listen(connection);
}

function invalidParams(issue: v.BaseIssue<unknown>): Result<never> {
  const problem = describeIssue(issue);
  const part = v.getDotPath(issue)?.split(".")[0];
  const code =
    part === "profile"
      ? "invalidProfile"
      : part === "credential" || part === "token"
        ? "invalidCredential"
        : "rejected";
  return {
    ok: false,
    error: fail(
      code,
      code === "rejected" ? { problem: l10n.t("The request cannot be answered: {0}.", problem) } : { problem },
    ),
  };
}

function notOpen(): Result<never> {
  return { ok: false, error: fail("notFound", { problem: l10n.t("The document is not open any more.") }) };
}

function abortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  // A token that came cancelled fires no event.
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
