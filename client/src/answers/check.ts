import * as l10n from "@vscode/l10n";
import type { CancellationToken, LogOutputChannel, TextDocument } from "vscode";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { isAddress } from "../../../common/addresses.ts";
import { type RequestAtValue } from "../../../common/protocol/documents.ts";
import { tokenDigest } from "../../../common/digest.ts";
import { originOf } from "../credentials/binding.ts";
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
import type { SignIn } from "../tokens/signIn.ts";
import type { Worker } from "../worker/worker.ts";
import type { TokenPlace } from "./answerTruth.ts";
import { differences } from "./differences.ts";
import type { InlineResults, Result } from "./inlineResults.ts";
import { profileNameOf, tokenPlaceOf } from "./requestFacts.ts";
import type { ResultKind } from "./resultHover.ts";
import { introspectionSummary, oddEnd, userinfoSummary } from "./summary.ts";

const PROGRESS: Readonly<Record<ResultKind, (profile: string) => string>> = {
  introspect: (profile) => l10n.t("Argus “{0}”: introspecting the token…", profile),
  userinfo: (profile) => l10n.t("Argus “{0}”: asking for the user…", profile),
};

interface Verdict {
  good: boolean;
  active: boolean;
  /** ms since the epoch, where Argus told it and it can be believed. */
  expiresAt?: number | undefined;
  summary: string;
  claims: Claims;
}

interface FoundToken {
  token: string;
  place: TokenPlace;
}

/** A token to check, and what is known of it. */
interface Case extends FoundToken {
  /** As the call is made with it. */
  profile: Profile;
  known: KnownToken | undefined;
  /** The profile whose session the token lives with, if there is one. */
  session: string | undefined;
  circumstances: RefusalFacts;
}

/** What a check needs. */
interface Dependencies {
  keeper: ProfileSecrets;
  sessions: Sessions;
  signIn: SignIn;
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
    const tracked = trackLine(place.document, answerLine(place.document, request.value));
    try {
      const answer = await this.#ask(kind, request.value);
      if (!answer.ok) {
        // What was said before is not known to be so now.
        if (answer.error.code !== "cancelled") this.#parts.results.outdateAt(place.document.uri, tracked.line);
        return answer;
      }
      // The answer is about a token that is no longer there: nothing to show it at.
      if (tracked.line === undefined) return failure("requestChanged");
      this.#parts.results.show(place.document, tracked.line, answer.value);
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  async #ask(kind: ResultKind, request: RequestAtValue): Promise<Outcome<Result>> {
    const profile = await this.#parts.signIn.profile(profileNameOf(request));
    if (!profile.ok) return profile;
    const usable = await this.#parts.signIn.secrets(profile.value);
    if (!usable.ok) return usable;
    const found = await this.#tokenOf(request, profile.value);
    if (!found.ok) return about(profile.value.name, found);
    const { secrets, moved } = usable.value;
    const clientSecret =
      kind === "userinfo" ? "" : (secrets.clientSecret ?? (await this.#clientSecret(profile.value, moved)));
    if (typeof clientSecret !== "string") return clientSecret;
    const subject = this.#case(profile.value, withConsent(profile.value, secrets), found.value);
    const checkedAt = Date.now();
    const verdict = await logged(this.#parts.log, kind, profile.value.name, () =>
      withSlowProgress(PROGRESS[kind](profile.value.name), (...waiting) =>
        kind === "userinfo" ? this.#userinfo(subject, ...waiting) : this.#introspect(subject, clientSecret, ...waiting),
      ),
    );
    if (!verdict.ok) return about(profile.value.name, verdict);
    return { ok: true, value: this.#result(kind, subject, verdict.value, checkedAt) };
  }

  /** The answer, with all that it depends on. @param checkedAt ms since the epoch */
  #result(kind: ResultKind, subject: Case, verdict: Verdict, checkedAt: number): Result {
    const { profile, token, place, known, session } = subject;
    const { good, active, summary, claims } = verdict;
    const expiresAt = verdict.expiresAt ?? known?.expiresAt;
    return {
      kind,
      good,
      summary: place === "session" ? `${l10n.t("held token, not in this request")} · ${summary}` : summary,
      claims,
      subject: {
        profile: profile.name,
        place,
        digest: tokenDigest(token),
        checkedAt,
        active,
        ...(session === undefined ? {} : { session }),
        ...(expiresAt !== undefined && expiresAt > checkedAt ? { expiresAt } : {}),
      },
    };
  }

  /** What the person now enters. */
  async #clientSecret(profile: Profile, why: string | undefined): Promise<string | Outcome<never>> {
    const entered = await this.#parts.signIn.enter(profile, "clientSecret", why);
    if (!entered.ok) return entered;
    return "clientSecret" in entered.value ? entered.value.clientSecret : failure("cancelled");
  }

  #case(profile: Profile, consented: Profile, { token, place }: FoundToken): Case {
    const { sessions } = this.#parts;
    const known = sessions.known(token);
    // Before the call: a sign-out meanwhile counts.
    const owner = known?.profile ?? profile.name;
    const session = sessions.held().has(owner) ? owner : undefined;
    const forwardedFor = originIp(profile, generalForwardedFor(), known);
    return {
      profile: forwardedFor === undefined ? consented : { ...consented, forwardedFor },
      token,
      place,
      known,
      session,
      circumstances: { now: Date.now(), clientId: profile.clientId, forwardedFor, remote: remoteWindow() },
    };
  }

