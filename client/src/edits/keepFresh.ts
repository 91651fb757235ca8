import * as l10n from "@vscode/l10n";
import { commands, type Memento, window } from "vscode";
import { conjunction } from "../../../common/list.ts";
import { environmentVariable } from "../../../common/tokenVariables.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { openHttpFiles } from "../documents/openHttpFiles.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { SettingsPlace } from "../failures/written.ts";
import { ignored } from "../../../common/ignored.ts";
import {
  keepsEnvironment,
  keepsFresh,
  missingForFreshTokens,
  placeOf,
  profileNamed,
  profileNames,
  saveSetting,
} from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { Tokens } from "../tokens/tokens.ts";
import { type InsertDependencies, insertToken } from "./insertToken.ts";

/** In the global state: the question was asked once, and is not asked again. */
const ASKED = "argus.keepFreshAsked";

interface Dependencies extends InsertDependencies {
  tokens: Pick<Tokens, "state" | "obtain">;
  memory: Memento;
}

/** Has requests take tokens from the environment and renews those, so that no file has to change again. */
export class KeepFresh {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Asks once whether to turn it on. @param accept called if the answer is yes */
  async offer(accept: () => unknown): Promise<void> {
    const { memory } = this.#dependencies;
    if (keepsFresh() || memory.get(ASKED) === true) return;
    await memory.update(ASKED, true);
    const keep = l10n.t("Keep Fresh");
    const question = l10n.t("Keep tokens fresh without touching this file?");
    const chosen = await window.showInformationMessage(plainText(question), keep, l10n.t("Not Now"));
    if (chosen === keep) await accept();
  }

  /**
   * Turns it on, with consent, because others can then read the tokens. Errors: `cancelled`, `settingFailed`.
   * @param target the request to convert, if there is one
   */
  async turnOn(target: DocumentLine | undefined): Promise<Outcome<void>> {
    if (!keepsEnvironment() && !(await hasConsent())) return failure("cancelled");
    const places = new Map<SettingsPlace, string[]>();
    for (const [name, value] of missingForFreshTokens()) {
      const place = placeOf(name);
      const saved = await saveSetting(name, value, place);
      if (!saved.ok) return saved;
      places.set(place, [...(places.get(place) ?? []), `argus.${name}`]);
    }
    const converted: Outcome<void> =
      target === undefined ? { ok: true, value: undefined } : await this.#convert(target);
    const missing = await this.#obtainOthers();
    const sentences = [
      l10n.t("Tokens stay fresh from now on, without changes to your files."),
      ...[...places].map(([place, names]) => placeSentence(place, conjunction(names))),
      ...(missing.length === 0 ? [] : [l10n.t("No token yet for {0}.", conjunction(missing.map(quoted)))]),
    ];
    // Even if the request was not converted: the settings are on.
    tell(sentences.join(" "));
    return converted;
  }

  /** Outside a request, and in a document that cannot be edited, there is nothing to convert; the person may not want it. */
  async #convert(target: DocumentLine): Promise<Outcome<void>> {
    const inserted = await insertToken(target, this.#dependencies, "environment");
    const isDone = inserted.ok || ["noRequest", "readOnly", "cancelled"].includes(inserted.error.code);
    return isDone ? { ok: true, value: undefined } : inserted;
  }

  /** Gets tokens for the profiles of open files without asking anything. @returns the profiles that have none */
  async #obtainOthers(): Promise<string[]> {
    const { worker, tokens } = this.#dependencies;
    const names = new Set<string>();
    for (const { uri } of openHttpFiles()) {
      const answer = await worker.send("argus/requestProfiles", { textDocument: { uri: uri.toString() } });
      if (answer.ok) for (const name of answer.value.profiles) names.add(name);
    }
    const known = profileNames().filter((name) => names.has(name));
    const without = await Promise.all(
      known.map(async (name) => {
        const profile = profileNamed(name);
        return profile.ok && (await tokens.obtain(profile.value)).ok ? [] : [name];
      }),
    );
    return without.flat();
  }
}

function placeSentence(place: SettingsPlace, names: string): string {
  switch (place) {
    case "user":
      return l10n.t("Your user settings now set {0}.", names);
    case "remote":
      return l10n.t("The settings of this remote machine now set {0}.", names);
    case "workspace":
      return l10n.t("This workspace's settings now set {0}.", names);
  }
}

/** With a button, because a notification without one shows a single line. */
function tell(text: string): void {
  const open = l10n.t("Open Settings");
  window.showInformationMessage(plainText(text), open).then(async (chosen) => {
    if (chosen === open)
      await commands.executeCommand("workbench.action.openSettings", "@ext:argus-tokens.argus-tokens");
  }, ignored("the person need not look at them"));
}

async function hasConsent(): Promise<boolean> {
  const question = l10n.t("Keep tokens in the environment?");
  const detail = l10n.t(
    "Requests then take their token from the variable {0}, or {0}_<PROFILE>. The setting argus.environmentVariables keeps it current, argus.insertAs writes such references, and argus.autoRefresh renews tokens before they expire. Every other extension in this extension host, every process that they start, and every new terminal can read the access tokens.",
    environmentVariable(undefined),
  );
  const turnOn = l10n.t("Turn On");
  return (await window.showWarningMessage(plainText(question), { modal: true, detail }, turnOn)) === turnOn;
}

function quoted(name: string): string {
  return `“${name}”`;
}
