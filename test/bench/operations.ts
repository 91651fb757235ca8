import type { ArgusRequests } from "../../common/protocol/requests.ts";
import type { Identity } from "./argus.ts";

type Calls = Pick<ArgusRequests, "argus/token" | "argus/introspect" | "argus/userinfo">;

/** A call to Argus, as requested from the worker and as made by an HTTP client. */
export interface Operation {
  name: string;
  /** The worker's request. */
  method: keyof Calls;
  params: Calls[keyof Calls]["params"];
  http: { method: "GET" | "POST"; url: string; headers: Record<string, string>; body?: string };
  /** A field that every valid answer has. */
  field: string;
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** The three calls; this also fetches the token for the other two. */
export async function operations(argus: Identity): Promise<Operation[]> {
  const { url, apiKey, clientId, clientSecret } = argus;
  const profile = { name: "bench", url, clientId };
  const tokenUrl = `${url}/authentication/v1/oauth/token`;
  const grant = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId }).toString();
  const headers = { "Argus-API-Key": apiKey, ...FORM };
  const answer = await fetch(tokenUrl, { method: "POST", headers, body: grant });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return [
    {
      name: "token",
      method: "argus/token",
      params: { profile, credential: { kind: "apiKey", apiKey } },
      http: { method: "POST", url: tokenUrl, headers, body: grant },
      field: "access_token",
    },
    {
      name: "introspection",
      method: "argus/introspect",
      params: { profile, token, clientSecret },
      http: {
        method: "POST",
        url: tokenUrl,
        headers: FORM,
        body: new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret }).toString(),
      },
      field: "active",
    },
    {
      name: "userinfo",
      method: "argus/userinfo",
      params: { profile, token },
      http: {
        method: "GET",
        url: `${url}/authentication/v1/oauth/userinfo`,
        headers: { Authorization: `Bearer ${token}` },
      },
      field: "username",
    },
  ];
}
