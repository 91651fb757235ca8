/** Parameters and results of requests about `.http` documents. */
import * as v from "valibot";
import { absent, notEmpty } from "../schema.ts";

/** As in LSP: zero-based line, UTF-16 offset within it. */
export interface Position {
  line: number;
  character: number;
}

/** As in LSP: the end is exclusive. */
export interface Range {
  start: Position;
  end: Position;
}

export interface TextEdit {
  range: Range;
  newText: string;
}

const positionSchema = v.object({ line: v.number(), character: v.number() });
const textDocumentSchema = v.object({ uri: v.string() });

export const requestAtParamsSchema = v.object({ textDocument: textDocumentSchema, position: positionSchema });
export const apiKeyAtParamsSchema = requestAtParamsSchema;
export const httpEnvironmentsParamsSchema = v.object({ textDocument: textDocumentSchema });

/** The environments that a person can choose from for a document's variables. */
export interface HttpEnvironmentsValue {
  environments: string[];
}

export const profileAtParamsSchema = v.object({ textDocument: textDocumentSchema, position: positionSchema });

/** The profile that applies at a position, and why. */
export interface ProfileAtValue {
  profile: string;
  source: "request" | "file" | "host" | "active";
}

export const nameProfileParamsSchema = v.object({
  textDocument: textDocumentSchema,
  position: positionSchema,
  profile: v.pipe(v.string(), notEmpty),
});

/** The header for a token in a request of a document: `Authorization`, or the one that its profile names. */
export interface Authorization {
  /** The whole header field with continuation lines, without the final line break. */
  headerRange: Range;
  valueRange: Range;
  /** As written (`Bearer`); empty if there is none. */
  scheme: string;
  /** The text after the scheme, with the file's variables expanded; absent if it is not known. */
  token?: string;
  /** It depends on variables from outside the document, such as the environment's, so it may be any secret. */
  isFromOutside?: boolean;
  /** The token's form, if another system issues such tokens. */
  foreign?: ForeignForm;
  /** The name of the variable if a reference `{{name}}` is there instead of a token. */
  variable?: string;
}

/** A form that tokens of other systems have, and Argus' have not. */
export interface ForeignForm {
  kind: "jwt" | "token";
  /** The prefix that it was recognized by: nothing secret. */
  shown: string;
}

export interface RequestAtValue {
  /** From its separator (or the start of the document) to the next one. */
  range: Range;
  /** The zero-based line of the request line. */
  requestLine: number;
  method: string;
  /** As written, including `{{variables}}`. */
  url: string;
  name?: string;
  /** The profile's name; absent if there is none. */
  profile?: string;
  /** Why: `# @argus` of the request or of the file, the host of the request, or because it is the active profile. */
  profileSource?: ProfileAtValue["source"];
  /** Where the request is sent, if that is known and the profile's tokens are not meant for it. */
  otherHost?: OtherHost;
  /**
   * The client's address in the request's `X-Forwarded-For`, without a port; `null` if only the tool that sends the
   * request can resolve it; absent without such a header.
   */
  forwardedFor?: string | null;
  authorization?: Authorization;
}

/** A host that the tokens of a request's profile are not for. */
export interface OtherHost {
  host: string;
  /** The profiles whose tokens are for it, best match first. */
  profiles: string[];
}

/**
 * How a token is written: literally, as `{{argusToken}}` with an `@argusToken` line, or as `{{$processEnv
 * ARGUS_TOKEN}}`.
 */
export type InsertStyle = "literal" | "variable" | "environment";

export const authorizeParamsSchema = v.object({
  textDocument: textDocumentSchema,
  position: absent(positionSchema),
  accessToken: v.pipe(v.string(), notEmpty),
  /**
   * Without it, each request keeps its style: the token is written to the header or variable that already contains one.
   */
  style: absent(v.picklist(["literal", "variable", "environment"])),
  /**
   * Without a position: only requests of this profile, by directive or by host; `null` means the active profile. A token
   * belongs to one profile; without this field it is written for all of them.
   */
  profile: v.optional(v.nullable(v.string())),
  /** With a position: also replaces another scheme's credentials, another system's token or a reference to one. */
  replaceOtherScheme: absent(v.boolean()),
  /**
   * With a position and a style: also removes the line of the token variable that the request referred to, if nothing
   * else in the text mentions it.
   */
  removeUnusedVariable: absent(v.boolean()),
});

export const replaceTokensParamsSchema = v.object({
  textDocument: textDocumentSchema,
  /** Of the tokens to replace: lower-case hex SHA-256 of their UTF-8. */
  digests: v.array(v.string()),
  accessToken: v.pipe(v.string(), notEmpty),
  /** Leaves alone tokens that are sent only to hosts that this profile's tokens are not for. */
  profile: absent(v.string()),
});

export const removeTokensParamsSchema = v.object({ textDocument: textDocumentSchema });

/** Edits for exactly the document version `version`. */
export interface EditsValue {
  version: number;
  edits: TextEdit[];
}

export interface RemoveTokensValue extends EditsValue {
  /** The number of headers and variables that are removed. */
  count: number;
}

/** The API key in a request's `Argus-API-Key`, and the edits that remove it from the whole document. */
export interface ApiKeyAtValue extends EditsValue {
  apiKey: string;
  requestLine: number;
  /** From `# @argus`, the request's own or the file's. */
  profile?: string;
}

export const requestProfilesParamsSchema = v.object({ textDocument: textDocumentSchema });

export const tokenProfilesParamsSchema = v.object({ textDocument: textDocumentSchema });

/** The profiles whose tokens a document carries. */
export interface TokenProfilesValue {
  /** By directive, by host, or of a known token anywhere else; each once. `null` is the active profile. */
  profiles: (string | null)[];
  /** The hosts that such requests are sent to although the profile's tokens are not for them. */
  otherHosts: { profile: string; host: string }[];
}

/** Why there are no edits; the `reason` of the error. */
export type RefusalReason =
  | typeof NOT_OPEN
  | "noRequest"
  | "noHeader"
  | "noDirective"
  | "openReference"
  | typeof OTHER_SCHEME
  | typeof OTHER_CREDENTIAL
  | "wrappedUrl"
  | "tabInCommand"
  | "variableInBody"
  | "unsafeInVariable"
  | "sharedVariable"
  | "unsafeInCommand"
  | "unsafeToken";

/**
 * Notification from the worker: settings, folders or files with variables changed, so that what it answered about a
 * document may be different now.
 */
export const FACTS_NOTIFICATION = "argus/factsChanged";

/** The `reason` for not overwriting credentials of a scheme other than Bearer. */
export const OTHER_SCHEME = "otherScheme";

/** The `reason` for not overwriting a reference that is not ours, a JWT or another system's token. */
export const OTHER_CREDENTIAL = "otherCredential";

/** The `reason` if the document is not open in the worker. */
export const NOT_OPEN = "notOpen";
