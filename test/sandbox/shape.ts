import { envelope, type Answer, type Message } from "./answers.ts";
import { hasFormType, header, ipAddress, type Call } from "./call.ts";
import { DISCOVERY_PATHS } from "./discovery.ts";
import { printable } from "./form.ts";
import { basicCredentials } from "./identities.ts";

/** What a call asks of Argus. */
export type Operation = "token" | "introspection" | "userinfo" | "client" | "discovery" | "session" | "revocation";

/** The endpoints of Argus. It also introspects on the token URL. */
export const PATHS = {
  token: "/authentication/v1/oauth/token",
  introspection: "/oauth/introspect",
  userinfo: "/authentication/v1/oauth/userinfo",
  session: "/authentication/v1/session",
  revocation: "/oauth/revoke",
} as const;

/** The prefix of a client's address by its short name. */
export const CLIENT_PATH = "/authentication/v1/oauth/client/";

/** Identifies the operation of a call; on the token URL by `grant_type`. `undefined` for an unknown path. */
export function operationOf(call: Call): Operation | undefined {
  switch (call.path) {
    case PATHS.token:
      return call.form.fields.has("grant_type") ? "token" : "introspection";
    case PATHS.introspection:
      return "introspection";
    case PATHS.userinfo:
      return "userinfo";
    case PATHS.session:
      return "session";
    case PATHS.revocation:
      return "revocation";
    case DISCOVERY_PATHS.openid:
    case DISCOVERY_PATHS.oauth:
      return "discovery";
    default:
      return /^[^/]+$/.test(call.path.startsWith(CLIENT_PATH) ? call.path.slice(CLIENT_PATH.length) : "")
        ? "client"
        : undefined;
  }
}

/** An operation to carry out, or the problems of the call and its answer. */
export type Checked = { operation: Operation } | { refused: readonly Message[]; answer: Answer };

const refuse = (status: number, messages: readonly Message[], headers: Record<string, string> = {}): Checked => ({
  refused: messages,
  answer: envelope(status, messages, headers),
});
const about = (field: string | null, message: string): Message => ({ field, message });

/**
 * Refuses anything but a documented call of Argus, to the letter. No message quotes a value.
 *
 * @param assertionHeader lower-case name of the header that may contain a signed JWT
 */
export function checkShape(call: Call, assertionHeader?: string): Checked {
  const operation = operationOf(call);
  if (operation === undefined) return refuse(404, [about(null, "there is no such endpoint")]);
  const method = METHODS[operation];
  if (call.method !== method) return refuse(405, [about(null, `the method must be ${method}`)], { Allow: method });
  if (method === "POST" && !hasFormType(call)) {
    return refuse(415, [about(null, "Content-Type must be application/x-www-form-urlencoded, in UTF-8 if at all")]);
  }
  const credentialHeaders = [...CREDENTIAL_HEADERS, ...(assertionHeader === undefined ? [] : [assertionHeader])];
  const messages = [
    ...headerProblems(call, credentialHeaders),
    ...credentialProblems(call, operation, credentialHeaders),
    ...bodyProblems(call, operation),
  ];
  return messages.length === 0 ? { operation } : refuse(400, messages);
}

const METHODS: Record<Operation, "GET" | "POST" | "DELETE"> = {
  session: "DELETE",
  revocation: "POST",
  token: "POST",
  introspection: "POST",
  userinfo: "GET",
  client: "GET",
  discovery: "GET",
};

const CREDENTIAL_HEADERS = ["authorization", "argus-api-key", "cookie", "proxy-authorization"];
/** Those that no call to Argus has. */
const FOREIGN_HEADERS = ["cookie", "proxy-authorization"];

function headerProblems(call: Call, credentialHeaders: readonly string[]): Message[] {
  const problems: Message[] = [];
  const single = [...credentialHeaders, "host", "content-type", "x-forwarded-for"];
  for (const name of single.filter((name) => (call.headers[name]?.length ?? 0) > 1)) {
    problems.push(about(null, `the header ${name} is repeated`));
  }
  if (call.hasQuery) problems.push(about(null, "the URL must have no query"));
  if (header(call, "host") === undefined) problems.push(about(null, "Host is missing"));
  const forwarded = header(call, "x-forwarded-for");
  if (forwarded !== undefined && ipAddress(forwarded) === undefined) {
    problems.push(about(null, "X-Forwarded-For must be one IP address"));
  }
  return problems;
}

