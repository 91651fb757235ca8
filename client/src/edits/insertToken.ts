import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import {
  type EditsValue,
  type InsertStyle,
  OTHER_CREDENTIAL,
  OTHER_SCHEME,
} from "../../../common/protocol/documents.ts";
import { editDocument } from "../documents/documentEdits.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { requestAt } from "../documents/requestAt.ts";
import { tellDone } from "../failures/doneMessage.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import { addHost } from "../profiles/addHost.ts";
import type { AgreedHosts } from "../profiles/agreedHosts.ts";
import { pickProfile } from "../profiles/pickProfile.ts";
import { activeProfileName, profileNamed, profileNames, tokenHeaderOf } from "../settings.ts";
import type { SignIn } from "../tokens/signIn.ts";
import type { ProfileToken, Tokens } from "../tokens/tokens.ts";
import type { Worker } from "../worker/worker.ts";
import { plainText } from "../../../common/plainText.ts";
import { dayTime } from "../../../common/clock.ts";
import { askAboutHost, askAboutRefresh } from "./otherHostQuestion.ts";

export interface InsertDependencies {
  signIn: SignIn;
  tokens: Pick<Tokens, "state">;
  worker: Worker;
  agreedHosts: AgreedHosts;
}

/** What the person agreed to: inserting this profile's token into a request to this host. */
interface Agreement {
  profile: string | undefined;
  host: string | undefined;
}

/** An insertion that worked. */
export interface Insertion extends ProfileToken {
  /** The text has changed. */
  isChanged: boolean;
}

/** Inserts a token into a request, which may move while the person types. */
export async function insertToken(
  target: DocumentLine,
  dependencies: InsertDependencies,
  style: InsertStyle,
): Promise<Outcome<Insertion>> {
  const agreement = await agreeOn(target, dependencies);
  if (!agreement.ok) return agreement;
  const obtained = await dependencies.signIn.obtain(agreement.value.profile);
  if (!obtained.ok) return obtained;
  const { profile, token } = obtained.value;
  const written = await write(target, agreement.value, token.accessToken, style, dependencies.worker);
  if (!written.ok) return about(profile.name, written);
  return { ok: true, value: { profile, token, isChanged: written.value } };
}

/** Tells the person what a click did, since the text did not change. */
export function sayUnchanged(
  { profile: { name }, token: { expiresAt, isEndAssumed } }: Insertion,
  style: InsertStyle,
): void {
  const end = dayTime(expiresAt, Date.now());
  const isReference = style === "environment";
  if (isEndAssumed === true) {
    tellDone(
      isReference
        ? l10n.t("The token of “{0}” that this request refers to is live until about {1}.", name, end)
        : l10n.t("This request already has the token of “{0}” that is live until about {1}.", name, end),
    );
    return;
  }
  tellDone(
    isReference
      ? l10n.t("The token of “{0}” that this request refers to is live until {1}.", name, end)
      : l10n.t("This request already has the token of “{0}” that is live until {1}.", name, end),
  );
}

/** The profile for the request; asks if its tokens are not for the request's host. */
async function agreeOn(target: DocumentLine, dependencies: InsertDependencies): Promise<Outcome<Agreement>> {
  for (;;) {
    const request = await requestAt(target, dependencies.worker);
    if (!request.ok) return request;
    const { profile, otherHost } = request.value;
    if (profile === undefined || otherHost === undefined) return { ok: true, value: { profile, host: undefined } };
    const asked = profileNamed(profile);
    if (!asked.ok) return asked;
    const agreed: Outcome<Agreement> = { ok: true, value: { profile, host: otherHost.host } };
    switch (await askAboutHost(profile, otherHost)) {
      case "cancel":
        return failure("cancelled");
      case "insert":
        return agreed;
      case "remember": {
        const added = await addHost(asked.value, otherHost.host, dependencies.agreedHosts);
        return added.ok ? agreed : added;
      }
      case "otherProfile": {
        const other = await otherThan(profile, otherHost.profiles[0], dependencies);
        if (!other.ok) return other;
        const named = await nameProfile(target, other.value, dependencies.worker);
        if (!named.ok) return named;
      }
    }
  }
}

/** Another profile: the one that fits, else one that the person picks, or adds if there is no other. */
async function otherThan(
  profile: string,
  fitting: string | undefined,
  { signIn, tokens }: InsertDependencies,
): Promise<Outcome<string>> {
  const others = profileNames().filter((name) => name !== profile);
  if (fitting === undefined && others.length === 0) {
    const added = await signIn.addProfile();
    return added.ok ? { ok: true, value: added.value.name } : added;
  }
  const other = fitting ?? (await pickProfile(others, tokens));
  return other === undefined ? failure("cancelled") : { ok: true, value: other };
}

