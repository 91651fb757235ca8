import * as v from "valibot";
import type { CancellationToken, ExtensionContext, LogOutputChannel, SecretStorageChangeEvent, Uri } from "vscode";
import { Checks } from "../../../client/src/answers/check.ts";
import { registerCommands, type Services } from "../../../client/src/commands.ts";
import { CertificatePassphrases } from "../../../client/src/credentials/certificatePassphrases.ts";
import { KeyLives } from "../../../client/src/credentials/keyLife.ts";
import { ProfileSecrets } from "../../../client/src/credentials/profileSecrets.ts";
import { SecretStore } from "../../../client/src/credentials/secretStore.ts";
import { ForeignDocuments } from "../../../client/src/documents/foreignDocuments.ts";
import { AgreedHosts } from "../../../client/src/profiles/agreedHosts.ts";
import { WarningNotifier } from "../../../client/src/failures/warningNotifier.ts";
import { Sessions } from "../../../client/src/session/session.ts";
import { SessionWatch } from "../../../client/src/session/sessionWatch.ts";
import { activeProfileName } from "../../../client/src/settings.ts";
import { ArgusAuthentication } from "../../../client/src/sharing/authenticationProvider.ts";
import { TokenCopies } from "../../../client/src/sharing/copyToken.ts";
import { Leases } from "../../../client/src/tokens/leases.ts";
import { SignIn } from "../../../client/src/tokens/signIn.ts";
import { Tokens } from "../../../client/src/tokens/tokens.ts";
import { UserLookup } from "../../../client/src/tokens/userLookup.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import {
  apiKeyAtParamsSchema,
  authorizeParamsSchema,
  requestAtParamsSchema,
  tokenProfilesParamsSchema,
} from "../../../common/protocol/documents.ts";
import {
  type ArgusRequests,
  discoverParamsSchema,
  endParamsSchema,
  findClientParamsSchema,
  inspectKeyParamsSchema,
  introspectParamsSchema,
  tokenParamsSchema,
  userinfoParamsSchema,
} from "../../../common/protocol/requests.ts";
import { Redactor } from "../../../common/redaction.ts";
import { editRefusal } from "../../../server/src/editRefusals.ts";
import { apiKeyAt } from "../../../server/src/http/edits/apiKeyAt.ts";
import { authorize, tokenProfiles } from "../../../server/src/http/edits/authorize.ts";
import { requestAt } from "../../../server/src/http/facts/requestAt.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { createNetwork } from "../../../server/src/network/network.ts";
import { findClient } from "../../../server/src/oauth/clientLookup.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { discover } from "../../../server/src/oauth/discovery.ts";
import { endAtArgus } from "../../../server/src/oauth/ending.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { inspectKey } from "../../../server/src/oauth/privateKey.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { EventEmitter } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";

const network = createNetwork();

/** What all windows of one VS Code share. */
export class Storage {
  readonly secrets = new Map<string, string>();
  readonly state = new Map<string, unknown>();
  readonly changed = new EventEmitter<SecretStorageChangeEvent>();
}

/** A document with fixed text. */
export function documentOf(text: string) {
  const uri = "file:///workspace/test.http";
  const lines = text.split("\n");
  return {
    uri: { scheme: "file", fsPath: "/workspace/test.http", toString: () => uri },
    fileName: "/workspace/test.http",
    isUntitled: false,
    languageId: "http",
    version: 1,
    isClosed: false,
    isDirty: false,
    text,
    getText: () => text,
    lineCount: lines.length,
    lineAt: (line: number) => ({ text: lines[line] ?? "" }),
  };
}

/**
 * The client in one window: commands, credentials and tokens are real, and the real OAuth code in this process calls
 * Argus. VS Code is the stand-in.
 *
 * @param parts of a test's own, which replace others
 */
