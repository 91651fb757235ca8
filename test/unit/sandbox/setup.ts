import assert from "node:assert/strict";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/sandbox.ts";

export const TOKEN = "/authentication/v1/oauth/token";
export const USERINFO = "/authentication/v1/oauth/userinfo";
export const WHOAMI = "/app/whoami";

type Headers = Record<string, string>;

/** A sandbox for each test, and correct calls to it that a test can change. */
export class Setup {
  /** The clock of all sandboxes, in milliseconds since the epoch. */
  clock = Date.now();
  sandbox!: Sandbox;

  async start(options: SandboxOptions = {}): Promise<void> {
    this.sandbox = await this.another(options);
  }

  another(options: SandboxOptions = {}): Promise<Sandbox> {
    return startSandbox({ now: () => this.clock, ...options });
  }

  post(path: string, fields: Record<string, string>, headers: Headers = {}): Promise<Response> {
    return fetch(this.sandbox.url + path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  get(path: string, token: string, headers: Headers = {}): Promise<Response> {
    return fetch(this.sandbox.url + path, { headers: { Authorization: `Bearer ${token}`, ...headers } });
  }

  /** A token call, with the API key unless other headers are given. */
  askToken(fields: Record<string, string> = {}, headers?: Headers): Promise<Response> {
    return this.post(
      TOKEN,
      { grant_type: "client_credentials", client_id: this.sandbox.clientId, ...fields },
      headers ?? { "Argus-API-Key": this.sandbox.apiKey },
    );
  }

  async newToken(fields: Record<string, string> = {}, headers: Headers = {}): Promise<string> {
    const response = await this.askToken(fields, { "Argus-API-Key": this.sandbox.apiKey, ...headers });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  introspect(token: string, headers: Headers = {}): Promise<Response> {
    const { clientId, clientSecret } = this.sandbox;
    return this.post(TOKEN, { token, client_id: clientId, client_secret: clientSecret }, headers);
  }
}

/** A new sandbox before each test of a suite. */
export function useSandbox(options: SandboxOptions = {}): Setup {
  const setup = new Setup();
  beforeEach(() => {
    setup.clock = Date.now();
    return setup.start(options);
  });
  afterEach(() => setup.sandbox.close());
  return setup;
}

export const basic = (id: string, secret: string): Headers => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

/** The status and the first message of an Argus envelope. */
export async function refusal(pending: Promise<Response>): Promise<[number, string]> {
  const response = await pending;
  const body = (await response.json()) as { responseCode: number; messages: { message: string }[] };
  assert.equal(body.responseCode, response.status);
  return [response.status, body.messages[0]!.message];
}
