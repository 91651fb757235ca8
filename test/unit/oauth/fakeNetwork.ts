import type { Answered, HttpRequest, Network, NetworkFailure } from "../../../server/src/network/types.ts";

/** An answer from its decoded bytes. Other values are sent as JSON. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface FakeNetwork extends Network {
  readonly requests: HttpRequest[];
}

/** A network with one answer or failure for every call, even one that no server here can produce. */
export function fakeNetwork(outcome: FakeAnswer | NetworkFailure): FakeNetwork {
  const requests: HttpRequest[] = [];
  return {
    requests,
    warmUp: () => Promise.resolve(),
    send: (request) => {
      requests.push(request);
      return Promise.resolve("code" in outcome ? failed(outcome) : answered(outcome));
    },
  };
}

const trace = { timings: { total: 1 }, attempts: 1 };

function failed(failure: NetworkFailure): Answered {
  return { ok: false, failure, trace };
}

function answered({ status = 200, headers = {}, body = "" }: FakeAnswer): Answered {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const answer = {
    status,
    header: (name: string) => lower.get(name),
    headerNames: [...lower.keys()],
    body: typeof body === "string" ? body : JSON.stringify(body),
    receivedAt: Date.now(),
  };
  return { ok: true, answer, trace };
}
