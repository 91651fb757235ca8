/**
 * Carries out the commands of lenses and code actions, for editors without our client that set
 * `initializationOptions.commands`. VS Code's client has commands of the same names and never sets it.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import {
  type Connection,
  ResponseError,
  ErrorCodes,
  MessageType,
  ShowMessageNotification,
  type ShowMessageParams,
  type TextDocuments,
} from "vscode-languageserver";
import { tokenDigest } from "../../../common/digest.ts";
import { type CommandOptions, commandOptionsSchema } from "../../../common/protocol/commands.ts";
import { NOT_OPEN, type RequestAtValue, type TextEdit } from "../../../common/protocol/documents.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { editRefusal } from "../editRefusals.ts";
import { authorize } from "../http/edits/authorize.ts";
import { removeTokens } from "../http/edits/removeTokens.ts";
import { replaceTokens } from "../http/edits/replaceTokens.ts";
import { requestAt } from "../http/facts/requestAt.ts";
import type { CallContext } from "../oauth/call.ts";
import { introspect } from "../oauth/introspection.ts";
import { requestToken } from "../oauth/token.ts";
import { requestUserinfo } from "../oauth/userinfo.ts";
import type { OpenDocument } from "../openDocument.ts";
import type { WorkerState } from "../workerState.ts";
import { readSecret } from "./secretCommand.ts";

const argumentsSchema = v.tuple([v.string(), v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0)]);

/** The result of a command as a sentence for the person. */
type Outcome = Result<string>;

export interface CommandContext {
  connection: Connection;
  documents: TextDocuments<OpenDocument>;
  state: WorkerState;
  callContext: () => CallContext;
  /** Called when the worker has learned a new token. */
  onTokens: () => void;
}

type OptionProfile = CommandOptions["profiles"][string];

