import type { LensMode } from "../../common/protocol/codeLenses.ts";
import { HTTP_YAC, REST_CLIENT } from "../../common/senders.ts";
import { type HttpDocument, textOf } from "./http/parse/model.ts";
import type { WorkerSettings } from "../../common/protocol/settings.ts";

/** Features that any extension for `.http` files may have; those specific to Argus are always provided. */
export type SharedFeature = "completion" | "documentSymbol" | "foldingRange" | "documentLink";

/** Features that other extensions provide: REST Client 0.26, httpYac 6.16. */
const PROVIDED: ReadonlyMap<string, readonly SharedFeature[]> = new Map([
  [REST_CLIENT, ["completion", "documentSymbol", "foldingRange", "documentLink"]],
  [HTTP_YAC, ["completion", "documentSymbol", "foldingRange"]],
]);

/**
 * The lenses of requests: beside other extensions' lenses there is little room, so they are compact unless the setting
 * says otherwise.
 */
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
      return otherExtensions.some((id) => PROVIDED.has(id.toLowerCase())) ? "compact" : "full";
    case "full":
    case "compact":
    case "off":
      return codeLens;
  }
}

type Settings = Pick<WorkerSettings, "languageFeatures" | "otherExtensions">;

/**
 * Does the worker provide a feature, or leave it to another extension?
 * @param document for features that another extension provides only for some documents
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
      return !otherExtensions.some((id) => provides(id.toLowerCase(), feature, document));
  }
}

function provides(id: string, feature: SharedFeature, document?: HttpDocument): boolean {
  if (!PROVIDED.get(id)?.includes(feature)) return false;
  return !(id === REST_CLIENT && feature === "documentSymbol" && document && breaksRestClientOutline(document));
}

/**
 * For its outline, REST Client reads the first line of each request without a name. It does not see the URL of a `curl`
 * command on a later line. If it takes one on the first line for the value of a flag, the whole outline breaks.
 */
function breaksRestClientOutline(document: HttpDocument): boolean {
  return document.blocks.some((block) => {
    const { name, request } = block;
    if (name || !request?.curl) return false;
    return request.url.line > request.line.line || !namesUrl(textOf(document, block, request.line));
  });
}

/** Words as REST Client splits them: at spaces outside quotes. */
const WORD = /(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^ "'])+/g;

/** Options for which REST Client takes the next word, which it may use as the URL. */
const TAKES_URL = /^(?:-\w*L|--(?:location|compressed|url))$/;
const TAKES_WORD = /^(?:--[^=]+|-(?!X[A-Z]+$)\w*[A-Za-z])$/;

/** Does REST Client find a URL in the first line of a command? */
function namesUrl(line: string): boolean {
  const words = line.match(WORD) ?? [];
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!word.startsWith("-")) return true;
    const isTaken = TAKES_WORD.test(word) && at + 1 < words.length && !words[at + 1]?.startsWith("-");
    if (isTaken && TAKES_URL.test(word)) return true;
    if (isTaken) at++;
  }
  return false;
}