/** Requires exactly one credential of the operation's kind, and none elsewhere. */
function credentialProblems(call: Call, operation: Operation, credentialHeaders: readonly string[]): Message[] {
  const problems: Message[] = [];
  const { fields } = call.form;
  const authorization = header(call, "authorization");
  const allowed: Record<Operation, readonly string[]> = {
    token: credentialHeaders.filter((name) => !FOREIGN_HEADERS.includes(name)),
    introspection: ["authorization"],
    userinfo: ["authorization"],
    session: ["authorization"],
    revocation: ["authorization"],
    client: credentialHeaders.filter((name) => !FOREIGN_HEADERS.includes(name)),
    discovery: [],
  };
  const given = credentialHeaders.filter((name) => header(call, name) !== undefined);
  for (const name of given.filter((name) => !allowed[operation].includes(name))) {
    problems.push(about(null, `the header ${name} does not belong here`));
  }
  if (operation === "introspection" || operation === "revocation") {
    if (authorization !== undefined && basicCredentials(authorization).length === 0) {
      problems.push(about(null, "Authorization must be Basic with base64 of id:secret"));
    }
    if (authorization !== undefined && (fields.has("client_id") || fields.has("client_secret"))) {
      problems.push(about(null, "the client authenticates twice: in the header and in the body"));
    }
  } else if (operation !== "discovery" && authorization !== undefined && !/^Bearer \S+$/i.test(authorization)) {
    problems.push(about(null, "Authorization must be Bearer with one token"));
  }
  if (operation === "token" || operation === "client") {
    const count =
      given.filter((name) => allowed[operation].includes(name)).length + Number(fields.has("client_assertion"));
    if (count !== 1) problems.push(about(null, `exactly one credential is needed, there are ${count}`));
  }
  return problems;
}

/** @see RFC 7523 §2.2 */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const FIELDS: Record<Operation, { required: string[]; optional: string[] }> = {
  token: {
    required: ["grant_type", "client_id"],
    // The last two are those of RFC 8707 and of servers that came before it.
    optional: ["scope", "client_assertion", "client_assertion_type", "resource", "audience"],
  },
  introspection: { required: ["token"], optional: ["client_id", "client_secret"] },
  userinfo: { required: [], optional: [] },
  session: { required: [], optional: [] },
  revocation: { required: ["token"], optional: ["token_type_hint", "client_id", "client_secret"] },
  client: { required: [], optional: [] },
  discovery: { required: [], optional: [] },
};

function bodyProblems(call: Call, operation: Operation): Message[] {
  const { fields, problems: formProblems } = call.form;
  const { required, optional } = FIELDS[operation];
  const problems: Message[] = [...formProblems];
  const needsClientId = operation === "introspection" && header(call, "authorization") === undefined;
  for (const name of needsClientId ? [...required, "client_id"] : required) {
    // If there is an unreadable one, that is reported already.
    const isThere = fields.has(name) || formProblems.some(({ field }) => field === name);
    if (!isThere) problems.push(about(name, `${name} is missing`));
  }
  for (const name of fields.keys()) {
    if ([...required, ...optional].includes(name)) continue;
    problems.push(about(printable(name), `${printable(name) ?? "a field that is not OAuth's"} does not belong here`));
  }
  if (operation === "token" && fields.get("grant_type") !== "client_credentials") {
    problems.push(about("grant_type", "grant_type must be client_credentials"));
  }
  const [assertion, type] = [fields.get("client_assertion"), fields.get("client_assertion_type")];
  if ((assertion !== undefined || type !== undefined) && (assertion === undefined || type !== ASSERTION_TYPE)) {
    problems.push(about("client_assertion_type", `client_assertion belongs with the type ${ASSERTION_TYPE}`));
  }
  if (METHODS[operation] !== "POST" && (call.body !== "" || header(call, "content-type") !== undefined)) {
    problems.push(about(null, "there must be no body"));
  }
  return problems;
}
