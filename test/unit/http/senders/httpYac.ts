/** Sends requests with httpYac itself, and records on loopback what arrives. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { type Httpyac, httpyacParser, type HttpyacRegion } from "../../../bench/httpyac.ts";

/** What a server got, byte for byte. */
export interface ReceivedRequest {
  readonly method: string;
  /** As in the request line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

interface Sender extends Httpyac {
  readonly io: Httpyac["io"] & { readonly log: object };
  readonly send: (context: {
    httpFile: object;
    httpRegion: HttpyacRegion;
    variables: Record<string, unknown>;
  }) => Promise<boolean>;
}

const SILENT = Object.fromEntries(
  ["trace", "debug", "log", "info", "warn", "error", "clear"].map((level) => [level, () => undefined]),
);

/** Nothing is written down, and no cookie outlives its request. */
const CONFIG = { cookieJarEnabled: false, request: { https: { rejectUnauthorized: true } } };

export interface HttpYac extends AsyncDisposable {
  /** Of the recorder. */
  readonly origin: string;
  /**
   * Sends the request on a line.
   * @returns what arrived; `undefined` where httpYac sees no HTTP request on that line or sends none
   */
  readonly send: (
    text: string,
    line: number,
    variables?: Record<string, unknown>,
  ) => Promise<ReceivedRequest | undefined>;
}

export async function startHttpYac(): Promise<HttpYac> {
  const httpyac = httpyacParser() as Sender | undefined;
  if (!httpyac) throw new Error("httpyac is a development dependency");
  Object.assign(httpyac.io.log, SILENT);
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", rawHeaders } = request;
      const headers = rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""] as const] : [],
      );
      received.push({ method, target: url, headers, body: Buffer.concat(chunks).toString("latin1") });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    send: async (text, line, variables = {}) => {
      const files = new httpyac.store.HttpFileStore();
      const options = { workingDir: tmpdir(), config: CONFIG };
      const httpFile = await files.getOrCreate(`${tmpdir()}/sent.http`, () => Promise.resolve(text), 0, options);
      const httpRegion = httpFile.httpRegions.find(
        ({ request, symbol }) =>
          (request as { protocol?: string } | undefined)?.protocol === "HTTP" &&
          symbol.children?.some(({ kind, startLine }) => kind === "requestLine" && startLine === line),
      );
      if (!httpRegion) return undefined;
      received.length = 0;
      await httpyac.send({ httpFile, httpRegion, variables: { ...variables } });
      return received.at(-1);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
