/**
 * A local Argus for tests and demonstrations: its three documented calls, and an application that uses them. It refuses
 * any call that is not exactly right, and fails on demand.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answers.ts";
import { APPLICATIONS } from "./application.ts";
import { Assertions, type Enrolment } from "./assertions.ts";
import { readCall, type Call } from "./call.ts";
import type { Credentials, KeyLimits } from "./credentials.ts";
import type { Discovery } from "./discovery.ts";
import { FaultQueue } from "./faultQueue.ts";
import { send, sendFaulty, type Fault } from "./faults.ts";
import { createIdentities, type Identities } from "./identities.ts";
import { Journal, type RequestRecord } from "./journal.ts";
import { listen } from "./listener.ts";
import { OPERATIONS, type Argus } from "./operations.ts";
import { checkShape, operationOf, PATHS, type Operation } from "./shape.ts";
import { createServer, type CertificateKind, type ClientCertificateDemand } from "./tls.ts";
import { Tokens } from "./tokens.ts";

export type { Enrolment } from "./assertions.ts";
export type { KeyLimits } from "./credentials.ts";
export type { Discovery } from "./discovery.ts";
export type { Fault } from "./faults.ts";
export type { RequestRecord } from "./journal.ts";
export type { Operation } from "./shape.ts";

/** Values to fix beforehand; other identities are random. */
export interface SandboxOptions extends Partial<Identities> {
  /** 0, the default, for a free one. */
  port?: number;
  /** Uses TLS with this kind of certificate; clients must trust `caPem()` of `tls.ts`. */
  tls?: CertificateKind;
  /** With `tls`: also requires a certificate of the client. */
  clientCertificate?: ClientCertificateDemand;
  /** Lifetime of tokens in seconds. Default 300. */
  lifetime?: number;
  /** The header for signed JWTs, besides `Authorization: Bearer` and `client_assertion`. */
  assertionHeader?: string;
  /** The sandbox's clock (tokens, JWTs, `Date` header), in milliseconds since the epoch. */
  now?: () => number;
  /** Receives one line per call and violation, without secrets. */
  log?: (line: string) => void;
}

/** A running sandbox and its identities. */
export interface Sandbox extends Identities {
  /** `http://127.0.0.1:<port>`, or `https:` with the option `tls`. */
  readonly url: string;
  /** All calls so far, including the sample application's. */
  readonly requests: readonly RequestRecord[];
  /** Violations of the documented calls, without secrets. Tests assert that there are none. */
  readonly violations: readonly string[];
  /** The first request that matches the predicate, now or later; rejects after `timeout` ms (default 5000). */
  seen(predicate: (request: RequestRecord) => boolean, timeout?: number): Promise<RequestRecord>;
  /**
   * Makes the next `times` calls (default 1) fail: of one operation if it is named, else any. Faults queue up. The
   * shape of a call is checked all the same.
   */
  fail(fault: Fault, times?: number, operation?: Operation): void;
  /** Withdraws the faults that have not been used. */
  recover(): void;
  /** Sets the sandbox's clock (tokens, JWTs, `Date` header) this many milliseconds ahead of `now`. */
  setClock(offset: number): void;
  /** Accepts JWTs signed with the private half of this key. */
  enrol(enrolment: Enrolment): void;
  /** Limits `apiKey` from now on, replacing earlier limits. */
  limitApiKey(limits: KeyLimits): void;
  /** The discovery documents from now on; `{}` is the truth. */
  setDiscovery(discovery: Discovery): void;
  /** The answer about a client by its short name from now on, instead of the envelope. */
  setClientAnswer(answer: (id: string) => unknown): void;
  /** The lifetime of tokens from now on, in seconds. */
  setLifetime(seconds: number): void;
  /** From now on a cache in front of Argus sends the next token's answer again and again, until it is turned off. */
  cacheTokens(isCaching: boolean): void;
  /** Expires all tokens. */
  expireAll(): void;
  /** Stops, and closes open connections at once. */
  close(): Promise<void>;
}

