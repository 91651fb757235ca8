/** The certificate of the server or its proxy was not accepted. Nothing was sent. */
import * as l10n from "@vscode/l10n";
import { because, type Facts, type Row, type Text } from "./row.ts";
import { errorCodeOf, names, quotable, shortLine } from "./words.ts";

/** @param owner host and port of the certificate's owner */
export function certificateRows(owner: Text): Row[] {
  return [
    {
      id: "certificateSelfSigned",
      when: because("selfSigned"),
      message: (facts) =>
        l10n.t(
          "Nothing was sent: the certificate of {0} is self-signed, so it does not prove whose it is.",
          owner(facts),
        ),
      hint: () =>
        l10n.t("If the server is yours, save its certificate as a PEM file and name that in the setting argus.caFile."),
      help: ["diagnose"],
    },
    {
      id: "certificateUntrusted",
      when: because("untrusted"),
      message: (facts) => untrusted(facts, owner(facts)),
      hint: () =>
        l10n.t(
          "If this is your company's own authority, add its root certificate to the system's store, or name a PEM file with it in the setting argus.caFile.",
        ),
      help: ["diagnose"],
    },
    {
      id: "certificateExpired",
      when: because("expired"),
      message: (facts) =>
        facts.certificate === undefined
          ? l10n.t("Nothing was sent: the certificate of {0} has expired.", owner(facts))
          : l10n.t(
              "Nothing was sent: the certificate of {0} expired on {1}.",
              owner(facts),
              shortLine(facts.certificate.validTo),
            ),
      hint: () => l10n.t("The server's operator must renew it. Also check this machine's date."),
      help: ["diagnose"],
    },
    {
      id: "certificateNotYetValid",
      when: because("notYetValid"),
      message: (facts) =>
        facts.certificate === undefined
          ? l10n.t("Nothing was sent: the certificate of {0} is not valid yet, by this machine's clock.", owner(facts))
          : l10n.t(
              "Nothing was sent: the certificate of {0} is not valid before {1}, by this machine's clock.",
              owner(facts),
              shortLine(facts.certificate.validFrom),
            ),
      hint: () => l10n.t("Check this machine's date and time."),
      help: ["diagnose"],
    },
    {
      id: "certificateForAnotherHost",
      when: because("otherHost"),
      message: (facts) => otherHost(facts, owner(facts)),
      hint: () => l10n.t("Check the host name in the URL."),
      help: ["editProfile", "diagnose"],
    },
    {
      id: "certificateRefused",
      when: because("certificateRefused"),
      message: (facts) =>
        l10n.t("Nothing was sent: the certificate of {0} was not accepted ({1}).", owner(facts), errorCodeOf(facts)),
      hint: () => l10n.t("“Argus: Diagnose Connection” shows the certificates."),
      help: ["diagnose"],
    },
  ];
}

function untrusted({ certificate }: Facts, owner: string): string {
  const issuer = quotable(certificate?.issuer ?? "");
  return issuer === ""
    ? l10n.t(
        "Nothing was sent: the certificate of {0} was issued by an authority that this machine does not trust.",
        owner,
      )
    : l10n.t(
        "Nothing was sent: the certificate of {0} was issued by “{1}”, which this machine does not trust.",
        owner,
        issuer,
      );
}

function otherHost({ certificate }: Facts, owner: string): string {
  const hosts = names(certificate?.names ?? []);
  return hosts === ""
    ? l10n.t("Nothing was sent: the certificate of {0} is for another host.", owner)
    : l10n.t("Nothing was sent: the certificate of {0} is for another host: {1}.", owner, hosts);
}