export class Commands {
  readonly #context: CommandContext;
  #profiles: CommandOptions["profiles"] = {};

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** The names of the commands that the worker carries out; none unless the options ask for them. */
  initialize(initializationOptions: unknown): string[] {
    const checked = v.safeParse(v.object({ commands: commandOptionsSchema }), initializationOptions);
    if (!checked.success) return [];
    this.#profiles = checked.output.commands.profiles;
    return Object.keys(this.#table);
  }

  /** Carries out a command and shows its result. */
  async run(command: string, given: unknown[] | undefined): Promise<void> {
    const handle = this.#table[command];
    const checked = v.safeParse(argumentsSchema, given);
    if (handle === undefined || !checked.success) {
      throw new ResponseError(ErrorCodes.InvalidParams, `${command} takes a document's URI and a line.`);
    }
    const [uri, line] = checked.output;
    const document = this.#context.documents.get(uri);
    const outcome = document === undefined ? editRefusal({ refused: NOT_OPEN }) : await handle(document, line);
    // Sent as a notification, so that nothing waits for the person to close it.
    const message: ShowMessageParams = outcome.ok
      ? { type: MessageType.Info, message: outcome.value }
      : { type: MessageType.Error, message: [outcome.error.message, outcome.error.hint].filter(Boolean).join(" ") };
    await this.#context.connection.sendNotification(ShowMessageNotification.type, message);
  }

  readonly #table: Readonly<Record<string, (document: OpenDocument, line: number) => Promise<Outcome>>> = {
    "argus.insertToken": async (document, line) => {
      const named = this.#profileAt(document, line);
      if (!named.ok) return named;
      const token = await this.#newToken(named.value);
      if (!token.ok) return token;
      const options = {
        position: { line, character: 0 },
        accessToken: token.value.accessToken,
        style: "literal",
      } as const;
      const { state } = this.#context;
      const authorized = authorize(document.model, options, state.held, state.profileSettingsOf(document.uri));
      if ("refused" in authorized) return editRefusal(authorized);
      return this.#edit(document, authorized.edits, l10n.t("The request has a token of “{0}”.", named.value.name));
    },
    "argus.refreshTokens": async (document) => {
      const edits: TextEdit[] = [];
      for (const [name, profile] of Object.entries(this.#profiles)) {
        const digests = this.#digestsOf(name);
        if (digests.length === 0) continue;
        const token = await this.#newToken({ name, ...profile });
        if (!token.ok) return token;
        const settings = this.#context.state.profileSettingsOf(document.uri);
        const { accessToken } = token.value;
        const replaced = replaceTokens(document.model, document.uri, { digests, accessToken }, settings);
        if ("refused" in replaced) return editRefusal(replaced);
        edits.push(...replaced);
      }
      return this.#edit(document, edits, l10n.t("Refreshed the tokens in the file."));
    },
    "argus.removeTokens": (document) => {
      const { edits } = removeTokens(document.model, this.#context.state.analysisOf(document.uri));
      return this.#edit(document, edits, l10n.t("Removed all Argus tokens from the file."));
    },
    "argus.introspect": async (document, line) => {
      const found = this.#tokenAt(document, line);
      if (!found.ok) return found;
      const { profile, token } = found.value;
      const secret = profile.clientSecretCommand && (await readSecret(profile.clientSecretCommand));
      if (secret?.ok === false) return secret;
      const answer = await introspect(profileOf(profile), token, secret?.value, this.#context.callContext());
      if (!answer.ok) return answer;
      const { active, scope, username, expiresAt } = answer.value;
      const until = expiresAt === undefined ? undefined : new Date(expiresAt).toLocaleTimeString();
      const state = active ? l10n.t("active") : l10n.t("not active");
      return { ok: true, value: ["Argus", state, scope, username, until].filter(Boolean).join(" · ") };
    },
    "argus.userinfo": async (document, line) => {
      const found = this.#tokenAt(document, line);
      if (!found.ok) return found;
      const answer = await requestUserinfo(
        profileOf(found.value.profile),
        found.value.token,
        this.#context.callContext(),
      );
      return answer.ok ? { ok: true, value: `Argus · ${JSON.stringify(answer.value.claims)}` } : answer;
    },
  };

  #requestAt({ model, uri }: OpenDocument, line: number): RequestAtValue | null {
    return requestAt(model, { line, character: 0 }, this.#context.state.profileSettingsOf(uri));
  }

  /** The profile of the request, else the first one in the options. */
  #profileAt(document: OpenDocument, line: number): Result<OptionProfile & { name: string }> {
    const request = this.#requestAt(document, line);
    if (request === null) return editRefusal({ refused: "noRequest" });
    const name = request.profile ?? Object.keys(this.#profiles)[0] ?? "";
    const profile = this.#profiles[name];
    if (profile === undefined) {
      const message = l10n.t("There is no profile “{0}” in initializationOptions.commands.profiles.", name);
      return { ok: false, error: { code: "invalidProfile", message } };
    }
    return { ok: true, value: { name, ...profile } };
  }

  #tokenAt(document: OpenDocument, line: number): Result<{ profile: OptionProfile & { name: string }; token: string }> {
    const named = this.#profileAt(document, line);
    if (!named.ok) return named;
    const request = this.#requestAt(document, line);
    const token = request?.authorization?.token;
    if (token !== undefined) return { ok: true, value: { profile: named.value, token } };
    return { ok: false, error: { code: "rejected", message: l10n.t("The request has no token.") } };
  }

  async #newToken(profile: OptionProfile & { name: string }): Promise<Result<TokenValue>> {
    const apiKey = await readSecret(profile.credentialCommand);
    if (!apiKey.ok) return apiKey;
    const credential = { kind: "apiKey", apiKey: apiKey.value } as const;
    const token = await requestToken(profileOf(profile), credential, this.#context.callContext());
    if (!token.ok) return token;
    const { accessToken, expiresAt } = token.value;
    const { state, onTokens } = this.#context;
    const held = { digest: tokenDigest(accessToken), profile: profile.name, expiresAt };
    if (state.holdTokens({ tokens: [...state.held.tokens, held] })) onTokens();
    return token;
  }

  #digestsOf(profile: string): string[] {
    return this.#context.state.held.tokens.filter((token) => token.profile === profile).map(({ digest }) => digest);
  }

  async #edit({ uri, version }: OpenDocument, edits: readonly TextEdit[], done: string): Promise<Outcome> {
    if (edits.length === 0) return { ok: true, value: l10n.t("There was nothing to change.") };
    const { state, connection } = this.#context;
    const { applied } = await connection.workspace.applyEdit(
      state.versionsEdits
        ? { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] }
        : { changes: { [uri]: [...edits] } },
    );
    return applied
      ? { ok: true, value: done }
      : { ok: false, error: { code: "rejected", message: l10n.t("The editor did not apply the edit.") } };
  }
}

/** Leaves out the commands, which calls to Argus do not need. */
function profileOf({
  credentialCommand: _,
  clientSecretCommand: __,
  ...profile
}: OptionProfile & { name: string }): Profile {
  return profile;
}
