import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import {
  type InsertStyle,
  OTHER_SCHEME,
  type Position,
  type RefusalReason,
  type TextEdit,
} from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, resolveCredentials } from "../facts/authorization.ts";
import { carriesArgusToken } from "../facts/carriers.ts";
import { withHost } from "../facts/hostedRequest.ts";
import type { ProfileSettings } from "../facts/requestProfile.ts";
import { requestAtLine, requestsOf, type RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import { keepStyle } from "./keepStyle.ts";
import { removeLines } from "./lineEdits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import { unusedVariable } from "./unusedVariable.ts";
import { writeTokens } from "./writeTokens.ts";

export interface AuthorizeOptions {
  /** Picks one request; without it, every request that already carries an Argus token or a placeholder for one. */
  position?: Position | undefined;
  accessToken: string;
  /** Without it, each request's own: see {@link keepStyle}. */
  style?: InsertStyle | undefined;
  /** Without a position: only requests of this profile, by directive or by host; `null`, those of the active one. */
  profile?: string | null | undefined;
  /** With a position: also in place of credentials of another scheme than Bearer. */
  replaceOtherScheme?: boolean | undefined;
  /** With a position and a style: also without the line of the token variable that nothing refers to any more. */
  removeUnusedVariable?: boolean | undefined;
}

export type Authorized = { edits: TextEdit[] } | Refusal;

/** Why there is no edit. */
export interface Refusal {
  refused: RefusalReason;
}

/**
 * The edits that write a token into one request or into all that carry one. They touch only the value of the first
 * `Authorization` header, or add one directly below the request line (and the `@argusToken` line for style `variable`), or
 * the value of the variable that holds the token; where that is asked for, the line of a variable that is left over goes.
 * Applied twice they give the same text as once: what is there already is no edit.
 * @returns a refusal where there is no request at the position (`notFound`), where it takes no such header or authorizes in
 * another way, and where no header can carry the token (`rejected`)
 */
export function authorize(
  document: HttpDocument,
  options: AuthorizeOptions,
  held: HeldTokens,
  settings: ProfileSettings = {},
): Authorized {
  const { position, accessToken, style, profile } = options;
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const found = position && requestAtLine(document, position.line);
  const request = found && withHost(found, settings);
  if (position && style !== undefined) {
    return authorizeRequest(request, writtenToken(style, accessToken), options);
  }

  const carriers = carriersIn(document, held, settings, accessToken);
  let targets = profile === undefined ? carriers : carriers.filter((carrier) => (carrier.profile ?? null) === profile);
  if (position) {
    if (!request) return { refused: "noRequest" };
    const refusal = refusalOf(request, options);
    if (refusal) return refusal;
    targets = [request];
  }
  if (style !== undefined) return { edits: writeTokens(targets, writtenToken(style, accessToken)) };
  return { edits: keepStyle(carriers, targets, accessToken) };
}

/** The edits that write a token, or a reference to one, into a single request. */
export function authorizeRequest(
  request: RequestView | undefined,
  token: WrittenToken,
  options: Pick<AuthorizeOptions, "replaceOtherScheme" | "removeUnusedVariable">,
): Authorized {
  if (!request) return { refused: "noRequest" };
  const refusal = refusalOf(request, options, token.style);
  if (refusal) return refusal;
  const edits = writeTokens([request], token);
  const unused = options.removeUnusedVariable ? unusedVariable(request, writtenText(request, token)) : undefined;
  if (unused) edits.push(removeLines(request.document, unused.range));
  return { edits };
}

/** The profiles of the requests that carry a token, each once; `null` for those that name none. */
export function tokenProfiles(
  document: HttpDocument,
  held: HeldTokens,
  settings: ProfileSettings = {},
): (string | null)[] {
  return [...new Set(carriersIn(document, held, settings).map(({ profile }) => profile ?? null))];
}

function carriersIn(
  document: HttpDocument,
  held: HeldTokens,
  settings: ProfileSettings,
  inserted?: string,
): RequestView[] {
  const carries = carriesArgusToken(held, inserted);
  return requestsOf(document)
    .filter((request) => carries(request))
    .map((request) => withHost(request, settings));
}

function writtenToken(style: InsertStyle, accessToken: string): WrittenToken {
  return style === "environment" ? { style } : { style, accessToken };
}

function refusalOf(
  request: RequestView,
  { replaceOtherScheme }: Pick<AuthorizeOptions, "replaceOtherScheme">,
  style?: InsertStyle,
): Refusal | undefined {
  if (!request.request.acceptsHeader) return { refused: "noHeader" };
  if (!replaceOtherScheme && usesOtherScheme(request)) return { refused: OTHER_SCHEME };
  return style !== undefined && style !== "literal" && followsOpenBraces(request)
    ? { refused: "openReference" }
    : undefined;
}

function usesOtherScheme(target: RequestView): boolean {
  const { authorization, request } = target;
  if (!authorization) return request.curl?.usesOtherScheme === true;
  const written = credentialsOf(target, authorization);
  return !isBearer(resolveCredentials(target, written) ?? written);
}

/** In a command, would a `{{…}}` in the header's place close another one that is open before it? */
function followsOpenBraces({ document, block, request: { curl, authorization } }: RequestView): boolean {
  if (!curl) return false;
  const { start, column } = authorization?.value ?? curl.optionPlace;
  const before = document.text.slice(block.offset + start - column, block.offset + start);
  return before.lastIndexOf("{{") > before.lastIndexOf("}}");
}

/**
 * A field value (RFC 9110 §5.5) that comes back from the document as it went in: no control character, nothing outside
 * Latin-1, no white space around it, and no `{{`, which the tools would replace.
 */
export function isHeaderText(value: string): boolean {
  return /^[\x20-\x7e\xa1-\xff]+$/.test(value) && value.trim() === value && !value.includes("{{");
}
