import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { request } from "undici";
import type { Result } from "../../common/protocol/errors.ts";
import type { LspProcess } from "./lsp.ts";
import type { Operation } from "./operations.ts";

/** Makes one call; rejects if it is not answered as it should be. */
export type Caller = () => Promise<void>;

export function throughWorker({ connection }: LspProcess, { method, params }: Operation): Caller {
  return async () => {
    const result = await connection.sendRequest<Result<unknown>>(method, params);
    if (!result.ok) throw new Error(`The worker failed at ${method}: ${result.error.message}`);
  };
}

export function bareUndici({ http, field }: Operation): Caller {
  const { url, body = null, ...options } = http;
  return async () => {
    const response = await request(url, { ...options, body });
    expectField(await response.body.json(), field);
  };
}

export function nodeFetch({ http, field }: Operation): Caller {
  const { url, body = null, ...options } = http;
  return async () => {
    const response = await fetch(url, { ...options, body });
    expectField(await response.json(), field);
  };
}

/** `undefined` where there is no curl. */
export async function curlProcess({ http, field }: Operation): Promise<Caller | undefined> {
  const run = promisify(execFile);
  const { url, headers, body } = http;
  const headerArguments = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const data = body === undefined ? [] : ["--data", body];
  const call: Caller = async () => {
    // The person's own settings and proxies are not what is measured.
    const { stdout } = await run("curl", ["-q", "--silent", "--noproxy", "*", ...headerArguments, ...data, url]);
    expectField(JSON.parse(stdout), field);
  };
  try {
    await run("curl", ["--version"]);
    return call;
  } catch {
    return undefined;
  }
}

function expectField(answer: unknown, field: string): void {
  if (typeof answer !== "object" || answer === null || !(field in answer)) {
    throw new Error(`A call was not answered: ${field} is missing.`);
  }
}
