import assert from "node:assert/strict";
import { workspace } from "vscode";
import { readReport } from "./reports.ts";
import { addProfile, run, until, useExtension } from "./setup.ts";

describe("“Why Was This Refused?” in the editor", () => {
  const setup = useExtension();
  beforeEach(() => addProfile(setup.sandbox, { scope: "openid profile clientip" }));

  it("names the cause, offers its remedy and opens the evidence without the token", async () => {
    const { sandbox } = setup;
    const document = await setup.open(
      `GET ${sandbox.url}/one\nX-Forwarded-For: 198.51.100.7\n\n###\nGET ${sandbox.url}/two\n`,
    );
    const uri = document.uri.toString();
    const person = setup.person([sandbox.apiKey], ["Insert Token"]);
    assert.equal(await run("argus.explainRefusal", uri, 4), true);
    const first = await until("the cause", () => person.messages[0]);
    assert.match(first.text, /The request carries no token/);
    await until("the inserted token", () => /two\nAuthorization: Bearer \S+/.test(document.getText()));

    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.explainRefusal", uri, 0), true);
    const other = await until("the other cause", () =>
      person.messages.find(({ text }) => text.includes("has bound the token to")),
    );
    assert.match(other.text, /but the request sends 198\.51\.100\.7/);
    const [, token = "none"] = /Bearer (\S+)/.exec(document.getText()) ?? [];
    const reports = await until("both reports", () => {
      const found = workspace.textDocuments.filter(
        ({ uri: { scheme, path } }) => scheme === "argus-result" && path.startsWith("/Argus refusal"),
      );
      return found.length >= 2 && found;
    });
    for (const report of reports) assert(!report.getText().includes(token));
    const { copied } = await readReport("Argus refusal");
    assert.match(copied, /^Argus: Why Was This Refused\?\n[^]*\nEvidence\n/);
    assert(!copied.includes(token));
  });
});
