import * as l10n from "@vscode/l10n";
import { window, workspace } from "vscode";
import { PUBLIC_API } from "../../../common/endpoints.ts";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { ForeignDocuments } from "../documents/foreignDocuments.ts";
import { activeProfileName, profileNamed } from "../settings.ts";

/** Opens a new document with a working request, which asks Argus whose token it carries. */
export async function openExample(foreign: ForeignDocuments): Promise<void> {
  const content = `### ${l10n.t("Whose token is this?")}\nGET ${userinfoUrl()}\nAccept: application/json\n`;
  const document = await workspace.openTextDocument({ language: "http", content });
  foreign.accept(document);
  await window.showTextDocument(document);
}

/** The active profile's URL, or the public one if that profile is invalid. */
function userinfoUrl(): string {
  const name = activeProfileName();
  const profile = name === undefined ? undefined : profileNamed(name);
  return endpointUrl(profile?.ok === true ? profile.value : { url: PUBLIC_API }, "userinfo");
}
