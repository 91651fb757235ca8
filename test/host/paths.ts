/** Paths in the checkout, relative to this file. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root, which is also the folder of the extension under development. */
export const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));

/** Downloads, bundles of tests, screenshots: ignored by git, safe to delete. */
export const CACHE = join(CHECKOUT, ".vscode-test");
