import * as l10n from "@vscode/l10n";
import { commands, type Extension, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { ClientError, Outcome } from "../failures/failure.ts";
import { inOrder } from "../profiles/profileOrder.ts";
import { guardPaste } from "../prompts/listPaste.ts";
import type { SessionState } from "../session/session.ts";
import { autoRefresh, profileNamed, profileNames, saveSetting } from "../settings.ts";
import { plainLabel, plainText, shortName } from "../../../common/plainText.ts";
import { dayTime, exactTime } from "../../../common/clock.ts";
import { parsedUrl } from "../../../common/urls.ts";
import { timeLeft } from "../text/timeLeft.ts";
import { correction, problemText } from "./statusAppearance.ts";
import { commandItem, pickAction } from "./actionLists.ts";

const DONE: Outcome<void> = { ok: true, value: undefined };

/** The facts that the status bar's menu depends on. */
export interface StatusMenuFacts {
  extension: Extension<unknown>;
  /** The profile at the cursor. */
  profile: string | undefined;
  stateOf: (name: string) => SessionState;
  /** An `.http` document is in front. */
  isAtRequest: boolean;
}

interface Item extends QuickPickItem {
  run?: () => Promise<Outcome<void>>;
}

/** The status bar's menu: the state, what fits it, every profile with a renewal, and the way to all other commands. */
export async function showStatusMenu(facts: StatusMenuFacts): Promise<Outcome<void>> {
  const { profile, stateOf } = facts;
  const settings = profile === undefined ? undefined : profileNamed(profile);
  const problem = settings?.ok === false ? settings.error : undefined;
  const title = profile === undefined ? "Argus" : `Argus: ${heading(profile, stateOf(profile), Date.now(), problem)}`;
  const shown = window.showQuickPick<Item>(items(facts, problem), {
    title: plainText(title),
    placeHolder: l10n.t("What do you want to do?"),
    matchOnDetail: true,
  });
  const picked = await guardPaste(shown);
  return (await picked?.run?.()) ?? DONE;
}

/**
 * The profile, the state of its token, and when that expires.
 *
 * @param now ms since the epoch
 * @param problem why its settings cannot be used
 */
export function heading(profile: string, state: SessionState, now: number, problem?: ClientError): string {
  const name = plainLabel(shortName(profile));
  switch (state.kind) {
    case "none":
      return problem === undefined ? l10n.t("{0} · no token", name) : plainLabel(problemText(name, problem));
    case "fetching":
      return l10n.t("{0} · getting a token…", name);
    case "live": {
      const left = timeLeft(state.token.expiresAt - now);
      return state.token.isEndAssumed === true
        ? l10n.t("{0} · live until about {1}, about {2} left", name, dayTime(state.token.expiresAt, now), left)
        : l10n.t("{0} · live until {1}, {2} left", name, exactTime(state.token.expiresAt, now), left);
    }
    case "expired":
      if (state.token.isEndAssumed === true) return l10n.t("{0} · probably expired", name);
      return l10n.t("{0} · expired at {1}", name, exactTime(state.token.expiresAt, now));
  }
}

/** The commands that fit now: three or four, those that people want most first. */
export function fittingActions(state: SessionState | undefined, isAtRequest: boolean, problem?: ClientError): string[] {
  if (state?.kind === "none" && problem !== undefined) return [correction(problem), "argus.selectProfile"];
  if (state === undefined) return ["argus.addProfile", "argus.openExample"];
  const atRequest = isAtRequest ? ["argus.insertToken"] : [];
  switch (state.kind) {
    case "live":
      return [...atRequest, "argus.copyToken", ...(isAtRequest ? ["argus.introspect"] : []), "argus.signOut"];
    case "expired":
      return ["argus.getToken", ...atRequest, "argus.signOut"];
    case "none":
      return ["argus.getToken", ...atRequest, "argus.setCredential"];
    case "fetching":
      return ["argus.selectProfile", "argus.diagnose"];
  }
}

function items(
  { extension, profile, stateOf, isAtRequest }: StatusMenuFacts,
  problem: ClientError | undefined,
): Item[] {
  const command = (id: string, ...args: unknown[]): Item => ({
    ...commandItem(extension, id),
    run: running(id, ...args),
  });
  const state = profile === undefined ? undefined : stateOf(profile);
  const names = inOrder(profileNames(), profile, stateOf);
  return [
    ...fittingActions(state, isAtRequest, problem).map((id) => command(id, ...(ofProfile.has(id) ? [profile] : []))),
    ...(names.length === 0
      ? []
      : [separator(l10n.t("Profiles")), ...names.map((name) => profileItem(name, stateOf(name)))]),
    separator(""),
    ...(names.length === 0 ? [] : [autoRefreshItem()]),
    { label: `$(ellipsis) ${l10n.t("More…")}`, run: () => pickAction(extension) },
  ];
}

/** Runs a command, which reports its own failure. */
function running(id: string, ...args: unknown[]): () => Promise<Outcome<void>> {
  return async () => {
    await commands.executeCommand(id, ...args);
    return DONE;
  };
}

/** These take a profile's name. */
const ofProfile = new Set([
  "argus.getToken",
  "argus.copyToken",
  "argus.signOut",
  "argus.setCredential",
  "argus.addProfile",
  "argus.editProfile",
]);

/** One click renews its token. */
function profileItem(name: string, state: SessionState): Item {
  const now = Date.now();
  const known = profileNamed(name);
  const host = known.ok ? parsedUrl(known.value.url)?.host : undefined;
  const label = plainLabel(name);
  const text = {
    none: () => l10n.t("get a token"),
    fetching: () => l10n.t("getting a token…"),
    live: () => ("token" in state ? l10n.t("{0} left – renew", timeLeft(state.token.expiresAt - now)) : ""),
    expired: () => l10n.t("expired – renew"),
  }[state.kind]();
  return {
    label: `$(${state.kind === "live" ? "key" : state.kind === "expired" ? "circle-slash" : "circle-outline"}) ${label}`,
    description: text,
    ...(host !== undefined && { detail: plainLabel(host) }),
    run: running("argus.getToken", name),
  };
}

function autoRefreshItem(): Item {
  const isOn = autoRefresh() !== "off";
  return {
    label: `$(sync) ${isOn ? l10n.t("Turn Auto-Refresh Off") : l10n.t("Turn Auto-Refresh On")}`,
    run: () => saveSetting("autoRefresh", isOn ? "off" : "session"),
  };
}

function separator(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}
