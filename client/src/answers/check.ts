import * as l10n from "@vscode/l10n";
import type { CancellationToken, LogOutputChannel } from "vscode";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Redactor } from "../../../common/redaction.ts";
import type { ForeignForm, RequestAtValue } from "../../../common/protocol/documents.ts";
import { tokenDigest } from "../../../common/digest.ts";
import type { ProfileSecrets, UsableSecrets } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import { trackLine } from "../documents/lineTracker.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { requestAt } from "../documents/requestAt.ts";
import { about, type ClientError, failure, type Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { isFromFuture } from "../session/freshness.ts";
import { type KnownToken, originIp, type RefusalFacts, userinfoFacts, whyRefused } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import type { Sessions } from "../session/session.ts";
import { expireToken } from "../tokens/expireToken.ts";
import type { SignIn } from "../tokens/signIn.ts";
import { profileForCheck, whyNotChecked } from "../tokens/tokenProvenance.ts";
import type { Worker } from "../worker/worker.ts";
import type { TokenLocation } from "./answerValidity.ts";
import { differences } from "./differences.ts";
import { answerLine } from "./answerLine.ts";
import type { InlineResults, Result } from "./inlineResults.ts";
import { profileNameOf, tokenLocationOf } from "./requestFacts.ts";
import type { ResultKind } from "./resultHover.ts";
import { introspectionSummary, oddEnd, userinfoSummary } from "./summary.ts";

const PROGRESS: Readonly<Record<ResultKind, (profile: string) => string>> = {
  introspect: (profile) => l10n.t("Argus “{0}”: introspecting the token…", profile),
  userinfo: (profile) => l10n.t("Argus “{0}”: asking for the user…", profile),
};

interface Verdict {
  good: boolean;
  active: boolean;
  /** ms since the epoch, if Argus returned a plausible one. */
  expiresAt?: number | undefined;
  summary: string;
  claims: Claims;
}

interface FoundToken {
  token: string;
  location: TokenLocation;
  foreign?: ForeignForm | undefined;
}

/** A token to check, and the known facts about it. */
interface TokenCheck extends FoundToken {
  /** With the consent that the call needs. */
  profile: Profile;
  known: KnownToken | undefined;
  /** The profile whose session the token belongs to, if any. */
  session: string | undefined;
  refusalFacts: RefusalFacts;
}

interface Dependencies {
  profileSecrets: ProfileSecrets;
  sessions: Sessions;
  signIn: SignIn;
  worker: Worker;
  warningNotifier: WarningNotifier;
  results: InlineResults;
  log: LogOutputChannel;
  redactor: Redactor;
}

/**
 * Asks Argus about the token of a request, or the session's if the request has none, and shows the answer at its
 * header.
 */
export class Checks {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async check(kind: ResultKind, target: DocumentLine): Promise<Outcome<void>> {
    const request = await requestAt(target, this.#dependencies.worker);
    if (!request.ok) return request;
    const tracked = trackLine(target.document, answerLine(target.document, request.value));
    try {
      const answer = await this.#ask(kind, request.value);
      if (!answer.ok) {
        // The earlier answer can no longer be trusted.
        if (answer.error.code !== "cancelled") this.#dependencies.results.outdateAt(target.document.uri, tracked.line);
        return answer;
      }
      // The token is no longer in the document, so there is no line to show the answer at.
      if (tracked.line === undefined) return failure("requestChanged");
      this.#dependencies.results.show(target.document, tracked.line, answer.value);
      return { ok: true, value: undefined };
    } finally {
      tracked.dispose();
    }
  }

  async #ask(kind: ResultKind, request: RequestAtValue): Promise<Outcome<Result>> {
    const profile = await this.#dependencies.signIn.profile(profileNameOf(request));
    if (!profile.ok) return profile;
    const usable = await this.#dependencies.signIn.secrets(profile.value);
    if (!usable.ok) return usable;
    const found = await this.#tokenOf(request, profile.value, usable.value.secrets);
    if (!found.ok) return about(profile.value.name, found);
    const { secrets } = usable.value;
    const clientSecret =
      kind === "userinfo" ? "" : (secrets.clientSecret ?? (await this.#clientSecret(profile.value, usable.value)));
    if (typeof clientSecret !== "string") return clientSecret;
    const subject = this.#tokenCheck(profile.value, secrets, found.value);
    const checkedAt = Date.now();
    const verdict = await logged(this.#dependencies.log, kind, profile.value.name, () =>
      withSlowProgress(PROGRESS[kind](profile.value.name), (...waiting) =>
        kind === "userinfo" ? this.#userinfo(subject, ...waiting) : this.#introspect(subject, clientSecret, ...waiting),
      ),
    );
    if (!verdict.ok) return about(profile.value.name, verdict);
    return { ok: true, value: this.#result(kind, subject, verdict.value, checkedAt) };
  }

  /** The answer, with everything it depends on. @param checkedAt ms since the epoch */
  #result(kind: ResultKind, subject: TokenCheck, verdict: Verdict, checkedAt: number): Result {
    const { profile, token, location, known, session } = subject;
    const { good, active, summary, claims } = verdict;
    // After the clock was set back, the known end is no longer this token's.
    const knownEnd = known === undefined || isFromFuture(known, checkedAt) ? undefined : known.expiresAt;
    const expiresAt = verdict.expiresAt ?? knownEnd;
    return {
      kind,
      good,
      summary,
      claims,
      subject: {
        profile: profile.name,
        location,
        digest: tokenDigest(token),
        checkedAt,
        active,
        ...(session === undefined ? {} : { session }),
        ...(expiresAt !== undefined && expiresAt > checkedAt ? { expiresAt } : {}),
      },
    };
  }

  /** Asks for the client secret. */
  async #clientSecret(profile: Profile, reason: UsableSecrets): Promise<string | Outcome<never>> {
    const entered = await this.#dependencies.signIn.enter(profile, "clientSecret", reason);
    if (!entered.ok) return entered;
    return "clientSecret" in entered.value ? entered.value.clientSecret : failure("cancelled");
  }

  #tokenCheck(profile: Profile, secrets: Secrets, { foreign, ...found }: FoundToken): TokenCheck {
    const { sessions } = this.#dependencies;
    const known = sessions.known(found.token);
    // Read before the call, so that a sign-out during the call counts.
    const owner = known?.profile ?? profile.name;
    const session = sessions.held().has(owner) ? owner : undefined;
    const forwardedFor = originIp(profile, known);
    return {
      profile: profileForCheck(profile, known, secrets),
      ...found,
      known,
      session,
      refusalFacts: { now: Date.now(), clientId: profile.clientId, forwardedFor, remote: remoteWindow(), foreign },
    };
  }

  /** The request's token; for a reference the token that Insert would use, else the session's. */
  async #tokenOf(request: RequestAtValue, profile: Profile, secrets: Secrets): Promise<Outcome<FoundToken>> {
    const location = tokenLocationOf(request);
    const token = request.authorization?.token;
    if (token !== undefined) {
      // A token from another system is sent anyway, because the person asked for it.
      const known = this.#dependencies.sessions.known(token);
      const why = whyNotChecked(request, known, profile, secrets);
      if (why !== undefined) return failure(why, profile.name);
      this.#dependencies.redactor.addToken(token);
      return { ok: true, value: { token, location: "request", foreign: request.authorization?.foreign } };
    }
    if (location === "unreadable") return failure("unresolved");
    if (location === "reference") {
      const obtained = await this.#dependencies.signIn.obtain(profile);
      return obtained.ok ? { ok: true, value: { token: obtained.value.token.accessToken, location } } : obtained;
    }
    const held = (await this.#dependencies.profileSecrets.read(profile)).secrets.token?.accessToken;
    return held === undefined ? failure("noToken") : { ok: true, value: { token: held, location } };
  }

  async #introspect(
    { profile, token, known, refusalFacts }: TokenCheck,
    clientSecret: string,
    cancellation: CancellationToken,
    onPartial: (result: unknown) => void,
  ): Promise<Outcome<Verdict>> {
    const params = { profile, token, ...(clientSecret === "" ? {} : { clientSecret }) };
    const answer = await this.#dependencies.worker.send("argus/introspect", params, cancellation, onPartial);
    if (!answer.ok) return answer;
    const { active, claims, warnings, username } = answer.value;
    this.#dependencies.warningNotifier.warn(warnings);
    if (active && username !== undefined) this.#dependencies.sessions.learn(token, { username });
    // Argus says nothing else about an inactive token, but one of ours may be explained.
    const now = Date.now();
    const why = whyRefused(known, { ...refusalFacts, now });
    if (!active) await this.#expire(known, why);
    const different = active ? differences(known, answer.value, now) : [];
    const summary = introspectionSummary(answer.value, { now, why, differences: different });
    const { expiresAt } = answer.value;
    const isOdd = active && expiresAt !== undefined && oddEnd(expiresAt, now) !== undefined;
    const good = active && different.length === 0 && !isOdd;
    return { ok: true, value: { good, active, expiresAt: isOdd ? undefined : expiresAt, summary, claims } };
  }

  async #userinfo(
    { profile, token, known, refusalFacts }: TokenCheck,
    cancellation: CancellationToken,
    onPartial: (result: unknown) => void,
  ): Promise<Outcome<Verdict>> {
    const answer = await this.#dependencies.worker.send("argus/userinfo", { profile, token }, cancellation, onPartial);
    if (!answer.ok) {
      const why = whyRefused(known, { ...refusalFacts, now: Date.now() });
      if (answer.error.reason === "tokenRefused") await this.#expire(known, why);
      return explained(answer, why, known === undefined && refusalFacts.foreign !== undefined);
    }
    const { claims, warnings } = answer.value;
    this.#dependencies.warningNotifier.warn(warnings);
    this.#dependencies.sessions.learn(token, userinfoFacts(claims));
    const summary = userinfoSummary(claims, refusalFacts.forwardedFor);
    return { ok: true, value: { good: true, active: true, summary, claims } };
  }

  /** A refused token counts as expired, unless it is refused for another reason. */
  async #expire(known: KnownToken | undefined, why: string | undefined): Promise<void> {
    if (known !== undefined && why === undefined) await expireToken(known, this.#dependencies);
  }
}

/** Adds the reason to a refusal, if there is one. @param isForeign an Argus token in its place would help */
function explained(
  answer: { ok: false; error: ClientError },
  why: string | undefined,
  isForeign: boolean,
): Outcome<never> {
  const { code, reason } = answer.error;
  if (why === undefined || (code !== "unauthorized" && code !== "forbidden")) return answer;
  const sentence = l10n.t("This token {0}.", why);
  if (isForeign) return { ok: false, error: { ...answer.error, hint: sentence, help: ["insertToken"] } };
  // The reason is known, so the hint's guess at one is left out.
  const hint = reason === "tokenRefused" ? l10n.t("Get a new token.") : answer.error.hint;
  return { ok: false, error: { ...answer.error, hint: hint === undefined ? sentence : `${sentence} ${hint}` } };
}
