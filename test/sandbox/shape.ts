import { envelope, type Answer, type Message } from "./answers.ts";
import { hasFormType, header, ipAddress, type Call } from "./call.ts";
import { printable } from "./form.ts";
import { basicCredentials } from "./identities.ts";

/** What a call asks of Argus. */
export type Operation = "token" | "introspection" | "userinfo";

const TOKEN_PATH = "/authentication/v1/oauth/token";
const INTROSPECTION_PATH = "/oauth/introspect";
const USERINFO_PATH = "/authentication/v1/oauth/userinfo";

/** Which operation a call is; on the token URL a `grant_type` tells. `undefined` for an unknown path. */
export function operationOf(call: Call): Operation | undefined {
  switch (call.path) {
    case TOKEN_PATH:
      return call.form.fields.has("grant_type") ? "token" : "introspection";
    case INTROSPECTION_PATH:
      return "introspection";
    case USERINFO_PATH:
      return "userinfo";
    default:
      return undefined;
  }
}

/** An operation that can be done, or what is wrong with the call and the answer it gets. */
export type Checked = { operation: Operation } | { refused: readonly Message[]; answer: Answer };

const refuse = (status: number, messages: readonly Message[], headers: Record<string, string> = {}): Checked => ({
  refused: messages,
  answer: envelope(status, messages, headers),
});
const about = (field: string | null, message: string): Message => ({ field, message });

/** Refuses what is not, to the letter, a call that Argus documents. No message quotes a value. */
export function checkShape(call: Call): Checked {
  const operation = operationOf(call);
  if (operation === undefined) return refuse(404, [about(null, "there is no such endpoint")]);
  const method = operation === "userinfo" ? "GET" : "POST";
  if (call.method !== method) return refuse(405, [about(null, `the method must be ${method}`)], { Allow: method });
  if (method === "POST" && !hasFormType(call)) {
    return refuse(415, [about(null, "Content-Type must be application/x-www-form-urlencoded, in UTF-8 if at all")]);
  }
  const messages = [...headerProblems(call), ...credentialProblems(call, operation), ...bodyProblems(call, operation)];
  return messages.length === 0 ? { operation } : refuse(400, messages);
}

const CREDENTIAL_HEADERS = ["authorization", "argus-api-key", "cookie", "proxy-authorization"];

function headerProblems(call: Call): Message[] {
  const problems: Message[] = [];
  const single = [...CREDENTIAL_HEADERS, "host", "content-type", "x-forwarded-for"];
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

/** Exactly one credential, of the operation's kind, and no other where it does not belong. */
function credentialProblems(call: Call, operation: Operation): Message[] {
  const problems: Message[] = [];
  const { fields } = call.form;
  const authorization = header(call, "authorization");
  const allowed = operation === "token" ? ["authorization", "argus-api-key"] : ["authorization"];
  const given = CREDENTIAL_HEADERS.filter((name) => header(call, name) !== undefined);
  for (const name of given.filter((name) => !allowed.includes(name))) {
    problems.push(about(null, `the header ${name} does not belong here`));
  }
  if (operation === "introspection") {
    if (authorization !== undefined && basicCredentials(authorization).length === 0) {
      problems.push(about(null, "Authorization must be Basic with base64 of id:secret"));
    }
    if (authorization !== undefined && (fields.has("client_id") || fields.has("client_secret"))) {
      problems.push(about(null, "the client authenticates twice: in the header and in the body"));
    }
  } else if (authorization !== undefined && !/^Bearer \S+$/i.test(authorization)) {
    problems.push(about(null, "Authorization must be Bearer with one token"));
  }
  if (operation === "token") {
    const count = given.filter((name) => allowed.includes(name)).length + Number(fields.has("client_assertion"));
    if (count !== 1) problems.push(about(null, `exactly one credential is needed, there are ${count}`));
  }
  return problems;
}

const FIELDS: Record<Operation, { required: string[]; optional: string[] }> = {
  token: {
    required: ["grant_type", "client_id"],
    optional: ["scope", "client_assertion", "client_assertion_type"],
  },
  introspection: { required: ["token"], optional: ["client_id", "client_secret"] },
  userinfo: { required: [], optional: [] },
};

function bodyProblems(call: Call, operation: Operation): Message[] {
  const { fields, problems: formProblems } = call.form;
  const { required, optional } = FIELDS[operation];
  const problems: Message[] = [...formProblems];
  const needsClientId = operation === "introspection" && header(call, "authorization") === undefined;
  for (const name of needsClientId ? [...required, "client_id"] : required) {
    // One that is there but unreadable has its problem already.
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
  if (operation === "userinfo" && (call.body !== "" || header(call, "content-type") !== undefined)) {
    problems.push(about(null, "there must be no body"));
  }
  return problems;
}
