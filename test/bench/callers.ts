import { request } from "undici";
import type { Result } from "../../common/protocol/errors.ts";
import type { LspProcess } from "./lsp.ts";
import type { Operation } from "./operations.ts";

/** Makes one call; rejects if the answer is not as expected. */
export type Caller = () => Promise<void>;

export function throughWorker({ connection }: LspProcess, { method, params }: Operation): Caller {
  return async () => {
    const result = await connection.sendRequest<Result<unknown>>(method, params);
    if (!result.ok) throw new Error(`The worker failed at ${method}: ${result.error.message}`);
  };
}

/** On a connection of its own, like a token call every five minutes: neither side keeps one that long. */
export function bareUndici({ http, field }: Operation): Caller {
  const { url, body = null, ...options } = http;
  return async () => {
    const response = await request(url, { ...options, body, reset: true });
    expectField(await response.body.json(), field);
  };
}

function expectField(answer: unknown, field: string): void {
  if (typeof answer !== "object" || answer === null || !(field in answer)) {
    throw new Error(`A call was not answered: ${field} is missing.`);
  }
}
