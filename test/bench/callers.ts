import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { request } from "undici";
import type { ArgusRequests, Result } from "../../server/src/protocol.ts";
import type { Identity } from "./argus.ts";
import type { LspProcess } from "./lsp.ts";

/** Makes one token call; rejects if no token comes of it. */
export type Caller = () => Promise<void>;

export function throughWorker({ connection }: LspProcess, argus: Identity): Caller {
  const params: ArgusRequests["argus/token"]["params"] = {
    profile: { name: "bench", url: argus.url, clientId: argus.clientId },
    credential: { kind: "apiKey", apiKey: argus.apiKey },
  };
  return async () => {
    const result = await connection.sendRequest<Result<ArgusRequests["argus/token"]["value"]>>("argus/token", params);
    if (!result.ok) throw new Error(`The worker got no token: ${result.error.message}`);
  };
}

export function bareUndici(argus: Identity): Caller {
  const { url, headers, body } = tokenCall(argus);
  return async () => {
    const response = await request(url, { method: "POST", headers, body });
    expectToken(await response.body.json());
  };
}

export function nodeFetch(argus: Identity): Caller {
  const { url, headers, body } = tokenCall(argus);
  return async () => {
    const response = await fetch(url, { method: "POST", headers, body });
    expectToken(await response.json());
  };
}

/** `undefined` where there is no curl. */
export async function curlProcess(argus: Identity): Promise<Caller | undefined> {
  const run = promisify(execFile);
  const { url, headers, body } = tokenCall(argus);
  const headerArguments = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const call: Caller = async () => {
    // The person's own settings and proxies are not what is measured.
    const { stdout } = await run("curl", ["-q", "--silent", "--noproxy", "*", ...headerArguments, "--data", body, url]);
    expectToken(JSON.parse(stdout));
  };
  try {
    await run("curl", ["--version"]);
    return call;
  } catch {
    return undefined;
  }
}

function tokenCall({ url, apiKey, clientId }: Identity): {
  url: string;
  headers: Record<string, string>;
  body: string;
} {
  return {
    url: `${url}/authentication/v1/oauth/token`,
    headers: { "Argus-API-Key": apiKey, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId }).toString(),
  };
}

function expectToken(answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("access_token" in answer)) {
    throw new Error("A token call gave no token.");
  }
}
