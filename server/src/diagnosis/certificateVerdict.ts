import * as l10n from "@vscode/l10n";
import type { CertificateFacts } from "../network/types.ts";
import type { TlsFacts } from "../network/route.ts";
import type { Verdict } from "./steps.ts";

/** In days; enough time to renew a certificate. */
const SOON = 14;

const DAY = 86_400_000;

/** The verdict on an established TLS connection. @param now ms since the epoch */
export function certificateVerdict(facts: TlsFacts, now: number): Verdict {
  const { protocol, chain, problem } = facts;
  const details = [...chain.map(describe), ...clientCertificate(facts)];
  const own = chain[0];
  if (own === undefined) return { state: "ok", verdict: `${protocol}.`, details };
  const days = daysLeft(own, now);
  const { subject, issuer } = own;
  if (problem !== undefined) {
    return {
      state: "warning",
      verdict: l10n.t(
        "{0}; the certificate of “{1}”, signed by “{2}”, would not be accepted ({3}), but certificates are not verified.",
        protocol,
        subject,
        issuer,
        problem,
      ),
      hint: l10n.t("Turn http.proxyStrictSSL back on, and name the authority's certificate in argus.caFile."),
      details,
    };
  }
  const verdict =
    days === 1
      ? l10n.t("{0}; the certificate of “{1}”, signed by “{2}”, is valid for 1 more day.", protocol, subject, issuer)
      : l10n.t(
          "{0}; the certificate of “{1}”, signed by “{2}”, is valid for {3} more days.",
          protocol,
          subject,
          issuer,
          days,
        );
  if (days >= SOON) return { state: "ok", verdict, details };
  return { state: "warning", verdict, hint: l10n.t("The server's operator should renew its certificate."), details };
}

/** One line about a certificate of a chain. */
export function describe({ subject, issuer, validFrom, validTo, names }: CertificateFacts): string {
  const certificate = l10n.t("“{0}”, signed by “{1}”, valid from {2} to {3}", subject, issuer, validFrom, validTo);
  return names.length === 0 ? certificate : l10n.t("{0}, for {1}", certificate, names.join(", "));
}

/** In TLS 1.3 the client does not hear in the handshake whether the server accepts its certificate. */
function clientCertificate({ clientCertificate: own }: TlsFacts): string[] {
  if (own === undefined) return [];
  return own.isSent
    ? [l10n.t("A client certificate is set for this host (argus.clientCertificate)")]
    : [l10n.t("The server asked for a client certificate, and none is set for it (argus.clientCertificate)")];
}

function daysLeft({ validTo }: CertificateFacts, now: number): number {
  return Math.floor((Date.parse(validTo) - now) / DAY);
}
