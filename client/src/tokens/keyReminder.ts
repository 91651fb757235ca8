import * as l10n from "@vscode/l10n";
import { commands, type Disposable, window } from "vscode";
import { conjunction } from "../../../common/list.ts";
import {
  aboutThreeMonths,
  dueStage,
  endProblem,
  type KeyId,
  keyIdOf,
  type KeyLives,
  lifeUntil,
  localDate,
  noticesUntil,
  parseEnd,
} from "../credentials/keyLife.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import { tellDone } from "../failures/doneMessage.ts";
import { ignored } from "../../../common/ignored.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import { profileNamed, profileNames } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { SignIn } from "./signIn.ts";

/** In ms. Timers stop while the machine sleeps, so focus counts more. */
const CHECK_INTERVAL = 60 * 60_000;

interface Dependencies {
  keyLives: KeyLives;
  profileSecrets: Pick<ProfileSecrets, "read">;
  signIn: Pick<SignIn, "onDidAsk">;
  /** ms since the epoch */
  now?: () => number;
}

/** Asks once per API key when it expires, and tells the person before it does. */
export class KeyReminder implements Disposable {
  readonly #keyLives: KeyLives;
  readonly #profileSecrets: Dependencies["profileSecrets"];
  readonly #now: () => number;
  readonly #subscriptions: Disposable[];
  readonly #timer: NodeJS.Timeout;

  constructor({ keyLives, profileSecrets, signIn, now = Date.now }: Dependencies) {
    this.#keyLives = keyLives;
    this.#profileSecrets = profileSecrets;
    this.#now = now;
    const check = (): void => void this.check().catch(ignored("the next check tells the person"));
    this.#subscriptions = [
      window.onDidChangeWindowState(check),
      // Also asks for keys that an older version stored.
      signIn.onDidAsk((profile) => void this.#ask(profile).catch(ignored("asked with the next token"))),
    ];
    this.#timer = setInterval(check, CHECK_INTERVAL).unref();
  }

  /** Tells the person of keys that expire soon. Only in the window with the focus, so that only one window does. */
  async check(): Promise<void> {
    if (!window.state.focused) return;
    const keys = new Map<string, { key: KeyId; profiles: string[] }>();
    for (const name of profileNames()) {
      const key = await this.#keyOf(name);
      if (key === undefined) continue;
      const id = JSON.stringify(key);
      keys.set(id, { key, profiles: [...(keys.get(id)?.profiles ?? []), name] });
    }
    for (const { key, profiles } of keys.values()) await this.#tell(key, profiles);
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #keyOf(name: string): Promise<KeyId | undefined> {
    const profile = profileNamed(name);
    if (!profile.ok) return undefined;
    return keyIdOf(profile.value, (await this.#profileSecrets.read(profile.value)).secrets.credential);
  }

  async #tell(key: KeyId, profiles: readonly string[]): Promise<void> {
    const life = this.#keyLives.of(key);
    const stage = life && dueStage(life, this.#now());
    if (life?.end === undefined || stage === undefined) return;
    // Recorded before it is shown, so that another check does not show it too.
    await this.#keyLives.set(key, { ...life, told: stage });
    const names = conjunction(profiles.map((name) => l10n.t("“{0}”", name)));
    const text =
      stage === 0
        ? l10n.t(
            "Key {0} of {1} expired on {2}, according to what you entered.",
            key.prefix,
            names,
            localDate(life.end),
          )
        : l10n.t("Key {0} of {1} expires on {2}.", key.prefix, names, localDate(life.end));
    void this.#offer(text, key, profiles[0] ?? "").catch(ignored("the notice is shown"));
  }

  async #offer(text: string, key: KeyId, profile: string): Promise<void> {
    const renew = l10n.t("Renew…");
    const enter = l10n.t("Enter New Key");
    const chosen = await window.showInformationMessage(plainText(text), renew, enter);
    if (chosen === enter) await enterKey(profile);
    if (chosen === renew) await this.#explain(key, profile);
  }

  async #explain(key: KeyId, profile: string): Promise<void> {
    const text = l10n.t("Renew key {0} in the Argus GUI, under User Preferences.", key.prefix);
    const detail = l10n.t("If you cannot do that there, ask mnemonic. If you get another key, enter that one.");
    const renewed = l10n.t("Enter New Expiry Date…");
    const enter = l10n.t("Enter New Key");
    const chosen = await window.showInformationMessage(plainText(text), { modal: true, detail }, renewed, enter);
    if (chosen === enter) await enterKey(profile);
    if (chosen === renewed) await this.#askEnd(key);
  }

  /** Asks when a profile's key expires, once per key. */
  async #ask(profile: string): Promise<void> {
    const key = await this.#keyOf(profile);
    if (key === undefined || this.#keyLives.of(key) !== undefined) return;
    await this.#keyLives.set(key, {});
    const text = l10n.t(
      "When does key {0} of “{1}” expire? You will get a notice 14 and 3 days before.",
      key.prefix,
      profile,
    );
    const usual = l10n.t("In About 3 Months");
    const other = l10n.t("Enter Date or Days…");
    const chosen = await window.showInformationMessage(plainText(text), usual, other);
    if (chosen === usual) await this.#setEnd(key, aboutThreeMonths(this.#now()));
    if (chosen === other) await this.#askEnd(key);
  }

  async #askEnd(key: KeyId): Promise<void> {
    const entered = await askSteps(l10n.t("Argus: Expiry of Key {0}", key.prefix), (ask) =>
      ask.box({
        name: "end",
        prompt: l10n.t("In how many days, or on which date, does key {0} expire?", key.prefix),
        placeholder: localDate(aboutThreeMonths(this.#now())),
        problem: (text) => endProblem(text, this.#now()),
      }),
    );
    const end = entered === undefined ? undefined : parseEnd(entered, this.#now());
    if (end !== undefined) await this.#setEnd(key, end);
  }

  /** @param end ms since the epoch */
  async #setEnd(key: KeyId, end: number): Promise<void> {
    // The key was forgotten meanwhile.
    if (this.#keyLives.of(key) === undefined) return;
    const now = this.#now();
    await this.#keyLives.set(key, lifeUntil(end, now));
    tellDone(`${l10n.t("Key {0} expires on {1}.", key.prefix, localDate(end))} ${noticesUntil(end, now)}`);
  }
}

function enterKey(profile: string): Thenable<unknown> {
  return commands.executeCommand("argus.setCredential", profile, "apiKey");
}
