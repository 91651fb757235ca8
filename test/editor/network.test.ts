import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { basename } from "node:path";
import { commands, type CompletionList, ConfigurationTarget, Uri, window, workspace } from "vscode";
import {
  networkSettings,
  proxyAddress,
  proxySecrets,
  verifiesCertificates,
} from "../../client/src/worker/networkSettings.ts";
import { WarningNotifier } from "../../client/src/failures/warningNotifier.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { caPem, clientCertificateOf } from "../sandbox/tls.ts";
import { readReport } from "./reports.ts";
import { addProfile, keyFile, run, setProfiles, until, useExtension } from "./setup.ts";

async function set(values: Record<string, unknown>): Promise<void> {
  const http = workspace.getConfiguration("http");
  for (const [name, value] of Object.entries(values)) await http.update(name, value, ConfigurationTarget.Global);
}

describe("the editor's network settings", () => {
  const setup = useExtension();
  afterEach(() => set({ proxy: undefined, proxyAuthorization: undefined, proxyStrictSSL: undefined }));

  it("include the proxy's login, which is treated as a secret", async () => {
    await set({ proxy: "http://me:p%40ss@proxy.example:8080", proxyAuthorization: "Basic bG9naW4=" });
    assert.equal(networkSettings()["proxy"], "http://me:p%40ss@proxy.example:8080");
    assert.equal(proxyAddress(), "proxy.example:8080");
    const secrets = proxySecrets();
    for (const secret of ["p%40ss", "p@ss", "me:p@ss", "Basic bG9naW4=", "bG9naW4="]) {
      assert(secrets.includes(secret), secret);
    }
    assert(verifiesCertificates());
    await set({ proxyStrictSSL: false });
    assert(!verifiesCertificates());
  });

  it("do not affect calls to this machine", async () => {
    await set({ proxy: "http://me:secret@127.0.0.1:1" });
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
  });
});

describe("a client certificate", () => {
  const setup = useExtension();
  const configure = async (caFile: string | undefined, entry: Record<string, string> | undefined): Promise<void> => {
    const argus = workspace.getConfiguration("argus");
    const certificates = entry && { "127.0.0.1": entry };
    await argus.update("caFile", caFile, ConfigurationTarget.Global);
    await argus.update("clientCertificate", certificates, ConfigurationTarget.Global);
  };
  let server: Sandbox;
  beforeEach(async () => {
    server = await startSandbox({ tls: "trusted", clientCertificate: { version: "TLSv1.3" } });
  });
  afterEach(async () => {
    await configure(undefined, undefined);
    await server.close();
  });

  it("that the server requires is named as missing; then its passphrase is asked for once", async () => {
    const { cert, key } = clientCertificateOf("trusted");
    const cipher = { cipher: "aes-256-cbc", passphrase: "open sesame" } as const;
    const locked = createPrivateKey(key).export({ type: "pkcs8", format: "pem", ...cipher });
    const [ca, certFile, pem] = [await keyFile(caPem()), await keyFile(cert), await keyFile(locked.toString())];
    await configure(ca.fsPath, undefined);
    await addProfile(server);
    const first = setup.person([server.apiKey, { label: "Save Without Testing" }]);
    assert.equal(await run("argus.getToken"), false);
    assert.match(first.messages[0]?.text ?? "", /requires a client certificate, and none was sent/);
    assert.deepEqual(first.messages[0]?.buttons, ["Open Setting", "Diagnose"]);

    await configure(ca.fsPath, { certFile: certFile.fsPath, keyFile: pem.fsPath });
    const wrong = setup.person(["another"]);
    assert.equal(await run("argus.getToken"), false);
    assert.match(wrong.boxes[0]?.prompt ?? "", new RegExp(`^Passphrase of .*${basename(pem.fsPath)}`));
    assert.equal(wrong.boxes[0]?.masked, true);
    assert.match(wrong.messages[0]?.text ?? "", /the stored passphrase does not open the client certificate/);

    const right = setup.person(["open sesame"]);
    assert.equal(await run("argus.getToken"), true);
    assert.deepEqual([right.boxes.length, server.requests.length], [1, 1]);
    const again = setup.person();
    assert.equal(await run("argus.restartWorker"), true);
    assert.equal(await run("argus.getToken"), true, JSON.stringify(again.messages));
    assert.deepEqual([again.boxes, again.messages], [[], []]);

    const forgetting = setup.person([], ["Delete"]);
    assert.equal(await run("argus.forgetCredentials", "default"), true);
    assert.match(forgetting.messages.at(-1)?.text ?? "", /token and certificate passphrase of “default” were deleted/);
    const after = setup.person([server.apiKey]);
    assert.equal(await run("argus.getToken"), false);
    // The key, the passphrase that opens the certificate for its test, and the key again.
    assert.equal(after.boxes.length, 3, JSON.stringify(after.boxes));
  });
});

describe("a connection diagnosis", () => {
  const setup = useExtension();

  it("opens a report for a ticket, using stored credentials without asking", async () => {
    const { apiKey, clientSecret, clientId, url } = setup.sandbox;
    await addProfile(setup.sandbox);
    setup.person([apiKey, clientSecret]);
    assert.equal(await run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await run("argus.setCredential", "default", "clientSecret"), true);
    const person = setup.person();
    assert.equal(await run("argus.diagnose"), true, JSON.stringify(person.messages));
    const { document, text, copied } = await readReport("Argus diagnosis");
    assert.equal(document.languageId, "markdown");
    assert(text.includes(`${url}, client ${clientId}`), text);
    assert.match(text, /^- \*\*ok\*\* Token \(\d+ ms\): /m);
    assert.match(text, /^- \*\*ok\*\* Userinfo \(\d+ ms\): /m);
    assert.deepEqual(person.boxes, []);
    for (const secret of [apiKey, clientSecret]) assert(!(text + copied).includes(secret));
    assert.match(copied, /^Argus: Connection Diagnosis\n[^]*^- ok Token \(\d+ ms\): /m);
  });
});

describe("a warning", () => {
  const setup = useExtension();

  it("about an answer is shown once per window, with a button for the profile", () => {
    const person = setup.person();
    const warningNotifier = new WarningNotifier();
    warningNotifier.warn(["One.", "Two."]);
    warningNotifier.warn(["One."]);
    warningNotifier.warn();
    const buttons = ["Edit Profile"];
    assert.deepEqual(person.messages, [
      { text: "One.", buttons },
      { text: "Two.", buttons },
    ]);
  });
});

describe("a profile in settings.json", () => {
  useExtension();
  afterEach(() => setProfiles(undefined));

  it("gets completion for its scopes", async function () {
    await setProfiles({ default: { url: "https://argus.example", clientId: "c", scope: "" } });
    await commands.executeCommand("workbench.action.openSettingsJson");
    const editor = await until("the settings", () => {
      const found = window.activeTextEditor;
      return (
        found?.document.uri.path.endsWith("settings.json") && found.document.getText().includes('"scope"') && found
      );
    });
    const { document } = editor;
    const position = document.positionAt(document.getText().indexOf('"scope": ""') + '"scope": "'.length);
    await until("the scopes in the completions", async () => {
      const provide = "vscode.executeCompletionItemProvider";
      const uri: Uri = document.uri;
      const { items } = await commands.executeCommand<CompletionList>(provide, uri, position);
      const found = items.map(({ label }) => (typeof label === "string" ? label : label.label));
      const scopes = ["openid", "profile", "email", "groups", "customer", "clientip"];
      return scopes.every((scope) => found.includes(`"${scope}"`) || found.includes(scope));
    });
  });
});