  /** The request's token; for a reference the one that Insert would take, else the one that is held. */
  async #tokenOf(request: RequestAtValue, profile: Profile): Promise<Outcome<FoundToken>> {
    const place = tokenPlaceOf(request);
    const token = request.authorization?.token;
    if (token !== undefined) {
      const from = this.#parts.sessions.known(token)?.origin;
      // Where another system's token is from is unknown; the person asked for it to be sent.
      if (from !== undefined && from !== originOf(profile)) return failure("tokenMoved", profile.name);
      this.#parts.redactor.add(token);
      return { ok: true, value: { token, place: "request" } };
    }
    if (place === "unreadable") return failure("unresolved");
    if (place === "reference") {
      const obtained = await this.#parts.signIn.obtain(profile);
      return obtained.ok ? { ok: true, value: { token: obtained.value.token.accessToken, place } } : obtained;
    }
    const held = (await this.#parts.keeper.read(profile)).secrets.token?.accessToken;
    return held === undefined ? failure("noToken") : { ok: true, value: { token: held, place } };
  }

  async #introspect(
    { profile, token, known, circumstances }: Case,
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
    const now = Date.now();
    const why = whyRefused(known, { ...circumstances, now });
    const different = active ? differences(known, answer.value) : [];
    const summary = introspectionSummary(answer.value, { now, why, differences: different });
    const { expiresAt } = answer.value;
    const isOdd = active && expiresAt !== undefined && oddEnd(expiresAt, now) !== undefined;
    const good = active && different.length === 0 && !isOdd;
    return { ok: true, value: { good, active, expiresAt: isOdd ? undefined : expiresAt, summary, claims } };
  }

  async #userinfo(
    { profile, token, known, circumstances }: Case,
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
    const summary = userinfoSummary(claims, circumstances.forwardedFor);
    return { ok: true, value: { good: true, active: true, summary, claims } };
  }
}

/** Says why the token was refused, where it was and that is known. */
function explained(answer: { ok: false; error: ClientError }, why: string | undefined): Outcome<never> {
  const { code, hint } = answer.error;
  if (why === undefined || (code !== "unauthorized" && code !== "forbidden")) return answer;
  const sentence = l10n.t("This token {0}.", why);
  return { ok: false, error: { ...answer.error, hint: hint === undefined ? sentence : `${sentence} ${hint}` } };
}

/** The last line of the header that carries the token, or the request line where that leaves more room beside it. */
function answerLine(document: TextDocument, { authorization, requestLine }: RequestAtValue): number {
  const line = authorization?.headerRange.end.line;
  if (line === undefined || line >= document.lineCount) return requestLine;
  const length = (at: number): number => document.lineAt(at).text.length;
  return length(requestLine) < length(line) ? requestLine : line;
}
