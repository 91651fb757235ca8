import { runSuite } from "../runSuite.ts";

/** Like ../index.ts, in an editor with other extensions for `.http` files, and in a workspace of two folders. */
export function run(): Promise<void> {
  return runSuite("coexistence", async () => {
    await import("./coexistence.test.ts");
    await import("./environment.test.ts");
    await import("./severalFolders.test.ts");
  });
}
