/** An HTTP proxy on loopback: tunnels and plain requests, with or without a login, and failing on demand. */
import { request as requestTo, STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { htmlPage, type Answer } from "./answers.ts";
import { send } from "./faults.ts";
import { listen } from "./listener.ts";
import { createServer, type CertificateKind, type ClientCertificateDemand } from "./tls.ts";

export interface ProxyOptions {
  /** Speaks TLS to its clients with this kind of certificate. */
  tls?: CertificateKind;
  /** With `tls`: also requires a certificate of the client. */
  clientCertificate?: ClientCertificateDemand;
  /** Requires Basic authentication if present. */
  login?: { username: string; password: string };
  /** The login schemes it offers in `Proxy-Authenticate`; Basic by default. */
  schemes?: string[];
  /** `host:port` in requests (without `:80`) → the real address, for names that only the proxy can resolve. */
  hosts?: Record<string, string>;
}

/** How a proxy fails. */
export type ProxyFault =
  /** 403 with an HTML page that has a title. */
  | "forbidden"
  /** 502 with such a page. */
  | "badGateway"
  /** Takes the request and never answers. */
  | "silent"
  /** Resets the connection instead of an answer. */
  | "reset"
  /** Opens the tunnel and lets nothing through. */
  | "dead"
  /** Opens the tunnel and closes it at its first bytes: in the middle of a TLS handshake. */
  | "closeInHandshake";

/** A request to the proxy. Contains its login: for assertions, not for output. */
export interface ProxyRequest {
  /** `CONNECT` for a tunnel. */
  readonly method: string;
  /** `host:port` of a tunnel, the absolute URL of anything else. */
  readonly target: string;
  /** Lower-case name → value. */
  readonly headers: IncomingMessage["headers"];
}

export interface Proxy {
  /** `http://127.0.0.1:<port>`, or `https:` with the option `tls`. Without the login. */
  readonly url: string;
  readonly requests: readonly ProxyRequest[];
  /** How many connections from clients are open, including tunnels. */
  readonly connections: number;
  /** Makes the next `times` requests fail. Faults queue up. */
  fail(fault: ProxyFault, times?: number): void;
  /** Stops, and closes tunnels at once. */
  close(): Promise<void>;
}

const FAULTY_PAGES: Partial<Record<ProxyFault, Answer>> = {
  forbidden: htmlPage(403, "Blocked by the sandbox's proxy"),
  badGateway: htmlPage(502, "The sandbox's proxy cannot reach that server"),
};
const LOGIN_PAGE = htmlPage(407, "Proxy login needed");
const ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";

/** Starts a proxy on a free port of loopback. @see RFC 9110 §9.3.6 */
export async function startProxy({
  tls,
  clientCertificate,
  login,
  schemes = ['Basic realm="Sandbox proxy"'],
  hosts = {},
}: ProxyOptions = {}): Promise<Proxy> {
  const requests: ProxyRequest[] = [];
  const faults: ProxyFault[] = [];
  const server = createServer(tls, undefined, clientCertificate);
  const listener = await listen(server);

  /** A page instead of the answer, or the fault, if any. */
  function verdict({ method = "", url = "", headers }: IncomingMessage): { page?: Answer; fault?: ProxyFault } {
    requests.push({ method, target: url, headers });
    if (login !== undefined && headers["proxy-authorization"] !== basic(login)) {
      const challenge = { "Proxy-Authenticate": schemes.join(", ") };
      return { page: { ...LOGIN_PAGE, headers: { ...LOGIN_PAGE.headers, ...challenge } } };
    }
    const fault = faults.shift();
    if (fault === undefined) return {};
    const page = FAULTY_PAGES[fault];
    return page === undefined ? { fault } : { page };
  }

  /** A host's address as the proxy knows it. */
  function resolve(authority: string): { host: string; port: number } {
    const { host } = new URL(`http://${authority}`);
    const { hostname, port } = new URL(`http://${hosts[host] ?? host}`);
    return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port === "" ? 80 : port) };
  }

  server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
    client.on("error", () => client.destroy());
    const { page, fault } = verdict(request);
    if (page !== undefined) client.end(rawAnswer(page));
    else if (fault === undefined) openTunnel(client, head, resolve(request.url ?? ""));
    else if (fault === "reset") listener.reset(client);
    else if (fault !== "silent") {
      client.write(ESTABLISHED);
      if (fault === "closeInHandshake") client.once("data", () => client.destroy());
    }
  });

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { page, fault } = verdict(request);
    const isAbsolute = URL.canParse(request.url ?? "");
    if (page !== undefined) send(page, response);
    else if (fault === "reset" || fault === "closeInHandshake") listener.reset(request.socket);
    else if (fault !== undefined) return;
    else if (isAbsolute) forward(request, response, resolve(new URL(request.url ?? "").host));
    else send(htmlPage(400, "This is a proxy"), response);
  });

  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${listener.port}`,
    requests,
    get connections() {
      return listener.connections;
    },
    fail: (fault, times = 1) => void faults.push(...Array<ProxyFault>(times).fill(fault)),
    close: () => listener.close(),
  };
}

const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

interface Place {
  host: string;
  port: number;
}

function openTunnel(client: Socket, head: Buffer, place: Place): void {
  const server = connect(place);
  let isOpen = false;
  server.once("connect", () => {
    isOpen = true;
    client.write(ESTABLISHED);
    server.write(head);
    client.pipe(server).pipe(client);
  });
  server.on("error", () => {
    if (isOpen) client.destroy();
    else client.end(rawAnswer(htmlPage(502, "The proxy cannot reach that server")));
  });
  server.once("close", () => client.destroySoon());
  client.once("close", () => server.destroy());
}

/** Forwards a request without a tunnel, except for the proxy's own headers. */
function forward(request: IncomingMessage, response: ServerResponse, place: Place): void {
  const { method, headers } = request;
  const { pathname, search } = new URL(request.url ?? "");
  const { "proxy-authorization": _login, "proxy-connection": _connection, ...rest } = headers;
  const onward = requestTo({ ...place, method, headers: rest, path: pathname + search, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => {
    if (response.headersSent) response.destroy();
    else send(htmlPage(502, "The proxy cannot reach that server"), response);
  });
  response.once("close", () => onward.destroy());
  request.pipe(onward);
}

/** The bytes of an answer, the last one on its connection. */
function rawAnswer({ status, headers, body }: Answer): string {
  const length = { "Content-Length": String(Buffer.byteLength(body)), Connection: "close" };
  const lines = Object.entries({ ...headers, ...length }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", body].join("\r\n");
}