/** Starts a sandbox on loopback. Rejects with Node's error (`EADDRINUSE`, …) if the port is not available. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    port = 0,
    tls,
    clientCertificate,
    assertionHeader,
    lifetime = 300,
    now = Date.now,
    log = () => undefined,
    ...given
  } = options;
  const who = createIdentities(given);
  const journal = new Journal();
  const violations: string[] = [];
  const faults = new FaultQueue();
  let offset = 0;
  const clock = (): number => now() + offset;
  const tokens = new Tokens(who.username, lifetime, clock);
  const scheme = tls === undefined ? "http:" : "https:";
  const assertions = new Assertions({ clock, scheme, tokenPath: PATHS.token });
  const credentials: Credentials = {
    who,
    keyLimits: {},
    assertions,
    clock,
    assertionHeader: assertionHeader?.toLowerCase(),
  };
  const argus: Argus = { who, tokens, credentials, discovery: {}, scheme };
  let closing = false;

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch((error: unknown) => {
      response.destroy();
      // A call that was cut short is not an error; anything else is a bug in the sandbox and must be visible.
      if (request.complete && !closing) throw error;
    });
  };
  const server = createServer(tls, onRequest, clientCertificate);
  const listener = await listen(server, port);
  const url = `${scheme}//127.0.0.1:${listener.port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    const record = recordOf(request, call);
    let hungUp = false;
    response.on("close", () => {
      record.status = response.headersSent ? response.statusCode : undefined;
      record.aborted = !response.writableFinished && !hungUp && !closing;
      log(`${nameOf(call)}: ${record.aborted ? "aborted by the client" : (record.status ?? "no answer")}`);
      journal.changed();
    });
    const fault = faults.take(operationOf(call));
    journal.add(record);

    const answer = await answerTo(call);
    response.setHeader("Date", new Date(clock()).toUTCString());
    if (fault === undefined) send(answer, response);
    else {
      const hangUp = (): void => {
        hungUp = true;
        response.destroy();
      };
      const reset = (): void => {
        hungUp = true;
        listener.reset(request.socket);
      };
      sendFaulty(fault, answer, { response, hangUp, reset });
    }
  }

  function answerTo(call: Call): Answer | Promise<Answer> {
    const application = APPLICATIONS[call.path];
    if (application) return application(call, { url, ...who });
    const checked = checkShape(call, credentials.assertionHeader);
    if ("operation" in checked) return OPERATIONS[checked.operation](call, argus);
    for (const { message } of checked.refused) {
      const violation = `${nameOf(call)}: ${message}`;
      violations.push(violation);
      log(`Not as documented: ${violation}`);
    }
    return checked.answer;
  }

  return {
    ...who,
    url,
    requests: journal.records,
    violations,
    seen: (predicate, timeout = 5000) => journal.seen(predicate, timeout),
    fail: (fault, times = 1, operation) => {
      faults.add(fault, times, operation);
    },
    recover: () => {
      faults.clear();
    },
    setClock: (ahead) => void (offset = ahead),
    enrol: (enrolment) => {
      assertions.enrol(enrolment);
    },
    limitApiKey: (limits) => void (credentials.keyLimits = limits),
    setDiscovery: (discovery) => void (argus.discovery = discovery),
    setClientAnswer: (answer) => void (argus.clientAnswer = answer),
    setLifetime: (seconds) => void (tokens.lifetime = seconds),
    cacheTokens: (isCaching) => void (argus.cache = isCaching ? {} : undefined),
    expireAll: () => {
      tokens.expireAll();
    },
    close: async () => {
      closing = true;
      await listener.close();
    },
  };
}

/** An unknown path is not named, because it may be secret. */
function nameOf(call: Call): string {
  const isKnown = APPLICATIONS[call.path] !== undefined || operationOf(call) !== undefined;
  return `${call.method} ${isKnown ? call.path : "(unknown path)"}`;
}

const recordOf = (request: IncomingMessage, call: Call): RequestRecord => ({
  method: call.method,
  target: request.url ?? "",
  headers: Object.fromEntries(Object.entries(call.headers).map(([name, values = []]) => [name, values.join(", ")])),
  fields: Object.fromEntries(call.form.fields),
  status: undefined,
  aborted: false,
});
