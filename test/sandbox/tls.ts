/** Servers with good and bad certificates. One process has one private authority. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { TLSSocket } from "node:tls";
import { createAuthority, selfSigned, type Authority, type ServerCertificate } from "./certificates.ts";

/** A name that no resolver knows; certificates are valid for it, so that a proxy can be given its address. */
export const TEST_HOST = "argus.example";

const HOSTS = ["localhost", "127.0.0.1", "::1", TEST_HOST];
const DAY = 86_400_000;

/** The kind of a server's certificate, for a client that trusts the private authority. */
export type CertificateKind = keyof typeof KINDS;

const KINDS = {
  /** Valid. Sent alone. */
  trusted: (ca) => ca.issue({ hosts: HOSTS }),
  /** Valid, sent with the authority's own certificate, as inspecting proxies do. */
  withRoot: (ca) => sent(ca.issue({ hosts: HOSTS }), ca),
  /** Valid through an intermediate authority, which is sent too. */
  withIntermediate: (ca) => {
    const between = ca.subordinate("Sandbox intermediate authority");
    return sent(between.issue({ hosts: HOSTS }), between);
  },
  /** The intermediate authority is not sent. */
  intermediateMissing: (ca) => ca.subordinate("Sandbox intermediate authority").issue({ hosts: HOSTS }),
  expired: (ca) => ca.issue({ hosts: HOSTS, notBefore: Date.now() - 2 * DAY, notAfter: Date.now() - DAY }),
  notYetValid: (ca) => ca.issue({ hosts: HOSTS, notBefore: Date.now() + DAY, notAfter: Date.now() + 2 * DAY }),
  /** Only for `other.example`. */
  otherHost: (ca) => ca.issue({ name: "other.example", hosts: ["other.example"] }),
  selfSigned: () => selfSigned({ hosts: HOSTS }),
} satisfies Record<string, (ca: Authority) => ServerCertificate>;

const sent = ({ cert, key }: ServerCertificate, { caPem }: Authority): ServerCertificate => ({
  cert: cert + caPem,
  key,
});

let authority: Authority | undefined;
const made = new Map<CertificateKind, ServerCertificate>();

const theAuthority = (): Authority => (authority ??= createAuthority("Sandbox authority"));

/** The certificate of the private authority in PEM, for clients to trust. */
export const caPem = (): string => theAuthority().caPem;

/** A server's certificate, created on demand. */
export function certificateOf(kind: CertificateKind): ServerCertificate {
  const certificate = made.get(kind) ?? KINDS[kind](theAuthority());
  made.set(kind, certificate);
  return certificate;
}

/** A kind of client certificate, for a server that trusts the private authority. */
export type ClientCertificateKind = "trusted" | "expired" | "selfSigned";

/** Its certificate and private key, PEM. */
export function clientCertificateOf(kind: ClientCertificateKind): ServerCertificate {
  if (kind === "selfSigned") return selfSigned({ name: "a client" });
  const past = { notBefore: Date.now() - 2 * DAY, notAfter: Date.now() - DAY };
  return theAuthority().issue({ name: "a client", ...(kind === "expired" ? past : {}) });
}

/** How a server requires a client certificate. */
export interface ClientCertificateDemand {
  /** The only TLS version that it accepts. */
  version: "TLSv1.2" | "TLSv1.3";
  /** Without a valid one, it answers with a web page, like nginx; otherwise it refuses the connection. */
  isPage?: boolean;
}

/** An HTTP server; with a kind of certificate it uses TLS. Also accepts requests without `Host`. */
export function createServer(
  tls: CertificateKind | undefined,
  listener?: RequestListener,
  demand?: ClientCertificateDemand,
): Server {
  if (tls === undefined) return createHttpServer({ requireHostHeader: false }, listener);
  const mutual = demand && {
    requestCert: true,
    rejectUnauthorized: demand.isPage !== true,
    ca: caPem(),
    minVersion: demand.version,
    maxVersion: demand.version,
  };
  const judge: RequestListener = (request, response) => {
    if (request.socket instanceof TLSSocket && request.socket.authorized) listener?.(request, response);
    else refuse(request, response);
  };
  return createHttpsServer(
    { ...certificateOf(tls), ...mutual, requireHostHeader: false },
    demand?.isPage === true ? judge : listener,
  );
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const hasOne = request.socket instanceof TLSSocket && Object.keys(request.socket.getPeerCertificate()).length > 0;
  const title = hasOne ? "400 The SSL certificate error" : "400 No required SSL certificate was sent";
  request.resume();
  response.writeHead(400, { "Content-Type": "text/html" }).end(`<html><head><title>${title}</title></head></html>`);
}
