import type { CancellationToken, LogOutputChannel } from "vscode";
import {
  type Claims,
  isTokenPlaceholder,
  type Profile,
  type Redactor,
  type RequestAtValue,
} from "../../server/src/protocol.ts";
import { originOf } from "./credentials.ts";
import { about, type ClientError, failure, type Outcome } from "./failure.ts";
import { introspectionSummary, userinfoSummary } from "./summary.ts";
import type { InlineResults } from "./inlineResults.ts";
import { requestAt } from "./insertToken.ts";
import type { Place } from "./place.ts";
import { trackLine } from "./lineTracker.ts";
import type { Keeper } from "./keeper.ts";
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
  keeper: Keeper;
  sessions: Sessions;
  tokens: Tokens;
  worker: Worker;
  results: InlineResults;
  log: LogOutputChannel;
  redactor: Redactor;
}

/** Asks Argus about the token of a request (else the held one) and shows the answer at its header. */
export class Checks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async check(kind: CheckKind, place: Place): Promise<Outcome<void>> {
    const request = await requestAt(place, this.#parts.worker);
    if (!request.ok) return request;
    const tracked = trackLine(place.document, answerLine(request.value));
    try {
      const verdict = await this.#ask(kind, request.value);
      if (!verdict.ok) return toldApart(kind, verdict.error);
      // The answer is about a token that is no longer there: nothing to show it at.
      if (tracked.line === undefined) return failure("requestChanged");
      this.#parts.results.show(place.document, tracked.line, { kind, ...verdict.value });
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  /** Asks for the client secret again, whatever is stored. */
  async setClientSecret(profile: Profile, why?: string): Promise<Outcome<string>> {
    const clientSecret = await askClientSecret(profile, why);
    if (clientSecret === undefined) return failure("cancelled");
    await this.#parts.keeper.enter(profile, { clientSecret });
    return { ok: true, value: clientSecret };
  }

  async #ask(kind: CheckKind, request: RequestAtValue): Promise<Outcome<Verdict>> {
    const profile = await this.#parts.tokens.profile(request.profile);
    if (!profile.ok) return profile;
    const { secrets, moved } = await this.#parts.keeper.read(profile.value);
    const token = this.#tokenOf(request, profile.value, secrets.token?.accessToken);
    if (!token.ok) return about(profile.value.name, token);
    const secret =
      kind === "userinfo" || secrets.clientSecret !== undefined
        ? ({ ok: true, value: secrets.clientSecret ?? "" } as const)
        : await this.setClientSecret(profile.value, moved);
    if (!secret.ok) return secret;
    const verdict = await logged(this.#parts.log, kind, profile.value.name, () =>
      withSlowProgress(`Argus: ${kind}…`, (cancellation) =>
        kind === "userinfo"
          ? this.#userinfo(profile.value, token.value, cancellation)
          : this.#introspect(profile.value, token.value, secret.value, cancellation),
      ),
    );
    return about(profile.value.name, verdict);
  }

  /** The request's token, or the held one where the request has none or only a placeholder for it. */
  #tokenOf({ authorization }: RequestAtValue, profile: Profile, held: string | undefined): Outcome<string> {
    if (authorization?.token !== undefined) {
      const { token } = authorization;
      const from = this.#parts.sessions.known(token)?.origin;
      // Of a token that is not ours nobody knows where it is from; the person asked for it to be sent.
      if (from !== undefined && from !== originOf(profile)) return failure("tokenMoved", profile.name);
      this.#parts.redactor.add(token);
      return { ok: true, value: token };
    }
    if (authorization !== undefined && !isTokenPlaceholder(authorization.variable ?? "")) return failure("unresolved");
    return held === undefined ? failure("noToken") : { ok: true, value: held };
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
    const expiresAt = this.#parts.sessions.known(token)?.expiresAt;
    const summary = introspectionSummary({ expiresAt, ...answer.value }, Date.now());
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
