import { homepage, type Manifest } from "./manifest.ts";

/** A link or a picture in Markdown: its mark, its text, its target within the checkout. */
const LINK = /(!?)\[([^\]]*)\]\((?!https:|#)([^)\s]+)\)/g;

/**
 * The README as the extension's page shows it, where nothing can be reached by a relative link: links and pictures lead to the
 * version's own tag. Pictures cannot come along: VS Code shows none of `data:` there, nor of the package.
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
