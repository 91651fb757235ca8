import { type CancellationToken, type LogOutputChannel, ProgressLocation, window } from "vscode";
import type { Claims, IntrospectValue, Profile, RequestAtValue } from "../../server/src/protocol.ts";
import type { Credentials } from "./credentials.ts";
import { about, type ClientError, failure, type Outcome } from "./failure.ts";
import { introspectionSummary, userinfoSummary } from "./summary.ts";
import type { InlineResults } from "./inlineResults.ts";
import type { Place } from "./insertToken.ts";
import { trackLine } from "./lineTracker.ts";
import { askClientSecret } from "./prompts.ts";
import type { Tokens } from "./tokens.ts";
import type { Worker } from "./worker.ts";

export type CheckKind = "introspect" | "userinfo";

interface Verdict {
  good: boolean;
  summary: string;
  claims: Claims;
}

/** Asks Argus about the token of a request (else the held one) and shows the answer at its header. */
export class Checks {
  readonly #credentials: Credentials;
  readonly #tokens: Tokens;
  readonly #worker: Worker;
  readonly #results: InlineResults;
  readonly #log: LogOutputChannel;

  constructor(credentials: Credentials, tokens: Tokens, worker: Worker, results: InlineResults, log: LogOutputChannel) {
    this.#credentials = credentials;
    this.#tokens = tokens;
    this.#worker = worker;
    this.#results = results;
    this.#log = log;
  }

  async check(kind: CheckKind, { document, line }: Place): Promise<Outcome<void>> {
    const textDocument = { uri: document.uri.toString() };
    const request = await this.#worker.send("argus/requestAt", { textDocument, position: { line, character: 0 } });
    if (!request.ok) return request;
    if (request.value === null) return failure("noRequest");
    const tracked = trackLine(document, answerLine(request.value));
    try {
      const verdict = await this.#ask(kind, request.value);
      if (!verdict.ok) return toldApart(kind, verdict.error);
      // The answer is about a token that is no longer there: nothing to show it at.
      if (tracked.line === undefined) return failure("documentChanged");
      this.#results.show(document, tracked.line, { kind, ...verdict.value });
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  /** Asks for the client secret again, whatever is stored. */
  async setClientSecret(profile: Profile): Promise<Outcome<string>> {
    const clientSecret = await askClientSecret(profile);
    if (clientSecret === undefined) return failure("cancelled");
    await this.#credentials.update(profile, { clientSecret });
    return { ok: true, value: clientSecret };
  }

  async #ask(kind: CheckKind, request: RequestAtValue): Promise<Outcome<Verdict>> {
    const profile = await this.#tokens.profile(request.profile);
    if (!profile.ok) return profile;
    const stored = await this.#credentials.read(profile.value);
    const secrets = stored.state === "stored" ? stored.secrets : {};
    const token = request.authorization?.token ?? secrets.token?.accessToken;
    if (token === undefined) return about(profile.value.name, failure("noToken"));
    const secret =
      kind === "userinfo" || secrets.clientSecret !== undefined
        ? ({ ok: true, value: secrets.clientSecret ?? "" } as const)
        : await this.setClientSecret(profile.value);
    if (!secret.ok) return secret;
    const start = performance.now();
    const verdict = await window.withProgress(
      { location: ProgressLocation.Window, title: `Argus: ${kind}…`, cancellable: true },
      (_progress, cancellation) =>
        kind === "userinfo"
          ? this.#userinfo(profile.value, token, cancellation)
          : this.#introspect(profile.value, token, secret.value, cancellation),
    );
    const ms = Math.round(performance.now() - start);
    this.#log.info(`${kind} ${profile.value.name}: ${verdict.ok ? "ok" : verdict.error.code} in ${ms} ms`);
    return about(profile.value.name, verdict);
  }

  async #introspect(
    profile: Profile,
    token: string,
    clientSecret: string,
    cancellation: CancellationToken,
  ): Promise<Outcome<Verdict>> {
    const params = { profile, token, ...(clientSecret === "" ? {} : { clientSecret }) };
    const answer = await this.#worker.send("argus/introspect", params, cancellation);
    if (!answer.ok) return answer;
    const value: IntrospectValue = answer.value;
    const summary = introspectionSummary(value, Date.now());
    return { ok: true, value: { good: value.active, summary, claims: value.claims } };
  }

  async #userinfo(profile: Profile, token: string, cancellation: CancellationToken): Promise<Outcome<Verdict>> {
    const answer = await this.#worker.send("argus/userinfo", { profile, token }, cancellation);
    if (!answer.ok) return answer;
    const { claims } = answer.value;
    return { ok: true, value: { good: true, summary: userinfoSummary(claims), claims } };
  }
}

/** What helps against `unauthorized` depends on what was asked for. */
function toldApart(kind: CheckKind, error: ClientError): Outcome<void> {
  if (error.code !== "unauthorized") return { ok: false, error };
  return { ok: false, error: { ...error, code: kind === "introspect" ? "wrongClientSecret" : "tokenRefused" } };
}

/** The last line of the header that carries the token, else the request line. */
function answerLine({ authorization, requestLine }: RequestAtValue): number {
  return authorization?.headerRange.end.line ?? requestLine;
}
