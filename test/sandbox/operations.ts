import { LOG_CLOUD_CLIENT } from "../../common/endpoints.ts";
import {
  activeAnswer,
  actionError,
  emptyAnswer,
  envelope,
  inactiveAnswer,
  json,
  oauthError,
  tokenAnswer,
  type Answer,
} from "./answers.ts";
import { bearerToken, header, originOf, serverOrigin, type Call } from "./call.ts";
import { refusal, type Credentials } from "./credentials.ts";
import { discoveryAnswer, type Discovery } from "./discovery.ts";
import { basicCredentials, clientNamed, isAuthentic, isClient, type Identities } from "./identities.ts";
import { CLIENT_PATH, PATHS, type Operation } from "./shape.ts";
import type { Tokens } from "./tokens.ts";

/** The input of an Argus operation. */
export interface Argus {
  who: Identities;
  tokens: Tokens;
  credentials: Credentials;
  discovery: Discovery;
  /** The answer about a client by its short name; by default an envelope. */
  clientAnswer?: ((id: string) => unknown) | undefined;
  /** `http:` or `https:`. */
  scheme: string;
  /** The answer that a cache in front of Argus sends for every token call; empty until the next one. */
  cache?: { answer?: Answer } | undefined;
}

/** Lifetime of tokens for Argus Log Cloud, in seconds. */
const LOG_CLOUD_LIFETIME = 7200;

const CLAIMS: Record<string, (who: Identities, address: string) => Record<string, unknown>> = {
  openid: () => ({}),
  profile: ({ username }) => ({ username, name: "My Name", picture: "https://portal.example/avatar/1.png" }),
  email: () => ({ email: "my.name@customer.example" }),
  groups: () => ({ groups: ["analysts", "api"] }),
  groupstring: () => ({ groupstring: JSON.stringify(["analysts", "api"]) }),
  customer: () => ({
    customer_id: 1,
    domain_id: 1,
    customer_shortname: "customer",
    customer_name: "Example Customer",
  }),
  clientip: (_who, address) => ({ client_ip: address }),
};

/** @see RFC 6749 §4.4 */
function issueToken(call: Call, argus: Argus): Answer {
  const reason = refusal(call, argus.credentials);
  if (reason !== undefined) return actionError(401, reason);
  const clientId = call.form.fields.get("client_id") ?? "";
  if (!isClient(argus.who, clientId)) return oauthError(401, "invalid_client", "Unknown client");
  const scope = call.form.fields.get("scope") ?? "openid profile";
  const isKnown = scope.split(" ").every((name) => Object.hasOwn(CLAIMS, name));
  if (!isKnown) return oauthError(400, "invalid_scope", `Known scopes are ${Object.keys(CLAIMS).join(" ")}`);
  const lifetime = clientId === LOG_CLOUD_CLIENT ? LOG_CLOUD_LIFETIME : argus.tokens.lifetime;
  if (argus.cache?.answer !== undefined) return argus.cache.answer;
  const answer = tokenAnswer(argus.tokens.issue(clientId, scope, originOf(call), lifetime), lifetime);
  if (argus.cache !== undefined) argus.cache.answer = answer;
  return answer;
}

/** The client application that authenticates a call, if its ID and secret are right. */
function clientOf(call: Call, who: Identities): { clientId: string } | undefined {
  const { fields } = call.form;
  const authorization = header(call, "authorization");
  const readings =
    authorization !== undefined
      ? basicCredentials(authorization)
      : [{ clientId: fields.get("client_id") ?? "", clientSecret: fields.get("client_secret") }];
  return readings.find((reading) => isAuthentic(who, reading));
}

/** @see RFC 7662 §2 */
function introspect(call: Call, { who, tokens }: Argus): Answer {
  const { fields } = call.form;
  const client = clientOf(call, who);
  if (client === undefined) {
    const challenge = { "WWW-Authenticate": 'Basic realm="Argus"' };
    return oauthError(401, "invalid_client", "Client authentication failed", challenge);
  }
  const token = tokens.find(fields.get("token") ?? "");
  if (token?.clientId !== client.clientId || token.address !== originOf(call)) return inactiveAnswer();
  return activeAnswer(Math.floor(token.expiresAt / 1000), token.scope, who.username);
}

/** @see OpenID Connect Core §5.3 */
function userinfo(call: Call, { who, tokens }: Argus): Answer {
  const token = tokens.find(bearerToken(call) ?? "");
  if (token === undefined) {
    const challenge = { "WWW-Authenticate": 'Bearer error="invalid_token"' };
    return oauthError(401, "invalid_token", "The access token is missing, unknown or expired", challenge);
  }
  const origin = originOf(call);
  if (token.address !== origin) {
    return actionError(403, `The session is bound to another IP address than ${origin}`);
  }
  const claims = token.scope.split(" ").map((name) => CLAIMS[name]!(who, token.address));
  return json(200, Object.assign({}, ...claims));
}

/** Argus documents the path but not the answer, so it uses the usual envelope. */
function findClient(call: Call, { who, credentials, clientAnswer }: Argus): Answer {
  const reason = refusal(call, credentials);
  if (reason !== undefined) return actionError(401, reason);
  const shortName = decodeURIComponent(call.path.slice(CLIENT_PATH.length));
  const id = clientNamed(who, shortName);
  if (id === undefined) return actionError(404, "OAuth client not found");
  const data = { id, shortName, name: "An application", authenticationMethod: "none" };
  return json(200, clientAnswer?.(id) ?? { responseCode: 200, limit: 0, messages: [], data });
}

const discover = (call: Call, { scheme, discovery }: Argus): Answer =>
  discoveryAnswer(call.path, serverOrigin(call, scheme), PATHS, discovery);

/** Only a session token gets here: `checkShape` refuses a call with an API key. */
function endSession(call: Call, { credentials }: Argus): Answer {
  const reason = refusal(call, credentials);
  if (reason !== undefined) return actionError(401, reason);
  credentials.isSessionOver = true;
  return envelope(200, []);
}

/** @see RFC 7009 §2 */
function revoke(call: Call, { who, tokens }: Argus): Answer {
  const client = clientOf(call, who);
  if (client === undefined) return oauthError(401, "invalid_client", "Client authentication failed");
  tokens.revoke(call.form.fields.get("token") ?? "");
  return emptyAnswer(200);
}

/** Answers a call whose shape has been checked. */
export const OPERATIONS: Record<Operation, (call: Call, argus: Argus) => Answer> = {
  token: issueToken,
  introspection: introspect,
  userinfo,
  session: endSession,
  revocation: revoke,
  client: findClient,
  discovery: discover,
};
