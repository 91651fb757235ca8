import * as l10n from "@vscode/l10n";
import { isExpired, isNotYetValid, isSelfSigned, isUntrusted, isWrongHost } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import { coded, listed, oneLine, quoted } from "./wording.ts";

/** What is wrong with a server's certificate, as the end of a sentence about that server. */
export function certificateProblem(facts: Facts): string {
  const { certificate } = facts;
  if (isSelfSigned(facts)) return l10n.t("its certificate is self-signed, so nobody vouches for it");
  if (isUntrusted(facts)) {
    const issuer = oneLine(certificate?.issuer ?? "");
    return l10n.t(
      "its certificate was issued by {0}, which is not trusted here",
      issuer === "" ? l10n.t("an authority") : quoted(issuer),
    );
  }
  if (isExpired(facts)) {
    return certificate === undefined
      ? l10n.t("its certificate expired")
      : l10n.t("its certificate expired on {0}", oneLine(certificate.validTo));
  }
  if (isNotYetValid(facts)) {
    return l10n.t(
      "its certificate is not valid before {0}, by this machine's clock",
      oneLine(certificate?.validFrom ?? l10n.t("a later date")),
    );
  }
  if (isWrongHost(facts)) {
    const names = listed(certificate?.names ?? []);
    return l10n.t("its certificate is for another host{0}", names === "" ? "" : `: ${names}`);
  }
  return l10n.t("its certificate is not accepted{0}", coded(facts.reason));
}

/** What helps against it. */
export function certificateHint(facts: Facts): string {
  if (isSelfSigned(facts)) {
    return l10n.t("If it is yours, put its certificate into a PEM file and name that in the setting argus.caFile.");
  }
  if (isUntrusted(facts)) {
    return l10n.t(
      "If that is your company's own authority, its root certificate belongs into the system's store, or into a PEM file that the setting argus.caFile names.",
    );
  }
  if (isExpired(facts)) return l10n.t("Whoever runs it has to renew it; also check this machine's date.");
  if (isNotYetValid(facts)) return l10n.t("Set this machine's clock right.");
  return l10n.t("“Argus: Diagnose Connection” shows its certificates.");
}