export function clientWindow(storage = new Storage(), parts: Record<string, object> = {}) {
  const log: string[] = [];
  const write = (line: string): void => void log.push(line);
  const channel = { info: write, warn: write, error: write, ...parts["log"] } as unknown as LogOutputChannel;
  const worker = { send: answer, ...parts["worker"] } as Pick<Worker, "send"> as Worker;
  const context = { ...contextOf(storage), extension: parts["extension"] } as ExtensionContext;
  const redactor = new Redactor();
  const credentials = new SecretStore(context, redactor, channel);
  const profileSecrets = new ProfileSecrets(credentials, channel);
  const warningNotifier = new WarningNotifier();
  const passphrases = new CertificatePassphrases(credentials, channel, warningNotifier);
  const sessions = new Sessions(context.globalState);
  const keyLives = new KeyLives(context.globalState);
  const tokens = new Tokens({
    profileSecrets,
    keyLives,
    leases: new Leases(credentials),
    sessions,
    worker,
    warningNotifier,
    log: channel,
  });
  const agreedHosts = new AgreedHosts(context.globalState);
  const reports: string[] = [];
  const shownReports = { show: (_: string, markdown: string) => Promise.resolve(void reports.push(markdown)) };
  const results = {
    show: () => undefined,
    outdateAt: () => undefined,
    ...parts["results"],
  } as unknown as Services["results"];
  const signIn = new SignIn({ tokens, profileSecrets, passphrases, worker, warningNotifier });
  const checks = new Checks({
    profileSecrets,
    sessions,
    signIn,
    worker,
    warningNotifier,
    results,
    log: channel,
    redactor,
  });
  const copies = new TokenCopies(signIn);
  const watch = new SessionWatch(sessions);
  const calling = { sessions, profileSecrets, worker, log: channel };
  const accounts = new ArgusAuthentication({
    ...{ sessions, watch, tokens, signIn, signOut: calling },
    userLookup: new UserLookup({ ...calling, ...parts["userLookup"] }),
  });
  const here = { ask: () => Promise.resolve(activeProfileName()) };
  const services = {
    reports: shownReports,
    ...parts,
    health: { note: () => undefined },
    context,
    log: channel,
    profileSecrets,
    keyLives,
    passphrases,
    sessions,
    tokens,
    signIn,
    checks,
    agreedHosts,
    results,
    worker,
    warningNotifier,
    redactor,
    here,
    copies,
    foreign: new ForeignDocuments({ fsPath: "/storage/argus-tokens" } as Partial<Uri> as Uri),
  };
  standIn.commands = new Map();
  registerCommands(services as unknown as Services);
  const commands = standIn.commands;
  return {
    storage,
    profileSecrets,
    keyLives,
    passphrases,
    sessions,
    tokens,
    signIn,
    worker,
    channel,
    copies,
    accounts,
    redactor,
    log,
    commands,
    /** The Markdown of the reports that were opened. */
    reports,
    close: () => {
      for (const part of [accounts, watch, tokens, signIn, sessions, passphrases, credentials]) part.dispose();
    },
    /** Runs a command; returns whether it succeeded. */
    run: async (id: string, ...args: unknown[]) => (await commands.get(id)!(...args)) as boolean,
  };
}

export type ClientWindow = ReturnType<typeof clientWindow>;

/** The storage in the context that VS Code gives the extension. */
export function contextOf({ secrets, state, changed }: Storage): ExtensionContext {
  const change = async (key: string, write: () => void): Promise<void> => {
    await standIn.pause("secrets");
    write();
    changed.fire({ key });
    await standIn.pause("secrets");
  };
  return {
    secrets: {
      onDidChange: changed.event,
      get: async (key: string) => {
        await standIn.pause("secrets");
        return secrets.get(key);
      },
      store: (key: string, text: string) => change(key, () => secrets.set(key, text)),
      delete: (key: string) => change(key, () => secrets.delete(key)),
    },
    globalState: {
      get: (key: string, otherwise: unknown) => state.get(key) ?? otherwise,
      // eslint-disable-next-line @typescript-eslint/require-await -- rejects like VS Code
      update: async (key: string, value: unknown) => void state.set(key, value),
    },
  } as unknown as ExtensionContext;
}

