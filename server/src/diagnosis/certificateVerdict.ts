import type { CertificateFacts, TlsFacts } from "../network.ts";
import type { Verdict } from "./steps.ts";

/** Days. Who has to renew a certificate wants to know by then. */
const SOON = 14;

const DAY = 86_400_000;

/** What there is to say of a TLS connection that stands. @param now ms since the epoch */
export function certificateVerdict({ protocol, chain, problem }: TlsFacts, now: number): Verdict {
  const details = chain.map(describe);
  const own = chain[0];
  if (own === undefined) return { state: "ok", verdict: `${protocol}.`, details };
  const days = daysLeft(own, now);
  const left = `${days} ${days === 1 ? "day" : "days"}`;
  const signed = `the certificate of “${own.subject}”, signed by “${own.issuer}”`;
  if (problem !== undefined) {
    return {
      state: "warning",
      verdict: `${protocol}; ${signed}, would not be accepted (${problem}), but certificates are not verified.`,
      hint: "Switch http.proxyStrictSSL on again, and name the authority's certificate in argus.caFile.",
      details,
    };
  }
  const verdict = `${protocol}; ${signed}, is good for ${left}.`;
  if (days >= SOON) return { state: "ok", verdict, details };
  return { state: "warning", verdict, hint: "Those who run the server should renew its certificate.", details };
}

/** One line for a certificate of a chain. */
export function describe({ subject, issuer, validFrom, validTo, names }: CertificateFacts): string {
  const hosts = names.length === 0 ? "" : `, for ${names.join(", ")}`;
  return `“${subject}”, signed by “${issuer}”, valid from ${validFrom} to ${validTo}${hosts}`;
}

function daysLeft({ validTo }: CertificateFacts, now: number): number {
  return Math.floor((Date.parse(validTo) - now) / DAY);
}
