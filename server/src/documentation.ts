import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Its name in the checkout, and in the package of the extension. */
const NAMES = ["README.md", "readme.md"];

/**
 * Where the README that was delivered with the worker explains a subject: a `file:` URL of the line with the heading, which
 * needs no network and fits the version.
 * @param folder of the README
 * @returns a function from a heading to its URL, or to `undefined` where there is none; it reads the file when it is first asked
 */
export function documentationIn(folder: string): (heading: string) => string | undefined {
  let lines: Map<string, string> | undefined;
  return (heading) => {
    lines ??= headingsIn(folder);
    return lines.get(heading);
  };
}

function headingsIn(folder: string): Map<string, string> {
  const headings = new Map<string, string>();
  const path = NAMES.map((name) => join(folder, name)).find(existsSync);
  if (path === undefined) return headings;
  try {
    const { href } = pathToFileURL(path);
    for (const [index, line] of readFileSync(path, "utf8")
      .split(/\r\n|\r|\n/)
      .entries()) {
      const heading = /^#+\s+`?([^`]*)`?\s*$/.exec(line)?.[1];
      if (heading !== undefined) headings.set(heading, `${href}#L${index + 1}`);
    }
  } catch {
    // A README that cannot be read is missed by nobody else.
  }
  return headings;
}
