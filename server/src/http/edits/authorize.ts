import { hostOf } from "../../../../common/hosts.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import type { InsertStyle, Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import { type TokenPredicate, carriesArgusToken } from "../facts/argusTokens.ts";
import { otherCredential } from "../facts/otherCredentials.ts";
import { withHost } from "../facts/hostedRequest.ts";
import { isOtherHost, type ProfileSettings } from "../facts/requestProfile.ts";
import { sentTokens } from "../facts/sentTokens.ts";
import { targetOf } from "../facts/target.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { BlockView, requestAtLine, requestsOf, type RequestView } from "../facts/requestView.ts";
import type { Block, HeaderSpan, HttpDocument } from "../parse/model.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import { tokenLookup } from "../facts/analysisContext.ts";
import { isUrlUnread } from "../facts/wrappedUrl.ts";
import { holderOf, keepStyle } from "./keepStyle.ts";
import { removeAll } from "./lineEdits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import type { EditRefusal } from "./editRefusal.ts";
import { replaceOccurrence } from "./replaceTokens.ts";
import { linesOf, type TokenEdits } from "./tokenDefinitions.ts";
import { isHeaderText, unsafeIn } from "./unsafeTokens.ts";
import { unusedVariable } from "./unusedVariable.ts";
import { writeTokens } from "./writeTokens.ts";

export interface AuthorizeOptions {
  /** Selects one request; without it, all requests that already carry an Argus token or a placeholder for one. */
  position?: Position | undefined;
  accessToken: string;
  /** Of the document. Without a position, requests with a saved response are left alone: see {@link blocksWithResponses}. */
  uri?: string | undefined;
  /** Without it, each request keeps its own style: see {@link keepStyle}. */
  style?: InsertStyle | undefined;
  /** Without a position: only requests of this profile, by directive or by host; `null` means the active profile. */
  profile?: string | null | undefined;
  /** With a position: also replaces credentials that are not ours, see {@link otherCredential}. */
  replaceOtherScheme?: boolean | undefined;
  /** With a position and a style: also removes the token variable's line if nothing refers to it any more. */
  removeUnusedVariable?: boolean | undefined;
}

export type AuthorizeResult = { edits: TextEdit[] } | EditRefusal;

/**
 * The edits that write a token into one request, or into all that carry one. They set the first header for a token,
 * or add one directly below the request line (plus the `@argusToken` line for style `variable`), or set the variable
 * that contains the token. Further headers of that name are removed, because tools differ in which one they send. On
 * request, a variable that is no longer used is removed too.
 * The edits are idempotent: text that is already right is left alone.
 * @returns a refusal if there is no request at the position (`notFound`), if it takes no such header or authorizes in
 * another way, or if no header can carry the token (`rejected`)
 */
export function authorize(
  document: HttpDocument,
  options: AuthorizeOptions,
  held: HeldTokens,
  settings: ProfileSettings = {},
): AuthorizeResult {
  const { position, accessToken, style, uri } = options;
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const carries = carriesArgusToken(held, accessToken);
  const token = style && writtenToken(style, accessToken);
  const carriers = carriersIn(document, carries, settings, uri);
  if (position) {
    const found = requestAtLine(document, position.line, settings);
    if (!found) return { refused: "noRequest" };
    const request = withHost(found);
    if (token) return authorizeRequest(request, token, carries, options);
    return refusalOf(request, carries, options) ?? finished([request], keepStyle(carriers, [request], accessToken));
  }
  const { profile } = options;
  const targets = carriers.filter((carrier) => profile === undefined || (carrier.profile ?? null) === profile);
  const written = token ? writeTokens(targets, token) : keepStyle(carriers, targets, accessToken);
  // There is no one to ask here, so headers that another tool wrote are kept.
  const { edits } = finished(targets, written, carries);
  const elsewhere =
    token || typeof profile !== "string" ? [] : tokensElsewhere(document, held, carriers, settings, uri);
  const replaced = elsewhere
    .filter((text) => text.known.profile === profile && text.token !== accessToken)
    .flatMap((text) => replaceOccurrence(text, accessToken) ?? []);
  return { edits: [...edits, ...replaced] };
}

/** The edits that write a token, or a reference to one, into one request. */
export function authorizeRequest(
  request: RequestView,
  token: WrittenToken,
  carries: TokenPredicate,
  options: Pick<AuthorizeOptions, "replaceOtherScheme" | "removeUnusedVariable">,
): AuthorizeResult {
  const refusal = refusalOf(request, carries, options, token);
  if (refusal) return refusal;
  const { edits, moved, movedHeaders } = writeTokens([request], token);
  const unused = options.removeUnusedVariable ? unusedVariable(request, writtenText(request, token)) : [];
  return finished([request], { edits, moved: [...moved, ...unused], movedHeaders });
}

/** The profiles of the tokens in a document, each once; `null` is the active profile. */
export function tokenProfiles(
  document: HttpDocument,
  held: HeldTokens,
  settings: ProfileSettings = {},
  uri?: string,
): (string | null)[] {
  const carriers = carriersIn(document, carriesArgusToken(held), settings, uri);
  const elsewhere = tokensElsewhere(document, held, carriers, settings, uri).map(({ known }) => known.profile);
  return [...new Set([...carriers.map(({ profile }) => profile ?? null), ...elsewhere])];
}

/**
 * The hosts that a refresh would send tokens to although these are not for them: in the header for a token, the token of
 * the request's own profile; anywhere else, those that replace known ones.
 */
