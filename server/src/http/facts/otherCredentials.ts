/** Credentials in a request that a token must not replace without asking. */
import { type ForeignForm, OTHER_CREDENTIAL, OTHER_SCHEME } from "../../../../common/protocol/documents.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { type Credentials, credentialsOf, mayBeToken, resolveCredentials } from "./authorization.ts";
import type { TokenPredicate } from "./argusTokens.ts";
import { isPlaceholder } from "./placeholderText.ts";
import type { RequestView } from "./requestView.ts";

export type OtherCredential =
  | { readonly reason: typeof OTHER_SCHEME }
  | {
      readonly reason: typeof OTHER_CREDENTIAL;
      readonly kind: "reference" | ForeignForm["kind"];
      /** The references, or the prefix of the token: nothing secret. */
      readonly shown: string;
    };

/** `myUserName/ckEg…`: a user name and a secret. */
const ARGUS_FORM = /^[^\s/{}]+\/[\w+/=.~-]{8,}$/;

const JWT = /^eyJ[\w-]*\.[\w-]+\.[\w-]*/;

/** A version of PASETO, or a name with its value such as `key=…`; the padding of a token is not a value. */
const OTHER_FORMS = /^(?:v\d\.(?:local|public)\.|[a-z][\w-]*=(?=[^=\s]))/i;

/** Token prefixes of GitHub, GitLab, Slack, Stripe, OpenAI, npm, PyPI, Google, Azure, AWS, Postman and the like. */
const OTHER_SYSTEMS =
  /^(?:gh[opsru]_|github_pat_|gl[a-z]{2,5}-|xox[a-z][-.]|PMAK-|nvapi-|r8_|EAA[A-Z]|pat-[a-z]+\d-|xapp-|[prs]k_(?:live|test)_|sk-|npm_|pypi-|ya29\.|AIza|AKIA|ASIA|EwB|hf_|gsk_|xai-|dop_v1_|doo_v1_|shp(?:at|ca|pa|ss)_|SG\.|hv[bs]\.|dapi|ATATT|figd_|lin_api_|secret_|ntn_|glsa_|glc_|NRAK-|sq0[a-z]{3}-|dckr_pat_|rubygems_|pul-|tfp_|sntry[su]_|nfp_|phc_|vercel_|cfut_|eyJ)/;

/** @param carries recognizes Argus tokens and placeholders for them */
export function otherCredential(request: RequestView, carries: TokenPredicate): OtherCredential | undefined {
  const { authorization, header, passwordOptions } = request;
  if (passwordOptions.length > 0) return { reason: OTHER_SCHEME };
  if (authorization === null) {
    const isOther = header.isAuthorization && request.request.curl?.usesOtherScheme === true;
    return isOther ? { reason: OTHER_SCHEME } : undefined;
  }
  for (const span of [authorization, ...request.furtherAuthorizations.map((further) => further.span)]) {
    const other = carries(request, span) ? undefined : otherIn(request, span);
    if (other) return other;
  }
  return undefined;
}

function otherIn(request: RequestView, header: HeaderSpan): OtherCredential | undefined {
  const written = credentialsOf(request, header);
  const resolved = resolveCredentials(request, written);
  if (!mayBeToken(request, resolved ?? written)) return { reason: OTHER_SCHEME };
  if (written.rest.includes("{{")) {
    const isArgus = resolved !== undefined && (ARGUS_FORM.test(resolved.rest) || isDescription(resolved.rest));
    return isArgus ? undefined : reference(written);
  }
  if (header.isVariable && isFromOutside(request, request.textOf(header.name)))
    return reference({ ...written, rest: request.textOf(header.value) });
  const foreign = foreignForm(written.rest);
  return foreign && { reason: OTHER_CREDENTIAL, ...foreign };
}

/** The form of a token whose text alone says that it is almost certainly not from Argus. */
export function foreignForm(token: string): ForeignForm | undefined {
  if (JWT.test(token)) return { kind: "jwt", shown: "eyJ" };
  const [prefix] = OTHER_SYSTEMS.exec(token) ?? OTHER_FORMS.exec(token) ?? [];
  return prefix === undefined ? undefined : { kind: "token", shown: prefix };
}

function isFromOutside(request: RequestView, text: string): boolean {
  return request.expand(text) === undefined && [...request.chain(text)].length === 0;
}

function isDescription(text: string): boolean {
  return text !== "" && isPlaceholder(text);
}

/** The longest reference to quote in a sentence, in UTF-16 units. */
const LONGEST = 80;

/** Quotes only the references: text between them may be secret. */
function reference({ scheme, rest }: Credentials): OtherCredential {
  const parts = rest
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\S+/g, "…")));
  const quoted = `${scheme} ${parts.join("")}`.trim();
  const shown = quoted.length > LONGEST ? `${quoted.slice(0, LONGEST)}…` : quoted;
  return { reason: OTHER_CREDENTIAL, kind: "reference", shown };
}
