import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import { text } from "node:stream/consumers";
import { actionError, json, type Answer } from "./answers.ts";
import { bearerToken, header, originOf, type Call } from "./call.ts";
import { caPem } from "./tls.ts";

/** The sample applications, by their paths. */
export const APPLICATIONS: Readonly<Record<string, (call: Call, application: Application) => Promise<Answer>>> = {
  "/app/whoami": whoami,
  "/app/logs": logs,
};

/** The token of its own that `/app/logs` requires. */
export const LOGS_TOKEN = "logs-0123456789abcdef";

/** Where Argus is, and an application's identity there. */
export interface Application {
  url: string;
  clientId: string;
  clientSecret: string;
}

/**
 * A client application that accepts live tokens: it asks Argus about each token, authenticating as itself, and names
 * its caller's address.
 * @see RFC 7662 §2.1
 */
async function whoami(call: Call, application: Application): Promise<Answer> {
  if (call.method !== "GET" && call.method !== "POST") {
    const refused = actionError(405, "the method must be GET or POST");
    return { ...refused, headers: { ...refused.headers, Allow: "GET, POST" } };
  }
  const token = bearerToken(call);
  if (token === undefined) return actionError(401, "The request has no header Authorization: Bearer <access token>");
  return greet(call, token, application);
}

/**
 * An application that requires two tokens, as Argus Log Cloud does: its own in `Authorization`, and one of Argus in `X-Argus-Token`. Each exactly once.
 */
async function logs(call: Call, application: Application): Promise<Answer> {
  for (const name of ["Authorization", "X-Argus-Token"]) {
    const count = call.headers[name.toLowerCase()]?.length ?? 0;
    if (count !== 1) return actionError(401, `The request has ${count} headers ${name}`);
  }
  if (bearerToken(call) !== LOGS_TOKEN) return actionError(401, "Authorization is not this application's token");
  return greet(call, header(call, "x-argus-token") ?? "", application);
}

async function greet(call: Call, token: string, { url, clientId, clientSecret }: Application): Promise<Answer> {
  const from = originOf(call);
  let answer: { active?: boolean; username?: string; scope?: string };
  try {
    const body = new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret });
    const { status, text } = await post(`${url}/authentication/v1/oauth/token`, body, { "X-Forwarded-For": from });
    if (status !== 200) return actionError(502, `Argus answered the application with status ${status}`);
    answer = JSON.parse(text) as typeof answer;
  } catch {
    return actionError(502, "The application has no answer from Argus");
  }
  if (answer.active === true) return json(200, { hello: answer.username, scope: answer.scope, from });
  return actionError(
    401,
    `The access token is not active: it is unknown, expired, of another client, or of another address than ${from}`,
  );
}

/** Posts a form; trusts only the private authority for `https:`. */
async function post(
  url: string,
  form: URLSearchParams,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const options = {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Connection: "close", ...headers },
  };
  const sent = url.startsWith("https:") ? requestTls(url, { ...options, ca: caPem() }) : request(url, options);
  sent.end(form.toString());
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await text(response) };
}
