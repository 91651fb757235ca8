import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import type { InsertStyle, Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { type TokenPredicate, carriesArgusToken } from "../facts/argusTokens.ts";
import { otherCredential } from "../facts/otherCredentials.ts";
import { withHost } from "../facts/hostedRequest.ts";
import type { ProfileSettings } from "../facts/requestProfile.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { BlockView, requestAtLine, requestsOf, type RequestView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import { tokenLookup } from "../facts/analysisContext.ts";
import { holderOf, keepStyle } from "./keepStyle.ts";
import { removeAll, removeLines } from "./lineEdits.ts";
import { type WrittenToken, writtenText } from "./placeholders.ts";
import { isHeaderText, type Refusal } from "./refusals.ts";
import { replaceOccurrence } from "./replaceTokens.ts";
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
  /** With a position: also in place of credentials that are not ours, see {@link otherCredential}. */
  replaceOtherScheme?: boolean | undefined;
  /** With a position and a style: also without the line of the token variable that nothing refers to any more. */
  removeUnusedVariable?: boolean | undefined;
}

export type AuthorizeResult = { edits: TextEdit[] } | Refusal;

/**
 * The edits that write a token into one request or into all that carry one. They touch the value of the first
 * `Authorization` header, or add one directly below the request line (and the `@argusToken` line for style `variable`), or
 * the value of the variable that holds the token. Further `Authorization` headers go: tools differ in which one they send.
 * Where that is asked for, the line of a variable that is left over goes too.
 * Applied twice they give the same text as once: what is there already is no edit.
 * @returns a refusal where there is no request at the position (`notFound`), where it takes no such header or authorizes in
 * another way, and where no header can carry the token (`rejected`)
 */
export function authorize(
  document: HttpDocument,
  options: AuthorizeOptions,
  held: HeldTokens,
  settings: ProfileSettings = {},
): AuthorizeResult {
  const { position, accessToken, style } = options;
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const carries = carriesArgusToken(held, accessToken);
  const token = style && writtenToken(style, accessToken);
  const carriers = carriersIn(document, carries, settings);
  if (position) {
    const found = requestAtLine(document, position.line);
    if (!found) return { refused: "noRequest" };
    const request = withHost(found, settings);
    if (token) return authorizeRequest(request, token, carries, options);
    const edits = keepStyle(carriers, [request], accessToken);
    return refusalOf(request, carries, options) ?? { edits: [...edits, ...removeFurther(request)] };
  }
  const { profile } = options;
  const targets = carriers.filter((carrier) => profile === undefined || (carrier.profile ?? null) === profile);
  const edits = token ? writeTokens(targets, token) : keepStyle(carriers, targets, accessToken);
  // Another tool's header stays: there is no question to a person here.
  const further = targets.flatMap((target) => removeFurther(target, carries));
  const elsewhere = token || typeof profile !== "string" ? [] : tokensElsewhere(document, held, carriers);
  const replaced = elsewhere
    .filter((text) => text.known.profile === profile && text.token !== accessToken)
    .flatMap((text) => replaceOccurrence(text, accessToken) ?? []);
  return { edits: [...edits, ...further, ...replaced] };
}

/** The edits that write a token, or a reference to one, into a single request. */
export function authorizeRequest(
  request: RequestView,
  token: WrittenToken,
  carries: TokenPredicate,
  options: Pick<AuthorizeOptions, "replaceOtherScheme" | "removeUnusedVariable">,
): AuthorizeResult {
  const refusal = refusalOf(request, carries, options, token.style);
  if (refusal) return refusal;
  const edits = [...writeTokens([request], token), ...removeFurther(request)];
  const unused = options.removeUnusedVariable ? unusedVariable(request, writtenText(request, token)) : undefined;
  if (unused) edits.push(removeLines(request.document, unused.range));
  return { edits };
}

/** The profiles of the tokens in a document, each once; `null` for those of requests that name none. */
export function tokenProfiles(
  document: HttpDocument,
  held: HeldTokens,
  settings: ProfileSettings = {},
): (string | null)[] {
  const carriers = carriersIn(document, carriesArgusToken(held), settings);
  const elsewhere = tokensElsewhere(document, held, carriers).map(({ known }) => known.profile);
  return [...new Set([...carriers.map(({ profile }) => profile ?? null), ...elsewhere])];
}

function carriersIn(document: HttpDocument, carries: TokenPredicate, settings: ProfileSettings): RequestView[] {
  return requestsOf(document)
    .filter((request) => carries(request))
    .map((request) => withHost(request, settings));
}

/** The known tokens that no request's `Authorization` sends. Each is for the profile that it was fetched for. */
function tokensElsewhere(
  document: HttpDocument,
  held: HeldTokens,
  carriers: readonly RequestView[],
): TokenOccurrence[] {
  const lookup = tokenLookup({ held });
  if (held.tokens.length === 0) return [];
  const holders = new Set(carriers.map(holderOf).map((holder) => typeof holder === "object" && holder.variable));
  // A response shows what was sent.
  const records = blocksWithResponses(document, "");
  return document.blocks
    .filter((block) => !records.has(block))
    .flatMap((block) => tokenOccurrences(new BlockView(document, block), lookup))
    .filter(({ within }) => {
      if (within.kind === "definition") return !holders.has(within.definition.variable);
      return within.kind === "elsewhere";
    });
}

function writtenToken(style: InsertStyle, accessToken: string): WrittenToken {
  return style === "environment" ? { style } : { style, accessToken };
}

/** Takes away the `Authorization` headers that do not count. @param isOurs where only some may go */
function removeFurther(request: RequestView, isOurs?: TokenPredicate): TextEdit[] {
  const { document, block, furtherAuthorizations } = request;
  const further = furtherAuthorizations.filter(({ span }) => isOurs?.(request, span) ?? true);
  return removeAll(
    document,
    [],
    further.map(({ span }) => ({ block, span })),
  );
}

function refusalOf(
  request: RequestView,
  carries: TokenPredicate,
  { replaceOtherScheme }: Pick<AuthorizeOptions, "replaceOtherScheme">,
  style?: InsertStyle,
): Refusal | undefined {
  if (!request.request.acceptsHeader) return { refused: "noHeader" };
  const other = replaceOtherScheme ? undefined : otherCredential(request, carries);
  if (other) return { refused: other.reason, found: other };
  return style !== undefined && style !== "literal" && followsOpenBraces(request)
    ? { refused: "openReference" }
    : undefined;
}

/** In a command, would a `{{…}}` in the header's place close another one that is open before it? */
function followsOpenBraces({ document, block, request: { curl, authorization } }: RequestView): boolean {
  if (!curl) return false;
  const { start, column } = authorization?.value ?? curl.optionPlace;
  const before = document.text.slice(block.offset + start - column, block.offset + start);
  return before.lastIndexOf("{{") > before.lastIndexOf("}}");
}
