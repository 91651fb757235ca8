import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";

const PASSPHRASE = "correct horse";

/** A person with an enrolled key, in a network whose proxy inspects TLS. */
describe("a signed JWT", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    settings: { ...profileOf(sandbox), "http.proxyStrictSSL": false },
  }));
  before(async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    sandbox.enrol({ publicKey });
    const encrypted = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE } as const;
    await writeFile(join(session.folder, "argus-key.pem"), privateKey.export(encrypted));
    await session.ui.openFile("whoami.http");
  });

  it("is set up from a key file: passphrase, then Enter to the end", async () => {
    const { input, statusBar } = session.ui;
    const at = (step: number, total: number) => input.read(`Argus: Credential of default (${step}/${total})`);
    await session.ui.command("Argus: Get Token");
    await input.read("Argus: Credential of default");
    await input.accept();
    await at(2, 2);
    await input.pick("Signed JWT");
    await at(3, 6);
    await session.ui.screenshot("key");
    await input.pick("Choose Key File…");
    await input.read("Argus: Private Key");
    await input.enterPath("Argus: Private Key", join(session.folder, "argus-key.pem"));

    assert((await at(4, 7)).masked);
    await input.type("wrong");
    await input.accept();
    await until("the reason", async () => (await at(4, 7)).invalid);
    await session.ui.screenshot("passphrase");
    await input.type(PASSPHRASE);
    await input.accept();
    for (const step of [5, 6, 7, 8]) {
      await at(step, 8);
      if (step === 5) assert.equal((await input.items())[0], "RS256");
      await input.accept();
    }
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
  });

  it("is used while the status bar says that certificates are not verified", async () => {
    const { label } = await session.ui.statusBar.read("default");
    assert.match(label, /Certificates are not verified: http\.proxyStrictSSL is off/);
  });

  it("is among the recent calls", async () => {
    const { input, editor } = session.ui;
    await session.ui.command("Argus: Show Calls");
    await input.read("Argus: Calls");
    assert.match((await input.items())[0] ?? "", /^\d\d:\d\d:\d\d token/);
    await session.ui.screenshot("calls");
    await input.accept();
    await until("the call, rendered", async () => /^\d\d:\d\d:\d\d token · default · /.test(await editor.report()));
    await session.ui.screenshot("call");
  });

  it("is used in a diagnosis, which opens a report", async () => {
    const { editor, page, statusBar } = session.ui;
    await session.ui.command("Argus: Diagnose Connection");
    await until("the report, rendered", async () => (await editor.report()) === "Argus: Connection Diagnosis");
    await session.ui.screenshot("diagnosis");
    await page.getByRole("button", { name: "Copy for a Ticket" }).click();
    await until("the message", () => statusBar.has("Report copied"));
    const copied = await page.evaluate("navigator.clipboard.readText()");
    assert.match(String(copied), /^Argus: Connection Diagnosis\n[^]*\n- ok Token \(\d+ ms\): /);
  });
});