export function otherHosts(
  document: HttpDocument,
  held: HeldTokens,
  settings: ProfileSettings,
  uri: string,
): { profile: string; host: string }[] {
  const carries = carriesArgusToken(held);
  const lookup = tokenLookup({ held });
  const records = blocksWithResponses(document, uri);
  const found = new Map<string, { profile: string; host: string }>();
  for (const request of requestsOf(document, settings)) {
    // A response records what was sent.
    if (records.has(request.block)) continue;
    const isCarrier = carries(request);
    const tokens: { profile?: string | undefined; origin?: string | undefined }[] = isCarrier
      ? [{ profile: request.chosenProfile?.name }]
      : [];
    if (held.tokens.length > 0) {
      const header = isCarrier ? request.authorization?.value : undefined;
      tokens.push(...sentTokens(request, lookup, header).flatMap(({ known }) => known ?? []));
    }
    const target = tokens.length > 0 ? targetOf(request, settings.outside)?.url : undefined;
    if (target === undefined) continue;
    const host = hostOf(target) ?? target.host;
    for (const { profile, origin } of tokens) {
      if (profile === undefined || !isOtherHost(target, profile, settings, origin)) continue;
      found.set(JSON.stringify([profile, host]), { profile, host });
    }
  }
  return [...found.values()];
}

function carriersIn(
  document: HttpDocument,
  carries: TokenPredicate,
  settings: ProfileSettings,
  uri = "",
): RequestView[] {
  const records = blocksWithResponses(document, uri);
  return requestsOf(document, settings)
    .filter((request) => !records.has(request.block) && carries(request))
    .map(withHost);
}

/**
 * The known tokens outside the headers for tokens. Each belongs to the profile that it was fetched for.
 */
function tokensElsewhere(
  document: HttpDocument,
  held: HeldTokens,
  carriers: readonly RequestView[],
  settings: ProfileSettings,
  uri = "",
): TokenOccurrence[] {
  const lookup = tokenLookup({ held });
  if (held.tokens.length === 0) return [];
  const holders = new Set(carriers.map(holderOf).map((holder) => typeof holder === "object" && holder.variable));
  const headers = new Map<Block, HeaderSpan | null>(carriers.map(({ block, authorization }) => [block, authorization]));
  const records = blocksWithResponses(document, uri);
  return document.blocks
    .filter((block) => !records.has(block))
    .flatMap((block) => {
      const holding = [...block.variables.filter((variable) => holders.has(variable)), headers.get(block)];
      const values = holding.flatMap((holder) => holder?.value ?? []);
      return tokenOccurrences(new BlockView(document, block, settings), lookup).filter(({ within }) => {
        if (within.kind === "definition") return !holders.has(within.definition.variable);
        if (within.kind === "authorization") return false;
        const at = within.found.start - block.offset;
        return !values.some(({ start, end }) => start <= at && at < end);
      });
    });
}

function writtenToken(style: InsertStyle, accessToken: string): WrittenToken {
  return { style, accessToken };
}

/**
 * Adds the removals: definitions and headers that moved, all headers for a token but the first, and passwords in place
 * of one. They are removed together, because adjacent lines must be removed as one piece.
 * @param isOurs tells which further headers to remove; without it, all of them and the passwords
 */
function finished(
  requests: readonly RequestView[],
  { edits, moved, movedHeaders }: TokenEdits,
  isOurs?: TokenPredicate,
): { edits: TextEdit[] } {
  const [first] = requests;
  if (!first) return { edits: [...edits] };
  const { document } = first;
  const further = requests.flatMap((request) =>
    request.furtherAuthorizations
      .filter(({ span }) => isOurs?.(request, span) ?? true)
      .map(({ span }) => ({ block: request.block, span })),
  );
  const users = isOurs
    ? []
    : requests.flatMap((request) =>
        // A new header took the place of the first.
        request.passwordOptions
          .slice(request.authorization ? 0 : 1)
          .map((option) => ({ block: request.block, span: { field: option, option } })),
      );
  return {
    edits: [...edits, ...removeAll(document, linesOf(document, moved), [...movedHeaders, ...further, ...users])],
  };
}

function refusalOf(
  request: RequestView,
  carries: TokenPredicate,
  { replaceOtherScheme }: Pick<AuthorizeOptions, "replaceOtherScheme">,
  token?: WrittenToken,
): EditRefusal | undefined {
  const { name: header } = request.header;
  if (!request.request.acceptsHeader) return { refused: "noHeader", header };
  if (isUrlUnread(request)) return { refused: "wrappedUrl" };
  if (request.request.curl?.hasLoneTab === true) return { refused: "tabInCommand" };
  const other = replaceOtherScheme ? undefined : otherCredential(request, carries);
  if (other) return { refused: other.reason, found: other, header };
  if (!token) return undefined;
  if (token.style !== "literal" && followsOpenBraces(request)) return { refused: "openReference" };
  if (token.style === "variable" && isDefinedInBody(request)) return { refused: "variableInBody" };
  const unsafe = unsafeIn(request, token);
  return unsafe && { refused: unsafe };
}

/** In a command: would a `{{…}}` in the header's place close a pair of braces opened before it? */
function followsOpenBraces({ document, block, request: { curl, authorization } }: RequestView): boolean {
  if (!curl) return false;
  const { start, column } = authorization?.value ?? curl.optionPlace;
  const before = document.text.slice(block.offset + start - column, block.offset + start);
  return before.lastIndexOf("{{") > before.lastIndexOf("}}");
}

/** Does a line that is not a definition here, such as one in a body, define the token's variable for REST Client? */
function isDefinedInBody({ document, variables, ownProfile }: RequestView): boolean {
  const name = tokenVariable(ownProfile);
  if (!document.text.includes(`@${name}`)) return false;
  const lines = document.text.match(new RegExp(`^\\s*@${name}\\s*=`, "gm")) ?? [];
  return lines.length > variables.definitionsOf(name).length;
}
