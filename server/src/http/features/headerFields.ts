/** The headers for requests to Argus; other extensions offer the rest. */
import * as l10n from "@vscode/l10n";
import { AUTHORIZATION, type TokenHeader } from "../../../../common/tokenHeader.ts";

export interface HeaderField {
  readonly name: string;
  readonly summary: string;
  /** The RFC or page that defines it. */
  readonly source: string;
  readonly values?: readonly string[];
}

const MEDIA_TYPES = ["application/json", "application/x-www-form-urlencoded"];

/** A function, because the language of the texts is unknown while modules load. */
export function headerFields(): HeaderField[] {
  return [
    {
      name: "Accept",
      source: "RFC 9110 §12.5.1",
      summary: l10n.t("Media types that the response may have."),
      values: MEDIA_TYPES,
    },
    {
      name: "Argus-API-Key",
      source: l10n.t("the Argus documentation"),
      summary: l10n.t("API key of an Argus user. An access token in the Authorization header replaces it."),
    },
    {
      name: AUTHORIZATION,
      source: "RFC 9110 §11.6.2",
      summary: l10n.t("Credentials of the sender, such as a Bearer token (RFC 6750)."),
    },
    {
      name: "Content-Type",
      source: "RFC 9110 §8.3",
      summary: l10n.t("Media type of the body."),
      values: MEDIA_TYPES,
    },
    {
      name: "X-Forwarded-For",
      source: l10n.t("a convention; RFC 7239 defines its successor"),
      summary: l10n.t(
        "IP address that the user's request came from. Argus compares it with the address that the token was created for.",
      ),
    },
  ];
}

/** The header for a request's token; `undefined` if it is `Authorization`, which is in the list anyway. */
export function ownHeaderField({ name, isAuthorization }: TokenHeader): HeaderField | undefined {
  if (isAuthorization) return undefined;
  return {
    name,
    source: l10n.t("the setting argus.profiles"),
    summary: l10n.t("The Argus token of this request. Authorization is left to another system."),
  };
}

/** @param header for the request's token */
export function headerFieldNamed(name: string, header: TokenHeader): HeaderField | undefined {
  const own = header.isNamed(name) ? ownHeaderField(header) : undefined;
  const lower = name.toLowerCase();
  return own ?? headerFields().find((known) => known.name.toLowerCase() === lower);
}
