import * as l10n from "@vscode/l10n";
import { type Disposable, EventEmitter, window } from "vscode";
import type { ArgusSessionChange, ArgusTokensApi } from "../../../api/argus-tokens.d.ts";
import { keyOf } from "../credentials/profileSecrets.ts";
import type { ObservedToken, SessionWatch } from "../session/sessionWatch.ts";
import { activeProfileName, profileNamed } from "../settings.ts";
import type { SignIn } from "../tokens/signIn.ts";
import { denied, noProfile, thrown } from "./tokenError.ts";
import { plainText } from "../../../common/plainText.ts";

interface Dependencies {
  watch: Pick<SessionWatch, "onDidChange">;
  signIn: Pick<SignIn, "obtain">;
}

/** The extension's exports. The caller is unknown, so a token is handed out only with the person's consent. */
export class Api implements Disposable {
  readonly #changed = new EventEmitter<ArgusSessionChange>();
  readonly #signIn: Dependencies["signIn"];
  readonly #subscriptions: { dispose(): unknown }[];
  /**
   * The person's answers in this window, or open questions, by profile with all its settings: a changed profile is
   * asked about again.
   */
  readonly #consents = new Map<string, Promise<boolean | undefined>>();
  readonly exports: ArgusTokensApi;

  constructor({ watch, signIn }: Dependencies) {
    this.#signIn = signIn;
    this.#subscriptions = [
      this.#changed,
      watch.onDidChange((changes) => {
        for (const { profile, now } of changes) this.#changed.fire({ profile, ...publicOf(now) });
      }),
    ];
    this.exports = Object.freeze<ArgusTokensApi>({
      version: 1,
      getToken: (profile) => this.#getToken(profile),
      onDidChangeSession: this.#changed.event,
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #getToken(name = activeProfileName()): Promise<string> {
    if (name === undefined) throw noProfile([]);
    const profile = profileNamed(name);
    if (!profile.ok) throw thrown(profile.error);
    if (!(await this.#isAllowed(name, keyOf(profile.value)))) throw denied(name);
    // The profile that the person agreed to; its settings may have changed meanwhile.
    const obtained = await this.#signIn.obtain(profile.value);
    if (!obtained.ok) throw thrown(obtained.error);
    return obtained.value.token.accessToken;
  }

  async #isAllowed(name: string, key: string): Promise<boolean> {
    const asked = this.#consents.get(key) ?? askConsent(name);
    this.#consents.set(key, asked);
    const answer = await asked;
    // Closing the question refuses this request, but the next one may ask again.
    if (answer === undefined) this.#consents.delete(key);
    return answer === true;
  }
}

/** Asks for consent; `undefined` if the question was closed. */
async function askConsent(profile: string): Promise<boolean | undefined> {
  const [allow, deny] = [l10n.t("Allow"), l10n.t("Deny")];
  const question = l10n.t("Another extension is asking for the Argus token of the profile “{0}”.", profile);
  const detail = l10n.t(
    "VS Code does not say which extension is asking. If you allow it, every extension in this window can use Argus in your name with this profile. Your answer applies until the window is closed or reloaded.",
  );
  const chosen = await window.showWarningMessage(plainText(question), { modal: true, detail }, allow, deny);
  return chosen === undefined ? undefined : chosen === allow;
}

function publicOf(seen: ObservedToken): Omit<ArgusSessionChange, "profile"> {
  return seen.state === "none" ? seen : { state: seen.state, expiresAt: seen.token.expiresAt };
}
