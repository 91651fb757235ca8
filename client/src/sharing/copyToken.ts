import * as l10n from "@vscode/l10n";
import { randomUUID } from "node:crypto";
import { env, window } from "vscode";
import { keyOf } from "../credentials/profileSecrets.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { plainLabel, plainText } from "../../../common/plainText.ts";
import type { SignIn } from "../tokens/signIn.ts";

/**
 * Copies a profile's token to the clipboard, which every program can read. VS Code does not say who runs a command, so the
 * person is asked first, unless the command carries what only our own link knows. The question is modal: other extensions
 * can accept lists, input boxes and notifications by commands of VS Code, but no modal dialog.
 */
export class TokenCopies {
  /** Part of the status bar's link, which other extensions cannot read. */
  readonly proof = randomUUID();
  readonly #signIn: Pick<SignIn, "profile" | "obtain">;
  /** What the person allowed for this window, by profile in all its settings. */
  readonly #allowed = new Set<string>();

  constructor(signIn: Pick<SignIn, "profile" | "obtain">) {
    this.#signIn = signIn;
  }

  /** @param proof see {@link TokenCopies.proof} */
  async copy(name: string | undefined, proof: unknown): Promise<Outcome<void>> {
    const profile = await this.#signIn.profile(name);
    if (!profile.ok) return profile;
    const key = keyOf(profile.value);
    if (proof !== this.proof && !this.#allowed.has(key)) {
      const answer = await ask(profile.value.name);
      if (answer === "no") return failure("cancelled");
      if (answer === "window") this.#allowed.add(key);
    }
    // The one that the person was asked about: its settings may say something else by now.
    const obtained = await this.#signIn.obtain(profile.value);
    if (!obtained.ok) return obtained;
    await env.clipboard.writeText(obtained.value.token.accessToken);
    window.setStatusBarMessage(
      `$(check) ${plainLabel(l10n.t("Token of “{0}” copied", obtained.value.profile.name))}`,
      3000,
    );
    return { ok: true, value: undefined };
  }
}

async function ask(profile: string): Promise<"once" | "window" | "no"> {
  const question = l10n.t("Copy the token of “{0}” to the clipboard?", profile);
  const detail = l10n.t(
    "If you did not run this command, another extension did: Cancel. Anyone who reads the clipboard can use the token while it is live.",
  );
  const [copy, always] = [l10n.t("Copy"), l10n.t("Copy, and Don't Ask Again in This Window")];
  const chosen = await window.showWarningMessage(plainText(question), { modal: true, detail }, copy, always);
  return chosen === copy ? "once" : chosen === always ? "window" : "no";
}
