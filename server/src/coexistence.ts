import type { LensMode } from "../../common/protocol/codeLenses.ts";
import type { HttpDocument } from "./http/parse/model.ts";
import type { WorkerSettings } from "../../common/protocol/settings.ts";

/** Features that any extension for `.http` files can give; what is Argus' is always given. */
export type SharedFeature = "completion" | "documentSymbol" | "foldingRange" | "documentLink";

const REST_CLIENT = "humao.rest-client";

/** What other extensions give by themselves: REST Client 0.26, httpYac 6.16. */
const GIVEN: ReadonlyMap<string, readonly SharedFeature[]> = new Map([
  [REST_CLIENT, ["completion", "documentSymbol", "foldingRange", "documentLink"]],
  ["anweber.vscode-httpyac", ["completion", "documentSymbol", "foldingRange"]],
]);

/** Which lenses requests have: beside other extensions' lenses there is little room, unless the setting says otherwise. */
export function lensMode({
  codeLens,
  otherExtensions,
}: Pick<WorkerSettings, "codeLens" | "otherExtensions">): LensMode {
  switch (codeLens) {
    case true:
      return "full";
    case false:
      return "off";
    case "auto":
      return otherExtensions.some((id) => GIVEN.has(id.toLowerCase())) ? "compact" : "full";
    case "full":
    case "compact":
    case "off":
      return codeLens;
  }
}

type Settings = Pick<WorkerSettings, "languageFeatures" | "otherExtensions">;

/**
 * Whether the worker gives a feature, or leaves it to another extension that does.
 * @param document where what another extension gives depends on it
 */
export function providesFeature(
  { languageFeatures, otherExtensions }: Settings,
  feature: SharedFeature,
  document?: HttpDocument,
): boolean {
  switch (languageFeatures) {
    case "on":
      return true;
    case "off":
      return false;
    case "auto":
      return !otherExtensions.some((id) => gives(id.toLowerCase(), feature, document));
  }
}

function gives(id: string, feature: SharedFeature, document?: HttpDocument): boolean {
  if (!GIVEN.get(id)?.includes(feature)) return false;
  return !(id === REST_CLIENT && feature === "documentSymbol" && document && breaksRestClientOutline(document));
}

/**
 * REST Client reads the first line of each request without a name for its outline. A `curl` command without a URL there
 * ends the whole outline.
 */
function breaksRestClientOutline({ blocks }: HttpDocument): boolean {
  return blocks.some(({ name, request }) => !name && request?.curl && request.url.line > request.line.line);
}
