import type { DocumentLink } from "vscode-languageserver";
import { parsedUrl } from "../../../../common/urls.ts";
import { linesOf } from "../facts/lines.ts";
import type { HttpDocument } from "../parse/model.ts";

/** A body's `< file`, `<@ file` or `<@latin1 file`, or `> script.js`. */
const REFERENCE = /^(?:<(?:@[\w-]*)?|>)[ \t]+/;

/** In UTF-16 units; anything longer is not a path. */
const LONGEST_PATH = 4096;

/** The files that requests refer to. @param uri of the document; links need one that is a file */
export function documentLinks(document: HttpDocument, uri: string): DocumentLink[] {
  if (!uri.startsWith("file:") || parsedUrl(uri) === undefined) return [];
  const links: DocumentLink[] = [];
  for (const block of document.blocks) {
    for (const { line, kind, blank, cursor } of linesOf(document, block)) {
      const { text, first, end, start } = cursor;
      const mark = text.charAt(first);
      if (blank || kind === "script" || kind === "head" || (mark !== "<" && mark !== ">")) continue;
      const written = text.slice(first, Math.min(end, first + LONGEST_PATH)).trimEnd();
      const skipped = REFERENCE.exec(written)?.[0].length ?? 0;
      const target = skipped > 0 ? targetOf(written.slice(skipped), uri) : undefined;
      if (target === undefined) continue;
      const character = first - start;
      links.push({
        range: {
          start: { line, character: character + skipped },
          end: { line, character: character + written.length },
        },
        target,
      });
    }
  }
  return links;
}

/** Paths are relative to the document. Those with variables are skipped: only the sender can expand them. */
function targetOf(path: string, uri: string): string | undefined {
  if (path === "" || path.includes("{{") || path.startsWith("{%")) return undefined;
  const segments = path.replaceAll("\\", "/").split("/");
  const isDrive = /^[A-Za-z]:$/.test(segments[0] ?? "");
  const encoded = segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join("/");
  const href = isDrive ? `file:///${encoded}` : encoded;
  return parsedUrl(href, uri)?.href;
}
