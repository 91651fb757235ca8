import { runSuite } from "./runSuite.ts";

/** The extension host calls this, and treats a rejection as failure. */
export function run(): Promise<void> {
  return runSuite("editor", async () => {
    await import("./tokens.test.ts");
    await import("./profiles.test.ts");
    await import("./editProfile.test.ts");
    await import("./documents.test.ts");
    await import("./documentChecks.test.ts");
    await import("./otherDocuments.test.ts");
    await import("./answers.test.ts");
    await import("./languageFeatures.test.ts");
    await import("./otherHost.test.ts");
    await import("./lensOrder.test.ts");
    await import("./profileSecrets.test.ts");
    await import("./failures.test.ts");
    await import("./credentials.test.ts");
    await import("./calls.test.ts");
    await import("./refusals.test.ts");
    await import("./discovery.test.ts");
    await import("./originIp.test.ts");
    await import("./network.test.ts");
    await import("./environment.test.ts");
    await import("./httpYac.test.ts");
    await import("./autoRefresh.test.ts");
    await import("./statusBar.test.ts");
    await import("./tracked.test.ts");
    await import("./storeKey.test.ts");
    await import("./removeTokens.test.ts");
    await import("./variables.test.ts");
    await import("./accounts.test.ts");
    await import("./api.test.ts");
    await import("./terminal.test.ts");
    await import("./worker.test.ts");
  });
}
