import { isExpired, isNotYetValid, isSelfSigned, isUntrusted, isWrongHost } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import { coded, listed, oneLine, quoted } from "./wording.ts";

/** What is wrong with a certificate, as the end of a sentence that begins with whose it is. */
export function certificateProblem(facts: Facts): string {
  const { certificate } = facts;
  if (isSelfSigned(facts)) return "is self-signed, so nobody vouches for it";
  if (isUntrusted(facts)) {
    const issuer = oneLine(certificate?.issuer ?? "");
    return `was issued by ${issuer === "" ? "an authority" : quoted(issuer)}, which is not trusted here`;
  }
  if (isExpired(facts)) return `expired${certificate === undefined ? "" : ` on ${oneLine(certificate.validTo)}`}`;
  if (isNotYetValid(facts)) {
    return `is not valid before ${oneLine(certificate?.validFrom ?? "a later date")}, by this machine's clock`;
  }
  if (isWrongHost(facts)) {
    const names = listed(certificate?.names ?? []);
    return `is for another host${names === "" ? "" : `: ${names}`}`;
  }
  return `is not accepted${coded(facts.reason)}`;
}

/** What helps against it. */
export function certificateHint(facts: Facts): string {
  if (isSelfSigned(facts)) {
    return "If it is yours, put its certificate into a PEM file and name that in the setting argus.caFile.";
  }
  if (isUntrusted(facts)) {
    return "If that is your company's own authority, its root certificate belongs into the system's store, or into a PEM file that the setting argus.caFile names.";
  }
  if (isExpired(facts)) return "Whoever runs it has to renew it; also check this machine's date.";
  if (isNotYetValid(facts)) return "Set this machine's clock right.";
  return "“Argus: Diagnose Connection” shows its certificates.";
}
