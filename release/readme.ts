import { readFileSync } from "node:fs";
import { join } from "node:path";
import { homepage, type Manifest } from "./manifest.ts";

/** A link or picture in Markdown: its mark, text, and target within the checkout. */
const LINK = /(!?)\[([^\]]*)\]\((?!https:|#)([^)\s]+)\)/g;

/**
 * The README for the extension's page, where relative links do not work.
 *
 * Pictures are embedded: VS Code shows `https:` and `data:` pictures there, and only the latter need neither network
 * nor a public repository. Other links point to the version's own tag.
 *
 * @param checkout the folder that relative links start from
 */
export function packagedReadme(readme: string, checkout: string, manifest: Manifest): string {
  const files = `${homepage(manifest)}/blob/v${manifest.version}`;
  return readme.replace(LINK, (_, mark: string, text: string, target: string) =>
    mark === "!" ? `![${text}](${picture(join(checkout, target))})` : `[${text}](${files}/${target})`,
  );
}

function picture(path: string): string {
  return `data:image/png;base64,${readFileSync(path).toString("base64")}`;
}
