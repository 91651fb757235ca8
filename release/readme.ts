import { homepage, type Manifest } from "./manifest.ts";

/** A link or a picture in Markdown: its mark, its text, its target within the checkout. */
const LINK = /(!?)\[([^\]]*)\]\((?!https:|#)([^)\s]+)\)/g;

/**
 * The README for the extension's page, where relative links do not work: links and pictures lead to the version's own
 * tag. Pictures cannot be included: VS Code shows neither `data:` URLs nor files of the package there.
 */
export function packagedReadme(readme: string, manifest: Manifest): string {
  const address = (kind: "blob" | "raw", target: string): string =>
    `${homepage(manifest)}/${kind}/v${manifest.version}/${target}`;
  return readme.replace(
    LINK,
    (_, mark: string, text: string, target: string) =>
      `${mark}[${text}](${address(mark === "!" ? "raw" : "blob", target)})`,
  );
}