type Method = keyof ArgusRequests;

/** The worker's answers, without its process. */
export async function answer(method: Method, params: unknown, cancellation?: CancellationToken): Promise<never> {
  const controller = new AbortController();
  cancellation?.onCancellationRequested(() => controller.abort());
  await standIn.pause(`worker: ${method}`);
  const answered = await answers[method]?.(params, controller.signal);
  await standIn.pause(`worker: ${method}`);
  return answered as never;
}

/** Like the worker, it uses the general origin IP of this moment for profiles without one. */
const call = (signal: AbortSignal) => {
  const { user, workspace } = standIn.settings;
  const forwardedFor = (workspace["argus.forwardedFor"] ?? user["argus.forwardedFor"]) as string | undefined;
  return { network, timeoutMs: 5000, signal, clocks: new ServerClocks(), forwardedFor };
};

/** Validates parameters like the worker. */
const on =
  <S extends v.GenericSchema>(schema: S, handle: (params: v.InferOutput<S>, signal: AbortSignal) => unknown) =>
  (params: unknown, signal: AbortSignal): unknown =>
    handle(v.parse(schema, params), signal);

const shown = (uri: string) =>
  standIn.documents.find((known) => known.uri.toString() === uri) as ReturnType<typeof documentOf>;

const model = (uri: string) => parse(shown(uri).text);

/** What decides the profile of a request. */
const hostSettings = () => {
  const { "argus.profiles": profiles = {}, "argus.activeProfile": activeProfile } = {
    ...standIn.settings.user,
    ...standIn.settings.workspace,
  } as { "argus.profiles"?: Record<string, { url: string; clientId: string }>; "argus.activeProfile"?: string };
  return { profiles, activeProfile: activeProfile ?? Object.keys(profiles)[0] };
};

const answers: Partial<Record<Method, (params: unknown, signal: AbortSignal) => unknown>> = {
  "argus/token": on(tokenParamsSchema, ({ profile, credential }, signal) =>
    requestToken(profile, credential, call(signal)),
  ),
  "argus/introspect": on(introspectParamsSchema, ({ profile, token, clientSecret }, signal) =>
    introspect(profile, token, clientSecret, call(signal)),
  ),
  "argus/userinfo": on(userinfoParamsSchema, ({ profile, token }, signal) =>
    requestUserinfo(profile, token, call(signal)),
  ),
  "argus/end": on(endParamsSchema, ({ profile, ...secrets }, signal) => endAtArgus(profile, secrets, call(signal))),
  "argus/discover": on(discoverParamsSchema, ({ profile, url }, signal) => discover(profile, url, call(signal))),
  "argus/findClient": on(findClientParamsSchema, ({ profile, credential, shortName }, signal) =>
    findClient(profile, credential, shortName, call(signal)),
  ),
  "argus/inspectKey": on(inspectKeyParamsSchema, ({ privateKey, passphrase }) => inspectKey(privateKey, passphrase)),
  "argus/requestAt": on(requestAtParamsSchema, ({ textDocument, position }) => ({
    ok: true,
    value: requestAt(model(textDocument.uri), position, hostSettings()),
  })),
  "argus/tokenProfiles": on(tokenProfilesParamsSchema, ({ textDocument: { uri } }) => ({
    ok: true,
    value: { profiles: tokenProfiles(model(uri), { tokens: [] }, hostSettings(), uri), otherHosts: [] },
  })),
  "argus/apiKeyAt": on(apiKeyAtParamsSchema, ({ textDocument, position }) => {
    const found = apiKeyAt(model(textDocument.uri), position);
    return { ok: true, value: found && { version: shown(textDocument.uri).version, ...found } };
  }),
  "argus/authorize": on(authorizeParamsSchema, ({ textDocument, ...how }) => {
    const authorized = authorize(model(textDocument.uri), how, { tokens: [] }, hostSettings());
    const { version } = shown(textDocument.uri);
    return "refused" in authorized ? editRefusal(authorized) : { ok: true, value: { version, ...authorized } };
  }),
};
