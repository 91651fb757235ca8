/**
 * Headers and parameters that a profile adds to the token call, because Argus or a gateway in front of it requires
 * them. Never a secret.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { absent, headerTextSchema } from "./schema.ts";

/** RFC 9110 §5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Headers that HTTP, the form or Argus itself use for something else. */
const TAKEN_HEADERS = new Set([
  "accept",
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "date",
  "expect",
  "forwarded",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "via",
  "x-forwarded-for",
]);

/** Is it a valid header name? */
export function isHeaderName(name: string): boolean {
  return HEADER_NAME.test(name);
}

/** Is the header reserved for another purpose? */
export function isTakenHeader(name: string): boolean {
  return TAKEN_HEADERS.has(name.toLowerCase());
}

/** Parameters of the token call itself (RFC 6749 §4.4), the profile's `scope`, and the credentials of other grants. */
const OWN_PARAMETERS = new Set([
  "grant_type",
  "client_id",
  "scope",
  "code",
  "code_verifier",
  "device_code",
  "username",
]);

/**
 * Words in names of headers and parameters with credentials: `X-Auth-Token`, `client_secret`, `clientAssertion`,
 * `subject_token`, `X-Key`.
 */
const CREDENTIAL_WORD =
  /(?:^|[-_.])(?:auth|authn|authori[sz]ation|authentication|cookie2?|assertion|credentials?|dpop|otp|passcode|password|passwd|pwd|passphrase|secret|signature|session|token|jwt|bearer)(?:$|[-_.])/i;
const CREDENTIAL_KEY =
  /^(?:x[-_])?key$|(?:api|subscription|access|private|secret)[-_.]?key|(?:access|id|refresh)token|sessionid/i;

/** References that other tools would resolve: `{{x}}`, `${env:X}`, `$(command)`, `%X%`, `$x`. `%C3%A6` is not one. */
const REFERENCE = /\{\{|[$#]\s?\{|\$\(|`|<%|%(?![\dA-F]{2}%)[A-Z_]\w*%|^\$+[A-Z_]\w*$|(?:^|[${])env:/i;
/** A variable within a text, such as `prefix-$NAME`; a `$metadata` in a URL is not one. */
const VARIABLE = /\$[A-Z_][A-Z\d_]*(?![a-z])/;

/** An authentication scheme with its credentials, a JWT, a PEM file, or an API key in Argus' format (`1/2/secret`). */
const SECRET =
  /^(?:basic|bearer|digest|negotiate|ntlm)\s+\S|\beyJ[\w-]{6,}\.|-----BEGIN|^[\da-f]+\/[\da-f]+\/[^\s/]{6,}$/i;

const notTaken = v.check<string, () => string>(
  (name) => !isTakenHeader(name),
  () => l10n.t("is set by the call itself"),
);
const noCredential = v.check<string, () => string>(
  (name) => ![name, inWords(name)].some((each) => CREDENTIAL_WORD.test(each)) && !CREDENTIAL_KEY.test(name),
  () => l10n.t("would carry a credential, which belongs in the secret storage, not in settings"),
);

/** `clientSecret` as `client-Secret`. */
function inWords(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2");
}

const headerNameSchema = v.pipe(
  v.string(),
  v.check(isHeaderName, () => l10n.t("is not a valid header name; use letters, digits and “-”")),
  noCredential,
  notTaken,
);

const parameterNameSchema = v.pipe(
  v.string(),
  v.regex(/^[\w.~-]+$/, () => l10n.t("is not a valid parameter name; use letters, digits, “_” and “-”")),
  v.check(
    (name) => !OWN_PARAMETERS.has(name.toLowerCase()),
    () => l10n.t("is set by the call itself"),
  ),
  noCredential,
);

/** A text that is sent literally. */
const valueSchema = v.pipe(
  headerTextSchema,
  v.check(
    (value) => !REFERENCE.test(value) && !VARIABLE.test(value),
    () => l10n.t("must be the value itself: {0} would be sent as written", "{{…}}, ${…}, $(…), $X, %X%, env:X"),
  ),
  v.check(
    (value) => !SECRET.test(value),
    () => l10n.t("looks like a secret, which belongs in the secret storage, not in settings"),
  ),
);

export const tokenRequestSchema = v.object({
  headers: absent(
    v.pipe(
      v.record(headerNameSchema, valueSchema),
      v.check(
        (headers) =>
          new Set(Object.keys(headers).map((name) => name.toLowerCase())).size === Object.keys(headers).length,
        () => l10n.t("must not name a header twice"),
      ),
    ),
  ),
  /** A list is sent as one parameter for each of its values (RFC 8707 §2). */
  parameters: absent(v.record(parameterNameSchema, v.union([valueSchema, v.array(valueSchema)]))),
});
export type TokenRequest = v.InferOutput<typeof tokenRequestSchema>;

/** The names of all headers and parameters, for reports. */
export function namesIn({ headers = {}, parameters = {} }: TokenRequest): string[] {
  return [...Object.keys(headers), ...Object.keys(parameters)];
}

/** The parameters as they are sent: one pair for each value of a list. */
export function parametersOf({ parameters = {} }: TokenRequest): [name: string, value: string][] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
}
