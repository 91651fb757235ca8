import * as l10n from "@vscode/l10n";
import type { CancellationToken, LogOutputChannel } from "vscode";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { isAddress } from "../../../common/addresses.ts";
import { type RequestAtValue } from "../../../common/protocol/documents.ts";
import { isTokenPlaceholder } from "../../../common/tokenVariables.ts";
import { originOf } from "../credentials/secretStore.ts";
import { type ProfileSecrets, withConsent } from "../credentials/profileSecrets.ts";
import { trackLine } from "../documents/lineTracker.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { requestAt } from "../documents/requestAt.ts";
import { about, type ClientError, failure, type Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { type RefusalFacts, type KnownToken, originIp, whyRefused } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import type { Sessions } from "../session/session.ts";
import { generalForwardedFor } from "../settings.ts";
import type { Tokens } from "../tokens/tokens.ts";
import type { Worker } from "../worker/worker.ts";
import { differences } from "./differences.ts";
import type { InlineResults } from "./inlineResults.ts";
import type { ResultKind } from "./resultHover.ts";
import { introspectionSummary, userinfoSummary } from "./summary.ts";

const PROGRESS: Readonly<Record<ResultKind, () => string>> = {
  introspect: () => l10n.t("Argus: introspecting the token…"),
  userinfo: () => l10n.t("Argus: asking for the user…"),
};

interface Verdict {
  good: boolean;
  summary: string;
  claims: Claims;
}

/** A token to check, and what is known of it. */
interface Subject {
  /** As the call is made with it. */
  profile: Profile;
  token: string;
  known: KnownToken | undefined;
  circumstances: RefusalFacts;
}

/** What a check needs. */
interface Dependencies {
  keeper: ProfileSecrets;
  sessions: Sessions;
  tokens: Tokens;
  worker: Worker;
  warner: WarningNotifier;
  results: InlineResults;
  log: LogOutputChannel;
  redactor: Redactor;
}

/** Asks Argus about the token of a request (else the held one) and shows the answer at its header. */
export class Checks {
  readonly #parts: Dependencies;

  constructor(parts: Dependencies) {
    this.#parts = parts;
  }

  async check(kind: ResultKind, place: DocumentLine): Promise<Outcome<void>> {
    const request = await requestAt(place, this.#parts.worker);
    if (!request.ok) return request;
    const tracked = trackLine(place.document, answerLine(request.value));
    try {
      const verdict = await this.#ask(kind, request.value);
      if (!verdict.ok) return verdict;
      // The answer is about a token that is no longer there: nothing to show it at.
      if (tracked.line === undefined) return failure("requestChanged");
      this.#parts.results.show(place.document, tracked.line, { kind, ...verdict.value });
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  async #ask(kind: ResultKind, request: RequestAtValue): Promise<Outcome<Verdict>> {
    const profile = await this.#parts.tokens.profile(request.profile);
    if (!profile.ok) return profile;
    const { secrets, moved } = await this.#parts.keeper.read(profile.value);
    const token = this.#tokenOf(request, profile.value, secrets.token?.accessToken);
    if (!token.ok) return about(profile.value.name, token);
    const clientSecret =
      kind === "userinfo" ? "" : (secrets.clientSecret ?? (await this.#clientSecret(profile.value, moved)));
    if (typeof clientSecret !== "string") return clientSecret;
    const subject = this.#subject(profile.value, withConsent(profile.value, secrets), token.value);
    const verdict = await logged(this.#parts.log, kind, profile.value.name, () =>
      withSlowProgress(PROGRESS[kind](), (...waiting) =>
        kind === "userinfo" ? this.#userinfo(subject, ...waiting) : this.#introspect(subject, clientSecret, ...waiting),
      ),
    );
    return about(profile.value.name, verdict);
  }

  /** What the person now enters. */
  async #clientSecret(profile: Profile, why: string | undefined): Promise<string | Outcome<never>> {
    const entered = await this.#parts.tokens.enter(profile, "clientSecret", why);
    if (!entered.ok) return entered;
    return "clientSecret" in entered.value ? entered.value.clientSecret : failure("cancelled");
  }

  #subject(profile: Profile, consented: Profile, token: string): Subject {
    const known = this.#parts.sessions.known(token);
    const forwardedFor = originIp(profile, generalForwardedFor(), known);
    return {
      profile: forwardedFor === undefined ? consented : { ...consented, forwardedFor },
      token,
      known,
      circumstances: { now: Date.now(), clientId: profile.clientId, forwardedFor, remote: remoteWindow() },
    };
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
    { profile, token, known, circumstances }: Subject,
    clientSecret: string,
    cancellation: CancellationToken,
    onPartial: (result: unknown) => void,
  ): Promise<Outcome<Verdict>> {
    const params = { profile, token, ...(clientSecret === "" ? {} : { clientSecret }) };
    const answer = await this.#parts.worker.send("argus/introspect", params, cancellation, onPartial);
    if (!answer.ok) return answer;
    const { active, claims, warnings, username } = answer.value;
    this.#parts.warner.warn(warnings);
    // What is known stays, so that the next answer is told from it too.
    if (username !== undefined && known?.username === undefined) this.#parts.sessions.learn(token, { username });
    // Of an inactive token Argus tells nothing more; of one of ours, more is known.
    const why = whyRefused(known, { ...circumstances, now: Date.now() });
    const different = active ? differences(known, answer.value) : [];
    const summary = introspectionSummary(answer.value, { why, differences: different });
    return { ok: true, value: { good: active && different.length === 0, summary, claims } };
  }

  async #userinfo(
    { profile, token, known, circumstances }: Subject,
    cancellation: CancellationToken,
    onPartial: (result: unknown) => void,
  ): Promise<Outcome<Verdict>> {
    const answer = await this.#parts.worker.send("argus/userinfo", { profile, token }, cancellation, onPartial);
    if (!answer.ok) return explained(answer, whyRefused(known, { ...circumstances, now: Date.now() }));
    const { claims, warnings } = answer.value;
    this.#parts.warner.warn(warnings);
    const { client_ip: clientIp, username } = claims;
    this.#parts.sessions.learn(token, {
      ...(typeof clientIp === "string" && isAddress(clientIp) ? { clientIp } : {}),
      ...(typeof username === "string" ? { username } : {}),
    });
    return { ok: true, value: { good: true, summary: userinfoSummary(claims), claims } };
  }
}

/** Says why the token was refused, where it was and that is known. */
function explained(answer: { ok: false; error: ClientError }, why: string | undefined): Outcome<never> {
  const { code, hint } = answer.error;
  if (why === undefined || (code !== "unauthorized" && code !== "forbidden")) return answer;
  const sentence = l10n.t("This token {0}.", why);
  return { ok: false, error: { ...answer.error, hint: hint === undefined ? sentence : `${sentence} ${hint}` } };
}

/** The last line of the header that carries the token, else the request line. */
function answerLine({ authorization, requestLine }: RequestAtValue): number {
  return authorization?.headerRange.end.line ?? requestLine;
}
