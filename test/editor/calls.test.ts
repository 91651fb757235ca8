import assert from "node:assert/strict";
import { env } from "vscode";
import { readReport } from "./reports.ts";
import { addProfile, run, useExtension } from "./setup.ts";

describe("the recent calls", () => {
  const setup = useExtension();

  it("can be opened and copied as curl without secrets, even after the worker exited", async () => {
    const { apiKey } = setup.sandbox;
    await addProfile(setup.sandbox);
    setup.person([apiKey]);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.copyToken"), true);
    const token = await env.clipboard.readText();
    assert.equal(await run("argus.restartWorker"), true);
    const port = new URL(setup.sandbox.url).port;

    const person = setup.person(["Enter"]);
    assert.equal(await run("argus.showCalls"), true);
    assert.match(person.picks[0]?.labels[0] ?? "", /^\d\d:\d\d:\d\d token$/);
    const { document, text, copied } = await readReport("Argus token");
    assert.equal(document.languageId, "markdown");
    assert(text.includes(`POST ${setup.sandbox.url}/authentication/v1/oauth/token`), text);
    assert.match(text, /\$ARGUS_API_KEY/);
    assert.match(text, /grant_type=client_credentials/);

    const label = person.picks[0]!.labels[0]!;
    setup.person([{ label, button: "Copy as curl" }]);
    assert.equal(await run("argus.showCalls"), true);
    const curl = await env.clipboard.readText();
    assert.match(curl, /^curl -X POST /);
    assert(curl.includes(port));
    for (const secret of [apiKey, token]) assert(!(curl + text + copied).includes(secret));
    assert.match(copied, /^argus-api-key: \$ARGUS_API_KEY$/im);
    await env.clipboard.writeText("");
  });
});
