import type { TextDocuments } from "vscode-languageserver";
import { environmentFileKind } from "../../../common/environmentFiles.ts";
import {
  apiKeyAtParamsSchema,
  authorizeParamsSchema,
  nameProfileParamsSchema,
  NOT_OPEN,
  profileAtParamsSchema,
  removeTokensParamsSchema,
  replaceTokensParamsSchema,
  httpEnvironmentsParamsSchema,
  requestAtParamsSchema,
  requestProfilesParamsSchema,
  tokenProfilesParamsSchema,
} from "../../../common/protocol/documents.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { editRefusal } from "../editRefusals.ts";
import { apiKeyAt } from "../http/edits/apiKeyAt.ts";
import { authorize, otherHosts, tokenProfiles } from "../http/edits/authorize.ts";
import { nameProfile } from "../http/edits/directiveEdit.ts";
import { removeTokens } from "../http/edits/removeTokens.ts";
import { replaceTokens } from "../http/edits/replaceTokens.ts";
import { profileAt, requestAt, requestProfiles } from "../http/facts/requestAt.ts";
import { environmentKeyAt } from "../variables/environmentKeys.ts";
import type { OpenDocument } from "../openDocument.ts";
import type { WorkerState } from "../workerState.ts";
import { checked, type Handlers } from "./handler.ts";

type DocumentMethod =
  | "argus/requestAt"
  | "argus/httpEnvironments"
  | "argus/authorize"
  | "argus/profileAt"
  | "argus/nameProfile"
  | "argus/tokenProfiles"
  | "argus/requestProfiles"
  | "argus/replaceTokens"
  | "argus/removeTokens"
  | "argus/apiKeyAt";

/** The requests about an open document, or that answer with edits for it. */
export function documentHandlers(documents: TextDocuments<OpenDocument>, state: WorkerState): Handlers<DocumentMethod> {
  const open = openDocuments(documents);
  return {
    "argus/requestAt": checked(
      requestAtParamsSchema,
      open(({ model, uri }, { position }) => ({
        ok: true,
        value: requestAt(model, position, state.profileSettingsOf(uri)),
      })),
    ),
    "argus/httpEnvironments": checked(
      httpEnvironmentsParamsSchema,
      open(({ uri }) => ({ ok: true, value: { environments: state.variables.environments(uri) } })),
    ),
    "argus/authorize": checked(
      authorizeParamsSchema,
      open(({ model, version, uri }, { textDocument: _, ...options }) => {
        const authorized = authorize(model, { ...options, uri }, state.held, state.profileSettingsOf(uri));
        return "refused" in authorized ? editRefusal(authorized) : { ok: true, value: { version, ...authorized } };
      }),
    ),
    "argus/profileAt": checked(
      profileAtParamsSchema,
      open(({ model, uri }, { position }) => ({
        ok: true,
        value: profileAt(model, position, state.profileSettingsOf(uri)),
      })),
    ),
    "argus/nameProfile": checked(
      nameProfileParamsSchema,
      open(({ model, version }, { position, profile }) => {
        const named = nameProfile(model, position, profile);
        return "refused" in named ? editRefusal(named) : { ok: true, value: { version, edits: named } };
      }),
    ),
    "argus/requestProfiles": checked(
      requestProfilesParamsSchema,
      open(({ model, uri }) => ({
        ok: true,
        value: { profiles: requestProfiles(model, state.profileSettingsOf(uri)) },
      })),
    ),
    "argus/tokenProfiles": checked(
      tokenProfilesParamsSchema,
      open(({ model, uri }) => ({
        ok: true,
        value: {
          profiles: tokenProfiles(model, state.held, state.profileSettingsOf(uri), uri),
          otherHosts: otherHosts(model, state.held, state.profileSettingsOf(uri), uri),
        },
      })),
    ),
    "argus/replaceTokens": checked(
      replaceTokensParamsSchema,
      open(({ model, uri, version }, { digests, accessToken, profile }) => {
        const replacement = { digests, accessToken, profile };
        const replaced = replaceTokens(model, uri, replacement, state.profileSettingsOf(uri));
        return "refused" in replaced ? editRefusal(replaced) : { ok: true, value: { version, edits: replaced } };
      }),
    ),
    "argus/removeTokens": checked(
      removeTokensParamsSchema,
      open(({ model, version, uri }) => ({
        ok: true,
        value: { version, ...removeTokens(model, state.analysisOf(uri)) },
      })),
    ),
    "argus/apiKeyAt": checked(
      apiKeyAtParamsSchema,
      open((document, { position }) => {
        const { model, version, uri } = document;
        const isHttp = environmentFileKind(uri) === undefined;
        const found = isHttp ? apiKeyAt(model, position) : environmentKeyAt(document, position);
        return { ok: true, value: found && { version, ...found } };
      }),
    ),
  };
}

/** Wraps a handler for an open document; any other document is a failure. */
export function openDocuments(documents: TextDocuments<OpenDocument>) {
  return <P extends { textDocument: { uri: string } }, V>(
      handle: (document: OpenDocument, params: P) => Result<V>,
    ): ((params: P) => Result<V>) =>
    (params) => {
      const document = documents.get(params.textDocument.uri);
      return document === undefined ? editRefusal({ refused: NOT_OPEN }) : handle(document, params);
    };
}
