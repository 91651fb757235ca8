import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { DiscoverValue } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { isSecure } from "../../../common/urls.ts";
import { optionalField } from "./answer.ts";
import { type CallContext, callArgus, warned } from "./call.ts";
import { webUrl } from "./endpoint.ts";
import { fail, type FailureResult } from "./failures.ts";
import { COMMON_HEADERS } from "./form.ts";
import { shortLine } from "./failures/words.ts";
import type { Call } from "./types.ts";
import { withoutTrailing } from "../../../common/withoutTrailing.ts";

const endpointSchema = v.pipe(
  v.string(),
  v.check(
    (text) => {
      const checked = webUrl(text);
      return "url" in checked && isSecure(checked.url);
    },
    () => l10n.t("must be a full https:// URL"),
  ),
);

/** @see OpenID Connect Discovery §3, RFC 8414 §2 */
const metadataSchema = v.object({
  issuer: optionalField(v.string()),
  token_endpoint: optionalField(endpointSchema),
  introspection_endpoint: optionalField(endpointSchema),
  userinfo_endpoint: optionalField(endpointSchema),
  /** RFC 8414 §2. Checked where it is used. */
  revocation_endpoint: optionalField(v.fallback(v.nullish(v.string()), undefined)),
});

type Metadata = v.InferOutput<typeof metadataSchema>;

/**
 * Reads the endpoints that a server publishes, from the first document it has. Sends no credential.
 *
 * @param url the issuer's, or that of its document; by default the profile's
 *
 * Errors: `rejected` for an unusable URL, `notFound` if there is no such document.
 *
 * @see OpenID Connect Discovery §4, RFC 8414 §3
 */
export async function discover(
  profile: Profile,
  url: string | undefined,
  context: CallContext,
): Promise<Result<DiscoverValue>> {
  const asked = issuerUrl(url ?? profile.url, profile);
  if (!asked.ok) return asked;
  const sources = documentUrls(asked.issuer);
  let refused: FailureResult | undefined;
  for (const source of sources) {
    const read = await readMetadata(source, profile, context);
    if (read.ok) return { ok: true, value: discovered(read.metadata, source, asked.issuer) };
    // If the server does not answer, the next document cannot be read either.
    if (read.error.status === undefined) return read;
    if (read.error.code !== "notFound") refused ??= read;
  }
  const tried = sources.map(({ pathname }) => pathname);
  return refused ?? fail("notFound", { profile: profile.name, host: asked.issuer.host, call: "discovery", tried });
}

function issuerUrl(text: string, { name }: Profile): { ok: true; issuer: URL } | FailureResult {
  const checked = webUrl(text);
  if ("problem" in checked) return fail("rejected", { profile: name, problem: checked.problem });
  const { origin, pathname, host } = checked.url;
  if (!isSecure(checked.url)) return fail("insecureUrl", { host, profile: name });
  const issuer = new URL(origin);
  issuer.pathname = withoutTrailing(pathname.replace(WELL_KNOWN, ""), /\//);
  return { ok: true, issuer };
}

/** People also paste the URL of the document itself, in all its forms. */
const WELL_KNOWN = /\/\.well-known\/(?:openid-configuration|oauth-authorization-server)(?=\/|$)/;

/** In the order in which they are tried: after the issuer's path as in OpenID Connect, then before it as in RFC 8414. */
function documentUrls(issuer: URL): URL[] {
  const path = issuer.pathname.replace(/\/$/, "");
  const paths = [
    `${path}/.well-known/openid-configuration`,
    `/.well-known/oauth-authorization-server${path}`,
    `/.well-known/openid-configuration${path}`,
  ];
  return [...new Set(paths)].map((each) => {
    const url = new URL(issuer);
    url.pathname = each;
    return url;
  });
}

async function readMetadata(
  url: URL,
  { name: profile }: Profile,
  context: CallContext,
): Promise<{ ok: true; metadata: Metadata } | FailureResult> {
  const call: Call = {
    name: "discovery",
    profile,
    request: { method: "GET", url, headers: { ...COMMON_HEADERS } },
    secrets: [],
  };
  const called = await callArgus(call, context, metadataSchema);
  if (!called.ok) return called;
  const { token_endpoint: token, introspection_endpoint: introspection, userinfo_endpoint: userinfo } = called.fields;
  if ([token, introspection, userinfo].some((endpoint) => typeof endpoint === "string")) {
    return { ok: true, metadata: called.fields };
  }
  const { status } = called.answer;
  return fail("badResponse", { profile, host: url.host, call: "discovery", flaw: { kind: "noEndpoints" }, status });
}

function discovered(metadata: Metadata, source: URL, asked: URL): DiscoverValue {
  const { token_endpoint: token, introspection_endpoint: introspection, userinfo_endpoint: userinfo } = metadata;
  const { revocation_endpoint: revocation } = metadata;
  return {
    source: source.href,
    ...(typeof revocation === "string" ? { revocation } : {}),
    endpoints: {
      ...(typeof token === "string" ? { token } : {}),
      ...(typeof introspection === "string" ? { introspection } : {}),
      ...(typeof userinfo === "string" ? { userinfo } : {}),
    },
    ...warned(issuerWarnings(metadata.issuer, asked)),
  };
}

/** A document must belong to its issuer (OpenID Connect Discovery §4.3, RFC 8414 §3.3); the person decides. */
function issuerWarnings(issuer: string | null | undefined, asked: URL): string[] {
  const expected = withoutSlash(asked.href);
  if (typeof issuer !== "string") return [l10n.t("The metadata names no issuer; {0} was queried.", expected)];
  if (withoutSlash(issuer) === expected) return [];
  const said = shortLine(issuer).slice(0, LONGEST_QUOTE);
  return [
    l10n.t("The metadata is for “{0}”, but {1} was queried. Use its endpoints only if you know why.", said, expected),
  ];
}

/** In UTF-16 units. */
const LONGEST_QUOTE = 200;

function withoutSlash(text: string): string {
  return withoutTrailing(text, /\//);
}
