/** The client's own certificate: none is set up, it cannot be used, or the server (or its proxy) did not accept it. */
import * as l10n from "@vscode/l10n";
import { all, because, type Condition, type Facts, not, type Row, type Text } from "./row.ts";
import { errorCodeOf, theHost, withAnswer } from "./words.ts";

const isSent: Condition = ({ clientCertificate }) => clientCertificate?.isSent === true;
/** The server is known to have asked for one, and there was none. */
const isMissing: Condition = ({ clientCertificate }) => clientCertificate?.isSent === false;
const isExpired: Condition = ({ clientCertificate }) => (clientCertificate?.validTo ?? Infinity) < Date.now();
/** A server that does not accept one says so, or just ends the connection: then the certificate is only a likely cause. */
const isRefused = because("clientCertificateNeeded", "clientCertificateRefused", "handshakeRefused");
const isEnded: Condition = all(because("brokenOff"), ({ phase }) => phase !== "body");

const SET_UP = ["clientCertificate", "diagnose"] as const;
const setUp = (): string => l10n.t("Name one for this host in the setting argus.clientCertificate.");
const correct = (): string => l10n.t("Correct the setting argus.clientCertificate.");

/** Nothing was sent. @param peer who it is for: host and port */
export function unusableClientCertificate(peer: Text): Row[] {
  return [
    {
      id: "clientCertificateSetting",
      when: because("clientCertificateSetting"),
      message: (facts) =>
        l10n.t("Nothing was sent: the setting argus.clientCertificate names no files for {0}.", peer(facts)),
      hint: () => l10n.t("It needs a certFile with its keyFile, or a pfxFile."),
      help: SET_UP,
    },
    {
      id: "clientCertificateFile",
      when: because("clientCertificateFile"),
      message: (facts) =>
        l10n.t(
          "Nothing was sent: a file of the client certificate for {0} does not exist or cannot be read.",
          peer(facts),
        ),
      hint: correct,
      help: SET_UP,
    },
    {
      id: "clientCertificateInvalid",
      when: because("clientCertificateInvalid"),
      message: (facts) =>
        l10n.t(
          "Nothing was sent: the client certificate for {0} or its key is damaged, or of a kind that VS Code cannot read.",
          peer(facts),
        ),
      hint: () => l10n.t("PEM files work best: make them with `openssl pkcs12 -in FILE.pfx -out FILE.pem`."),
      help: SET_UP,
    },
    {
      id: "clientCertificateMismatch",
      when: because("clientCertificateMismatch"),
      message: (facts) =>
        l10n.t(
          "Nothing was sent: the private key of the client certificate for {0} belongs to another certificate.",
          peer(facts),
        ),
      hint: correct,
      help: SET_UP,
    },
    {
      id: "clientCertificateLocked",
      when: because("clientCertificateLocked"),
      message: (facts) =>
        l10n.t("Nothing was sent: the private key of the client certificate for {0} is encrypted.", peer(facts)),
      hint: () => l10n.t("Enter its passphrase."),
      help: ["enterPassphrase"],
    },
    {
      id: "clientCertificatePassphrase",
      when: because("clientCertificatePassphrase"),
      message: (facts) =>
        l10n.t("Nothing was sent: the stored passphrase does not open the client certificate for {0}.", peer(facts)),
      hint: () => l10n.t("Enter the right one."),
      help: ["enterPassphrase"],
    },
  ];
}

/** The handshake failed over it. */
export function refusedClientCertificate(peer: Text): Row[] {
  return [
    {
      id: "clientCertificateNeeded",
      when: all(
        not(isSent),
        (facts) =>
          because("clientCertificateNeeded", "clientCertificateRefused")(facts) ||
          all(isMissing, because("handshakeRefused"))(facts),
      ),
      message: (facts) => l10n.t("{0} requires a client certificate, and none was sent.", peer(facts)),
      hint: setUp,
      help: SET_UP,
    },
    expired(peer),
    {
      id: "clientCertificateRefused",
      when: all(isSent, isRefused),
      message: (facts) => l10n.t("{0} did not accept the client certificate ({1}).", peer(facts), errorCodeOf(facts)),
      hint: () => l10n.t("Check whether it is the right one for this host, and whether the server trusts its issuer."),
      help: SET_UP,
    },
  ];
}

/** The connection ended, and it may be the reason. */
export function endedOverClientCertificate(peer: Text): Row[] {
  return [
    expired(peer),
    {
      id: "clientCertificateMissing",
      when: all(isMissing, isEnded),
      message: (facts) =>
        l10n.t(
          "{0} asked for a client certificate, got none and closed the connection ({1}).",
          peer(facts),
          errorCodeOf(facts),
        ),
      hint: setUp,
      help: ["clientCertificate", "retry", "diagnose"],
    },
    {
      id: "clientCertificateUnwanted",
      when: all(isSent, isEnded),
      message: (facts) =>
        l10n.t(
          "{0} closed the connection after the client certificate was sent ({1}).",
          peer(facts),
          errorCodeOf(facts),
        ),
      hint: () => l10n.t("It may not accept that certificate: check the setting argus.clientCertificate."),
      help: ["clientCertificate", "retry", "diagnose"],
    },
  ];
}

function expired(peer: Text): Row {
  return {
    id: "clientCertificateExpired",
    when: all(isSent, isExpired, (facts) => isRefused(facts) || isEnded(facts)),
    message: (facts) =>
      l10n.t(
        "{0} did not accept the client certificate, which expired on {1} ({2}).",
        peer(facts),
        endOf(facts),
        errorCodeOf(facts),
      ),
    hint: () => l10n.t("Renew it, or name another one in the setting argus.clientCertificate."),
    help: SET_UP,
  };
}

/** A server that leaves the judgement to HTTP sends a page (nginx). */
export const CLIENT_CERTIFICATE_PAGE: Row = {
  id: "clientCertificatePage",
  when: ({ page = "", says = "" }) => /\bSSL certificate\b/i.test(`${page} ${says}`),
  message: withAnswer((facts) =>
    l10n.t("{0} did not accept the connection because of its client certificate.", theHost(facts)),
  ),
  hint: setUp,
  help: SET_UP,
};

function endOf({ clientCertificate }: Facts): string {
  return new Date(clientCertificate?.validTo ?? 0).toISOString().slice(0, 10);
}
