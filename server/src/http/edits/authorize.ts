import * as l10n from "@vscode/l10n";
import type { ErrorCode } from "../../../../common/protocol/errors.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import { type InsertStyle, OTHER_SCHEME, type Position, type TextEdit } from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, resolveCredentials } from "../facts/authorization.ts";
import { carriesArgusToken } from "../facts/carriers.ts";
import { hasRequest } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { blockAt } from "../facts/places.ts";
import { profileOf } from "../facts/request.ts";
import { variablesOf } from "../facts/variables.ts";
import { definitionRange, removeLines } from "./lineEdits.ts";
import { keepStyle } from "./keepStyle.ts";
import { writtenToken } from "./placeholders.ts";
import { unusedVariable } from "./unusedVariable.ts";
import { writeTokens } from "./writeTokens.ts";

export interface AuthorizeOptions {
  /** Picks one request; without it, every request that already carries an Argus token or a placeholder for one. */
  position?: Position | undefined;
  accessToken: string;
  /** Without it, each request's own: see {@link keepStyle}. */
  style?: InsertStyle | undefined;
  /** Without a position: only requests of this profile by directive; empty, those that name none. */
  profile?: string | undefined;
  /** With a position: also in place of credentials of another scheme than Bearer. */
  replaceOtherScheme?: boolean | undefined;
  /** With a position and a style: also without the line of the token variable that nothing refers to any more. */
  removeUnusedVariable?: boolean | undefined;
}

/** `others`: profiles, as in the options, of requests that carry a token and were left out by it. */
export type Authorized = { edits: TextEdit[]; others?: string[] } | Refusal;

/** Why there is no edit, in one sentence that holds no secret. */
export interface Refusal {
  code: Extract<ErrorCode, "notFound" | "rejected">;
  refused: string;
  reason?: typeof OTHER_SCHEME;
}

/**
 * The edits that write a token into one request or into all that carry one. They touch only the value of the first
 * `Authorization` header, or add one directly below the request line (and the `@argusToken` line for style `variable`), or
 * the value of the variable that holds the token; where that is asked for, the line of a variable that is left over goes.
 * Applied twice they give the same text as once: what is there already is no edit.
 * @returns a refusal where there is no request at the position (`notFound`), where it takes no such header or authorizes in
 * another way, and where no header can carry the token (`rejected`)
 */
export function authorize(document: HttpDocument, options: AuthorizeOptions, held: HeldTokens): Authorized {
  const { position, accessToken, style, profile } = options;
  if (!isHeaderText(accessToken)) return unusableToken();

  const carries = carriesArgusToken(document, held, accessToken);
  const carriers = (): RequestBlock[] => document.blocks.filter(hasRequest).filter((block) => carries(block));
  let targets: RequestBlock[];
  const others = new Set<string>();
  if (position) {
    const block = blockAt(document, position.line);
    if (!hasRequest(block)) return noRequest();
    if (!block.request.acceptsHeader) return noHeader();
    if (!options.replaceOtherScheme && usesOtherScheme(document, block)) return schemeDiffers();
    if (style !== undefined && style !== "literal" && followsOpenBraces(document, block)) return openBraces();
    targets = [block];
  } else {
    targets = carriers();
    if (profile !== undefined) {
      targets = targets.filter((target) => {
        const named = profileOf(document, target) ?? "";
        if (named !== profile) others.add(named);
        return named === profile;
      });
    }
  }

  const edits =
    style === undefined
      ? keepStyle(document, carriers(), targets, accessToken)
      : writeTokens(document, targets, style, accessToken);
  const [target] = targets;
  if (options.removeUnusedVariable && position && target && style !== undefined) {
    const unused = unusedVariable(document, target, writtenToken(document, target, style, accessToken));
    if (unused) edits.push(removeLines(document, definitionRange(unused)));
  }
  return { edits, ...(profile !== undefined && { others: [...others] }) };
}

function usesOtherScheme(document: HttpDocument, target: RequestBlock): boolean {
  const header = target.request.authorization;
  if (!header) return target.request.curl?.usesOtherScheme === true;
  const written = credentialsOf(document, target, header);
  const line = target.line + target.request.line.line;
  const resolved = resolveCredentials(document, variablesOf(document), written, line);
  return !isBearer(resolved ?? written);
}

/** In a command, would a `{{…}}` in the header's place close another one that is open before it? */
function followsOpenBraces(document: HttpDocument, block: RequestBlock): boolean {
  const { curl, authorization } = block.request;
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

const noRequest = (): Refusal => ({
  code: "notFound",
  refused: l10n.t("There is no request here: put the cursor between a line such as GET https://… and the next ###."),
});
const noHeader = (): Refusal => ({
  code: "rejected",
  refused: l10n.t("A request of this kind takes no Authorization header."),
});
const openBraces = (): Refusal => ({
  code: "rejected",
  refused: l10n.t("A {{ of this command is open: close it with }} to insert a reference to a token."),
});
const schemeDiffers = (): Refusal => ({
  code: "rejected",
  reason: OTHER_SCHEME,
  refused: l10n.t(
    "The request authorizes with another scheme than Bearer: remove its Authorization header to insert a token.",
  ),
});
export const unusableToken = (): Refusal => ({
  code: "rejected",
  refused: l10n.t("The access token holds characters that a header in a .http file cannot carry."),
});
