import type { CancellationToken, LogOutputChannel } from "vscode";
import type { Claims, Profile, RequestAtValue } from "../../server/src/protocol.ts";
import type { Credentials } from "./credentials.ts";
import { about, type ClientError, failure, type Outcome } from "./failure.ts";
import { introspectionSummary, userinfoSummary } from "./summary.ts";
import type { InlineResults } from "./inlineResults.ts";
import type { Place } from "./insertToken.ts";
import { trackLine } from "./lineTracker.ts";
import { logged } from "./logged.ts";
import { askClientSecret } from "./prompts.ts";
import type { Sessions } from "./session.ts";
import { withSlowProgress } from "./slowProgress.ts";
import type { Tokens } from "./tokens.ts";
import type { Worker } from "./worker.ts";

export type CheckKind = "introspect" | "userinfo";

interface Verdict {
  good: boolean;
  summary: string;
  claims: Claims;
}

/** What a check needs. */
interface Parts {
  credentials: Credentials;
  sessions: Sessions;
  tokens: Tokens;
  worker: Worker;
  results: InlineResults;
  log: LogOutputChannel;
}

/** Asks Argus about the token of a request (else the held one) and shows the answer at its header. */
export class Checks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async check(kind: CheckKind, { document, line }: Place): Promise<Outcome<void>> {
    const textDocument = { uri: document.uri.toString() };
    const request = await this.#parts.worker.send("argus/requestAt", {
      textDocument,
      position: { line, character: 0 },
    });
    if (!request.ok) return request;
    if (request.value === null) return failure("noRequest");
    const tracked = trackLine(document, answerLine(request.value));
    try {
      const verdict = await this.#ask(kind, request.value);
      if (!verdict.ok) return toldApart(kind, verdict.error);
      // The answer is about a token that is no longer there: nothing to show it at.
      if (tracked.line === undefined) return failure("documentChanged");
      this.#parts.results.show(document, tracked.line, { kind, ...verdict.value });
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  /** Asks for the client secret again, whatever is stored. */
  async setClientSecret(profile: Profile): Promise<Outcome<string>> {
    const clientSecret = await askClientSecret(profile);
    if (clientSecret === undefined) return failure("cancelled");
    await this.#parts.credentials.update(profile, { clientSecret });
    return { ok: true, value: clientSecret };
  }

  async #ask(kind: CheckKind, request: RequestAtValue): Promise<Outcome<Verdict>> {
    const profile = await this.#parts.tokens.profile(request.profile);
    if (!profile.ok) return profile;
    const stored = await this.#parts.credentials.read(profile.value);
    const secrets = stored.state === "stored" ? stored.secrets : {};
    const token = request.authorization?.token ?? secrets.token?.accessToken;
    if (token === undefined) return about(profile.value.name, failure("noToken"));
    const secret =
      kind === "userinfo" || secrets.clientSecret !== undefined
        ? ({ ok: true, value: secrets.clientSecret ?? "" } as const)
        : await this.setClientSecret(profile.value);
    if (!secret.ok) return secret;
    const verdict = await logged(this.#parts.log, kind, profile.value.name, () =>
      withSlowProgress(`Argus: ${kind}…`, (cancellation) =>
        kind === "userinfo"
          ? this.#userinfo(profile.value, token, cancellation)
          : this.#introspect(profile.value, token, secret.value, cancellation),
      ),
    );
    return about(profile.value.name, verdict);
  }

  async #introspect(
    profile: Profile,
    token: string,
    clientSecret: string,
    cancellation: CancellationToken,
  ): Promise<Outcome<Verdict>> {
    const params = { profile, token, ...(clientSecret === "" ? {} : { clientSecret }) };
    const answer = await this.#parts.worker.send("argus/introspect", params, cancellation);
    if (!answer.ok) return answer;
    const { active, claims } = answer.value;
    // Of an inactive token Argus tells nothing more; when it was one of ours, we know its end.
    const summary = introspectionSummary(
      { expiresAt: this.#parts.sessions.expiryOf(token), ...answer.value },
      Date.now(),
    );
    return { ok: true, value: { good: active, summary, claims } };
  }

  async #userinfo(profile: Profile, token: string, cancellation: CancellationToken): Promise<Outcome<Verdict>> {
    const answer = await this.#parts.worker.send("argus/userinfo", { profile, token }, cancellation);
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
