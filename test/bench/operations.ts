import type { ArgusRequests } from "../../common/protocol/requests.ts";
import type { Identity } from "./argus.ts";

type Calls = Pick<ArgusRequests, "argus/token" | "argus/introspect" | "argus/userinfo">;

/** One of the calls to Argus, as it is asked of the worker and as any HTTP client makes it. */
export interface Operation {
  name: string;
  /** What the worker is asked. */
  method: keyof Calls;
  params: Calls[keyof Calls]["params"];
  http: { method: "GET" | "POST"; url: string; headers: Record<string, string>; body?: string };
  /** A field without which the answer is none. */
  field: string;
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** The three calls; the token for the other two is got here. */
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
