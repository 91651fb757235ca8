/** Argus refused a signed JWT. It has no codes for the reasons, only words. */
import * as l10n from "@vscode/l10n";
import { all, type Row, sent, words } from "./row.ts";
import { clockOff, withAnswer } from "./words.ts";
import { sentences } from "../../../../common/sentences.ts";

const isJwt = sent("ARGUS_ASSERTION");

/** The reasons that Argus gives. */
export const JWT_ROWS: readonly Row[] = [
  {
    id: "jwtReplayed",
    when: all(isJwt, words(/replay|used (?:before|already)|already (?:been )?used|\bjti\b/i)),
    message: withAnswer(() => l10n.t("Argus has seen this signed JWT before.")),
    hint: () => l10n.t("Try again: each call signs a new one."),
    help: ["retry"],
  },
  {
    id: "jwtClock",
    when: all(isJwt, words(/expired|not yet|in the future|too old|lifetime|clock|\b(?:exp|iat|nbf)\b/i)),
    message: (facts) =>
      sentences(withAnswer(() => l10n.t("Argus did not accept the times in the signed JWT."))(facts), clockOff(facts)),
    hint: (facts) =>
      clockOff(facts) === undefined
        ? l10n.t("Try again. Also check the JWT's lifetime and this machine's clock.")
        : l10n.t("Try again: the next JWT uses Argus' clock. Correct this machine's clock too."),
    help: ["retry", "enterCredential"],
  },
  {
    id: "jwtSignature",
    when: all(isJwt, words(/signature|\bkey\b|\bkid\b|algorithm|\balg\b/i)),
    message: withAnswer(() => l10n.t("Argus did not accept the signature of the JWT.")),
    hint: () =>
      l10n.t("Check that this is the private key that you enrolled in Argus, and check its key ID and algorithm."),
    help: ["enterCredential"],
  },
  {
    id: "jwtClaim",
    when: all(isJwt, words(/audience|issuer|subject|\b(?:aud|iss|sub)\b/i)),
    message: withAnswer(() => l10n.t("Argus did not accept a claim of the signed JWT.")),
    hint: () => l10n.t("Correct the JWT's issuer, subject or audience."),
    help: ["enterCredential"],
  },
];

export const JWT_REFUSED: Row = {
  id: "jwtRefused",
  when: isJwt,
  message: withAnswer(() => l10n.t("Argus did not accept the signed JWT.")),
  hint: () =>
    l10n.t("Check that its key is enrolled in Argus, and check the JWT's issuer, its audience and how it is sent."),
  help: ["enterCredential"],
};
