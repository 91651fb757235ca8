import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The same path in the checkout and in the extension's package. */
const PAGE = join("docs", "diagnostics.md");

/**
 * Finds the explanation of a diagnostic in the documentation that comes with the worker: a `file:` URL with the
 * heading's line, which needs no network and fits the version.
 *
 * @param folder that contains `docs/`
 * @returns a function from a heading to its URL, or to `undefined` if there is none; it reads the page on its first
 * call
 */
export function documentationIn(folder: string): (heading: string) => string | undefined {
  let lines: Map<string, string> | undefined;
  return (heading) => {
    lines ??= headingsIn(join(folder, PAGE));
    return lines.get(heading);
  };
}

function headingsIn(path: string): Map<string, string> {
  const headings = new Map<string, string>();
  try {
    const { href } = pathToFileURL(path);
    for (const [index, line] of readFileSync(path, "utf8")
      .split(/\r\n|\r|\n/)
      .entries()) {
      if (!/^#+\s/.test(line)) continue;
      const heading = line.replace(/^#+/, "").trim().replace(/^`|`$/g, "");
      if (!heading.includes("`")) headings.set(heading, `${href}#L${index + 1}`);
    }
  } catch {
    // Without the page, the code is shown without a link.
  }
  return headings;
}
