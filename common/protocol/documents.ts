/** What is asked and told of `.http` documents. */
import * as v from "valibot";
import { absent, notEmpty } from "../schema.ts";

/** As in LSP: zero-based line, UTF-16 offset in it. */
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

/** Whose profile counts at a position, and why. */
export interface ProfileAtValue {
  profile: string;
  source: "request" | "file" | "host" | "active";
}

export const nameProfileParamsSchema = v.object({
  textDocument: textDocumentSchema,
  position: positionSchema,
  profile: v.pipe(v.string(), notEmpty),
});

/** The `Authorization` header of a request in a document. */
export interface Authorization {
  /** The whole header field with its continuation lines, without the final line break. */
  headerRange: Range;
  valueRange: Range;
  /** As written (`Bearer`); empty where the value has none. */
  scheme: string;
  /** The literal after the scheme, looked up through the file's variables; absent where it is not known. */
  token?: string;
  /** The variable's name where the value is `Bearer {{name}}`. */
  variable?: string;
}

/** One request of a document. */
export interface RequestAtValue {
  /** From its separator (or the start of the document) to the next one. */
  range: Range;
  /** The zero-based line of the request line. */
  requestLine: number;
  method: string;
  /** As written, with its `{{variables}}`. */
  url: string;
  /** From `# @name`. */
  name?: string;
  /** Its profile, by name; absent where there is none. */
  profile?: string;
  /** Who says so: `# @argus` of the request or of the file, the host that it is sent to, or the active profile counts. */
  profileSource?: ProfileAtValue["source"];
  /** Where it is sent, if that is known and the profile's tokens are not for there. */
  otherHost?: OtherHost;
  authorization?: Authorization;
}

/** A host that the tokens of a request's profile are not for. */
export interface OtherHost {
  host: string;
  /** The profiles whose tokens are for it, the closest first. */
  profiles: string[];
}

/** How a token is written: itself, `{{argusToken}}` with an `@argusToken` line, or `{{$processEnv ARGUS_TOKEN}}`. */
export type InsertStyle = "literal" | "variable" | "environment";

export const authorizeParamsSchema = v.object({
  textDocument: textDocumentSchema,
  position: absent(positionSchema),
  accessToken: v.pipe(v.string(), notEmpty),
  /** Without it, the way each request is written stays: the token goes into the header or the variable that holds one. */
  style: absent(v.picklist(["literal", "variable", "environment"])),
  /**
   * Without a position: only the requests that name this profile by directive, or with `null` those that name none. A token
   * belongs to one profile; without this it is written for all of them.
   */
  profile: v.optional(v.nullable(v.string())),
  /** With a position: also in place of another scheme's credentials, another system's token or a reference to one. */
  replaceOtherScheme: absent(v.boolean()),
  /**
   * With a position and a style: the line of the token variable that the request referred to goes too, where nothing else
   * in the text names it.
   */
  removeUnusedVariable: absent(v.boolean()),
});

export const replaceTokensParamsSchema = v.object({
  textDocument: textDocumentSchema,
  /** Of the tokens that are replaced: lower-case hex SHA-256 of their UTF-8. */
  digests: v.array(v.string()),
  accessToken: v.pipe(v.string(), notEmpty),
});

export const removeTokensParamsSchema = v.object({ textDocument: textDocumentSchema });

/** Edits for exactly the document version `version`. */
export interface EditsValue {
  version: number;
  edits: TextEdit[];
}

export interface RemoveTokensValue extends EditsValue {
  /** How many headers and variables go. */
  count: number;
}

/** The API key that a request's `Argus-API-Key` holds, and the edits that take it out of the whole document. */
export interface ApiKeyAtValue extends EditsValue {
  apiKey: string;
  requestLine: number;
  /** From `# @argus`, the request's own or the file's. */
  profile?: string;
}

export const tokenProfilesParamsSchema = v.object({ textDocument: textDocumentSchema });

/** Which profiles the requests with an Argus token are for. */
export interface TokenProfilesValue {
  /** From `# @argus`, each once; `null` for requests that name none. */
  profiles: (string | null)[];
}

/** Why there are no edits: the `reason` of the error. */
export type RefusalReason =
  | typeof NOT_OPEN
  | "noRequest"
  | "noHeader"
  | "noDirective"
  | "openReference"
  | typeof OTHER_SCHEME
  | typeof OTHER_CREDENTIAL
  | "unsafeToken";

/** The `reason` of a refusal to write over credentials of another scheme than Bearer. */
export const OTHER_SCHEME = "otherScheme";

/** The `reason` of a refusal to write over a reference that is not ours, a JWT or another system's token. */
export const OTHER_CREDENTIAL = "otherCredential";

/** The `reason` where the worker does not have the document open (any more). */
export const NOT_OPEN = "notOpen";
