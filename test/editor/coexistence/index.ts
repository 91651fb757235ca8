import { runSuite } from "../runSuite.ts";

/** Like ../index.ts, in an editor with other extensions for `.http` files. */
export function run(): Promise<void> {
  return runSuite("coexistence", async () => {
    await import("./coexistence.test.ts");
    await import("./environment.test.ts");
  });
}
