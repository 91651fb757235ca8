import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CHECKOUT } from "./manifest.ts";
import { type Registry, rehearsalCommand } from "./registries.ts";

/** The Marketplace's answer about where its APIs are; `vsce` finds them by these ids. */
const LOCATIONS = ["e11ea35a-16fe-4b80-ab11-c4cab88a0966", "a41192c8-9525-4b58-bc86-179fa549d80d"].map((id) => ({
  id,
  area: "gallery",
  resourceName: "extensions",
  routeTemplate: "_apis/{area}/publishers/{publisherName}/{resource}/{extensionName}",
  resourceVersion: 2,
  minVersion: "1.0",
  maxVersion: "7.2",
  releasedVersion: "0.0",
}));

/**
 * Publishes a VSIX, with the registry's own program, to a server on this machine that accepts everything.
 *
 * @returns SHA-256 of each upload, in hex
 * @throws Error in one sentence, when the program fails
 */
export async function rehearse(registry: Registry, vsix: string): Promise<string[]> {
  const uploads: string[] = [];
  const server = createServer((request, response) => void answer(request, response, uploads));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [program = "", ...args] = rehearsalCommand(registry, vsix);
    const env = { ...process.env, ...registry.elsewhere(url), NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const [code] = (await once(spawn(program, args, { cwd: CHECKOUT, env, stdio: "inherit" }), "close")) as [number];
    if (code !== 0) throw new Error(`The rehearsal of publishing at ${registry.title} ended with ${code}.`);
    return uploads;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, uploads: string[]): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of request) hash.update(chunk as Buffer);
  const isUpload = request.headers["content-type"] === "application/octet-stream";
  if (isUpload) uploads.push(hash.digest("hex"));
  response.setHeader("Content-Type", "application/json");
  if (request.method === "OPTIONS") response.end(JSON.stringify({ count: LOCATIONS.length, value: LOCATIONS }));
  // The extension is not there yet.
  else if (!isUpload) response.writeHead(404).end("{}");
  else response.writeHead(201).end("{}");
}
