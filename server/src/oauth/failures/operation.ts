/** Sentences that depend on what the server was asked for. */
import * as l10n from "@vscode/l10n";
import type { Facts } from "./row.ts";
import { theHost } from "./words.ts";

export function notPermitted({ call }: Facts): string {
  switch (call ?? "discovery") {
    case "token":
      return l10n.t("Argus does not allow you to get a token with this client.");
    case "introspection":
      return l10n.t("Argus does not allow this client to introspect the token.");
    case "userinfo":
      return l10n.t("Argus does not give out userinfo for this token.");
    case "client":
      return l10n.t("Argus does not allow you to look up this client.");
    case "session":
      return l10n.t("Argus does not allow you to end the session.");
    case "revocation":
      return l10n.t("Argus does not allow this client to revoke the token.");
    case "discovery":
      return l10n.t("The server does not allow this request.");
  }
}

export function rejected({ call }: Facts): string {
  switch (call ?? "discovery") {
    case "token":
      return l10n.t("Argus rejected the token request.");
    case "introspection":
      return l10n.t("Argus rejected the introspection request.");
    case "userinfo":
      return l10n.t("Argus rejected the userinfo request.");
    case "client":
      return l10n.t("Argus rejected the request for the client's ID.");
    case "session":
      return l10n.t("Argus rejected the request to end the session.");
    case "revocation":
      return l10n.t("Argus rejected the request to revoke the token.");
    case "discovery":
      return l10n.t("The server rejected the request.");
  }
}

export function noSuchAddress(facts: Facts): string {
  switch (facts.call ?? "discovery") {
    case "token":
      return l10n.t("{0} has no token endpoint at that address.", theHost(facts));
    case "introspection":
      return l10n.t("{0} has no introspection endpoint at that address.", theHost(facts));
    case "userinfo":
      return l10n.t("{0} has no userinfo endpoint at that address.", theHost(facts));
    case "client":
      return l10n.t("{0} knows no client of that name.", theHost(facts));
    case "session":
      return l10n.t("{0} cannot end sessions at that address.", theHost(facts));
    case "revocation":
      return l10n.t("{0} has no revocation endpoint at that address.", theHost(facts));
    case "discovery":
      return l10n.t("{0} found nothing at that address.", theHost(facts));
  }
}
