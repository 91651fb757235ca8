/** Something that a person entered cannot be used. Nothing was sent. */
import * as l10n from "@vscode/l10n";
import type { Facts, Rows } from "./row.ts";

const needsPassphrase = ({ reason }: Facts): boolean => reason === "passphraseNeeded";

export const ENTERED = {
  invalidProfile: {
    rows: [],
    otherwise: {
      message: ({ profile = "", problem = l10n.t("a value is not valid") }) =>
        profile === ""
          ? l10n.t("The profile cannot be used: {0}.", problem)
          : l10n.t("The profile “{0}” cannot be used: {1}.", profile, problem),
      hint: () => l10n.t("Correct it in the setting argus.profiles."),
      help: ["editProfile"],
    },
  },

  invalidCredential: {
    rows: [
      {
        id: "passphraseNeeded",
        when: needsPassphrase,
        message: () => l10n.t("The private key cannot be read: it is encrypted."),
        hint: () => l10n.t("Enter its passphrase: “Argus: Enter Credential…”."),
        help: ["enterCredential"],
      },
      {
        id: "passphraseWrong",
        when: ({ reason }) => reason === "passphraseWrong",
        message: () => l10n.t("The private key cannot be read: this is not its passphrase."),
        hint: () => l10n.t("Enter the right passphrase: “Argus: Enter Credential…”."),
        help: ["enterCredential"],
      },
    ],
    otherwise: {
      message: ({ problem = l10n.t("it is not valid") }) => l10n.t("The credential cannot be used: {0}.", problem),
      hint: () => l10n.t("Enter it again."),
      help: ["enterCredential"],
    },
  },

  insecureUrl: {
    rows: [],
    otherwise: {
      message: ({ host = "" }) =>
        l10n.t("Nothing was sent: http://{0} is not encrypted, so others could read the credential.", host),
      hint: () => l10n.t("Use https:// in the URL. http:// is only for this machine (localhost)."),
      help: ["editProfile"],
    },
  },
} satisfies Record<string, Rows>;
