/** A form body and its problems, which quote no values. */
export interface Form {
  fields: ReadonlyMap<string, string>;
  problems: readonly FormProblem[];
}

export interface FormProblem {
  message: string;
  field: string | null;
}

/** Names that are safe to print: in a body that is not a form, a "name" may be secret. */
const OAUTH_PARAMETERS = new Set(
  (
    "grant_type client_id client_secret scope token token_type_hint username password code code_verifier redirect_uri " +
    "refresh_token assertion client_assertion client_assertion_type audience resource"
  ).split(" "),
);

export const printable = (name: string): string | null => (OAUTH_PARAMETERS.has(name) ? name : null);

/**
 * Characters that a form serializer does not encode; `/`, `=`, `:` and non-ASCII in a value mean that it was not
 * encoded.
 */
const ENCODED = /^(?:[\w*\-.!'()~+]|%[0-9a-f]{2})*$/i;

/** Undoes form encoding; `undefined` if the escapes are not UTF-8. */
export function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

const decode = (text: string): string | undefined => (ENCODED.test(text) ? formDecode(text) : undefined);

/**
 * Parses `application/x-www-form-urlencoded` more strictly than a server must.
 * @see RFC 6749 Appendix B
 */
export function parseForm(body: string): Form {
  const fields = new Map<string, string>();
  const problems: FormProblem[] = [];
  for (const pair of body === "" ? [] : body.split("&")) {
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? undefined : decode(pair.slice(equals + 1));
    const field = printable(name ?? "");
    if (name === undefined || value === undefined) {
      problems.push({ message: `${field ?? "a field"} is not form-encoded`, field });
    } else if (fields.has(name)) {
      problems.push({ message: `${field ?? "a field"} is repeated`, field });
    } else {
      if (value === "") problems.push({ message: `${field ?? "a field"} is empty`, field });
      fields.set(name, value);
    }
  }
  return { fields, problems };
}
