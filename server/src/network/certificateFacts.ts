import type { DetailedPeerCertificate } from "node:tls";
import { oneLine } from "./page.ts";
import type { CertificateFacts } from "./types.ts";

/** Anyone can write a certificate, so its texts (in UTF-16 units) and the number of its names are limited. */
const LONGEST_NAME = 200;
const MOST_NAMES = 20;

/** The certificates that a peer sent, its own first. */
export function chainFacts(certificate: DetailedPeerCertificate | null): CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  // A root is its own issuer. Without a certificate the object is empty.
  for (let link = certificate; link?.raw !== undefined && !seen.has(link); link = link.issuerCertificate) {
    seen.add(link);
    chain.push(factsOf(link));
  }
  return chain;
}

function factsOf({ subject, issuer, valid_from, valid_to, subjectaltname }: DetailedPeerCertificate): CertificateFacts {
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: clean(valid_from),
    validTo: clean(valid_to),
    names: alternativeNames(subjectaltname ?? ""),
  };
}

function nameOf(name: DetailedPeerCertificate["subject"]): string {
  return clean([name.CN ?? name.O ?? name.OU ?? ""].flat()[0] ?? "");
}

/** `DNS:a.example, IP Address:192.0.2.1`; values with a comma or a quote are written as JSON strings. */
function alternativeNames(text: string): string[] {
  const entries = text.matchAll(/(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...entries].slice(0, MOST_NAMES).map(([, name = ""]) => clean(name.replace(/^"(.*)"$/, "$1")));
}

function clean(text: string): string {
  return oneLine(text).slice(0, LONGEST_NAME);
}
