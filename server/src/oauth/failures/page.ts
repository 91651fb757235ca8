import * as l10n from "@vscode/l10n";
import { isPage, type Row } from "./row.ts";
import { theHost, withAnswer } from "./words.ts";

/** A proxy, a gateway or a captive portal answered in Argus' place. */
export const pageRow = (id: string): Row => ({
  id,
  when: isPage,
  message: withAnswer((facts) => l10n.t("{0} did not answer like Argus.", theHost(facts))),
  hint: () => l10n.t("Check the profile's URL, and whether a proxy, gateway or sign-in page answers instead of Argus."),
  help: ["editProfile", "diagnose"],
});
