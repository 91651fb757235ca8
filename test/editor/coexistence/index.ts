import { runSuite } from "../runSuite.ts";

/** As ../index.ts, in an editor that has other extensions for `.http` files too. */
export function run(): Promise<void> {
  return runSuite("coexistence", async () => {
    await import("./coexistence.test.ts");
  });
}