/** Adds a directive, so that later commands use the same profile. */
async function nameProfile(target: DocumentLine, profile: string, worker: Worker): Promise<Outcome<void>> {
  const { document } = target;
  const named = await editDocument(document, async () => {
    if (target.line === undefined) return failure("requestChanged");
    const position = { line: target.line, character: 0 };
    const params = { textDocument: { uri: document.uri.toString() }, position, profile };
    const answer = await worker.send("argus/nameProfile", params);
    return answer.ok ? { ok: true, value: [answer.value] } : answer;
  });
  return named.ok ? { ok: true, value: undefined } : named;
}

/** @returns whether the text has changed */
async function write(
  target: DocumentLine,
  { profile, host }: Agreement,
  accessToken: string,
  style: InsertStyle,
  worker: Worker,
): Promise<Outcome<boolean>> {
  const { document } = target;
  let replaceOtherScheme = false;
  const written = await editDocument(document, async () => {
    const { version } = document;
    const now = await requestAt(target, worker);
    if (!now.ok) return now.error.code === "requestChanged" ? failure("documentChanged") : now;
    // The person typed a directive or another URL meanwhile, but agreed to the earlier one.
    const isOtherProfile = profile !== undefined && now.value.profile !== profile;
    if (isOtherProfile || (now.value.otherHost !== undefined && now.value.otherHost.host !== host))
      return failure("documentChanged");
    const answer = await worker.send("argus/authorize", {
      textDocument: { uri: document.uri.toString() },
      position: { line: now.value.requestLine, character: 0 },
      accessToken,
      style,
      replaceOtherScheme,
      removeUnusedVariable: true,
    });
    if (!answer.ok && (answer.error.reason === OTHER_SCHEME || answer.error.reason === OTHER_CREDENTIAL)) {
      const { name } = tokenHeaderOf(now.value.profile);
      if (!(await wantsReplacement(name, answer.error.message))) return failure("cancelled");
      replaceOtherScheme = true;
      return undefined;
    }
    if (!answer.ok) return answer;
    // Edits for a later version may be for a request other than the one that was just checked.
    return answer.value.version === version ? { ok: true, value: [answer.value] } : undefined;
  });
  return written.ok ? { ok: true, value: written.value.some(({ edits }) => edits.length > 0) } : written;
}

/** @param found the worker's sentence about what would be replaced */
async function wantsReplacement(header: string, found: string): Promise<boolean> {
  const question = l10n.t("Replace the request's {0} with an Argus token?", header);
  const detail = l10n.t("{0} One undo restores it.", found);
  const replace = l10n.t("Replace");
  return (
    (await window.showWarningMessage(plainText(question), { modal: true, detail: plainText(detail) }, replace)) ===
    replace
  );
}

/**
 * Writes fresh tokens into all requests of a document that carry one. Each gets its own profile's token and keeps its
 * style.
 */
export async function refreshTokens(
  { document }: DocumentLine,
  signIn: SignIn,
  worker: Worker,
): Promise<Outcome<void>> {
  const textDocument = { uri: document.uri.toString() };
  /** Each profile's token is fetched once, however often the document changes meanwhile. */
  const fresh = new Map<string | null, Outcome<ProfileToken>>();
  /** What the person has agreed to, so that an edit in between does not repeat the question. */
  const agreed = new Set<string>();
  const refreshed = await editDocument(document, async () => {
    const { version } = document;
    const carried = await worker.send("argus/tokenProfiles", { textDocument });
    if (!carried.ok) return carried;
    const { profiles } = carried.value;
    if (profiles.length === 0) return failure("nothingToRefresh");
    const others = carried.value.otherHosts.filter((other) => !agreed.has(JSON.stringify(other)));
    if (others.length > 0 && !(await askAboutRefresh(others))) return failure("cancelled");
    for (const other of others) agreed.add(JSON.stringify(other));
    const answers: EditsValue[] = [];
    for (const profile of profiles) {
      // Always fetches: the current token may be about to expire, and the person asked for new ones.
      const obtained = fresh.get(profile) ?? (await signIn.fetch(profile ?? activeProfileName()));
      if (!obtained.ok) return obtained;
      fresh.set(profile, obtained);
      const { accessToken } = obtained.value.token;
      const answer = await worker.send("argus/authorize", { textDocument, accessToken, profile });
      if (!answer.ok) return answer;
      answers.push(answer.value);
    }
    // In a later version, there may be hosts that the person was not asked about.
    return answers.some((answer) => answer.version !== version) ? undefined : { ok: true, value: answers };
  });
  if (!refreshed.ok) return refreshed;
  if (refreshed.value.every(({ edits }) => edits.length === 0)) {
    for (const obtained of fresh.values()) if (obtained.ok) sayRefreshed(obtained.value);
  }
  return { ok: true, value: undefined };
}

/** Says that a new token was fetched for a file that only refers to it. */
function sayRefreshed({ profile: { name }, token: { expiresAt, isEndAssumed } }: ProfileToken): void {
  const end = dayTime(expiresAt, Date.now());
  tellDone(
    isEndAssumed === true
      ? l10n.t("This file refers to the token of “{0}”, which is new and live until about {1}.", name, end)
      : l10n.t("This file refers to the token of “{0}”, which is new and live until {1}.", name, end),
  );
}
