import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

/**
 * Everything that an extension has written to its log channels, in the order of file names. A line appears a moment
 * after it was written, so poll (`until`). In editor tests, `ARGUS_TEST_USER_DATA` is the folder.
 *
 * @param userDataDir the user data folder, of a desktop or of a server
 * @param extension its `publisher.name`
 */
export async function extensionLog(userDataDir: string, extension = "argus-tokens.argus-tokens"): Promise<string> {
  const logs = join(userDataDir, "logs");
  const names = await readdir(logs, { recursive: true }).catch(() => []);
  const own = names.filter((name) => name.includes(`${sep}${extension}${sep}`) && name.endsWith(".log")).sort();
  const texts = await Promise.all(own.map((name) => readFile(join(logs, name), "utf8")));
  return texts.join("");
}
