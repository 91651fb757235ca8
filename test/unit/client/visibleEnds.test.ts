/** Actions that used to end in silence: each now ends in a message. */
import assert from "node:assert/strict";
import type { LogOutputChannel } from "vscode";
import { InlineResults, type Result } from "../../../client/src/answers/inlineResults.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { EnvironmentOffer } from "../../../client/src/sharing/environmentOffer.ts";
import { KeyReminder } from "../../../client/src/tokens/keyReminder.ts";
import { Redactor } from "../../../common/redaction.ts";
import manifest from "../../../package.json" with { type: "json" };
import { standIn } from "../../host/standIn/state.ts";
import { env, window as vscodeWindow } from "../../host/standIn/vscode.ts";
import { until } from "../../host/until.ts";
import { type ClientWindow, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const log = { warn: () => undefined } as Partial<LogOutputChannel> as LogOutputChannel;

describe("an action without another visible effect", () => {
  const setup = useClient();

  const open = (parts: Record<string, object> = {}): ClientWindow => {
    const window = setup.open(parts);
    standIn.messages = [];
    return window;
  };
  const brokenSettings = (): void => {
    standIn.pause = (where) => (where === "settings" ? Promise.reject(new Error("EROFS")) : Promise.resolve());
  };

  it("says that discovered endpoints were saved", async () => {
    const window = open();
    standIn.answer = ({ choices = [] }) =>
      choices.find((each) => each === setup.sandbox.url || each === "Change Endpoints");
    assert.equal(await window.run("argus.discoverEndpoints", "default"), true, standIn.messages.join());
    assert.equal(standIn.statusMessages.at(-1), "The endpoints of “default” were changed.");
    window.close();
  });

  it("says that there is no certificate to enter a passphrase for", async () => {
    const window = open();
    assert.equal(await window.run("argus.setCredential", "default", "certificatePassphrase"), false);
    assert.match(standIn.messages.join(), /No client certificate is set for “default”/);
    window.close();
  });

  describe("with a client certificate's passphrase", () => {
    beforeEach(() => {
      const host = new URL(setup.sandbox.url).host;
      standIn.set("user", "argus.clientCertificate", { [host]: { certFile: "/a.pem", keyFile: "/a.key" } });
      standIn.answer = ({ prompt }) => (prompt.startsWith("Passphrase of /a.key") ? "pass phrase" : undefined);
    });
    const fail = (): void => {
      const readOnly = (): never => {
        throw new Error("EROFS");
      };
      Object.assign(setup.storage.secrets, { set: readOnly, delete: readOnly });
    };

    it("says that it is kept only in the window if the storage fails", async () => {
      const window = open();
      fail();
      assert.equal(await window.run("argus.setCredential", "default", "certificatePassphrase"), true);
      assert.match(standIn.messages.join(), /is kept only until this window is closed/);
      assert.deepEqual(window.passphrases.all, { "/a.key": "pass phrase" });
      window.close();
    });

    it("does not report a deletion that failed, and no longer uses it", async () => {
      const window = open();
      assert.equal(await window.run("argus.setCredential", "default", "certificatePassphrase"), true);
      fail();
      assert.equal(await window.run("argus.forgetCredentials", "default"), false);
      assert.match(standIn.messages.join(), /did not delete what is stored/);
      assert.deepEqual(window.passphrases.all, {});
      window.close();
    });
  });

  it("reports that the status bar's menu could not write its setting", async () => {
    const parts = { extension: { packageJSON: manifest } };
    const window = open(parts);
    brokenSettings();
    const { showQuickPick } = vscodeWindow;
    Object.assign(vscodeWindow, {
      showQuickPick: (items: { label: string }[]) =>
        Promise.resolve(items.find(({ label }) => label.includes("Turn Auto-Refresh On"))),
    });
    try {
      assert.equal(await window.run("argus.showActions"), false);
    } finally {
      Object.assign(vscodeWindow, { showQuickPick });
    }
    assert.match(standIn.messages.join(), /The setting argus\.autoRefresh could not be written/);
    window.close();
  });

  it("asks about the environment again if Insert changes nothing, though it was put off", async () => {
    const offer = new EnvironmentOffer(log);
    const window = open({ environmentOffer: offer });
    standIn.answer = ({ prompt }) => {
      if (prompt.includes("API key for")) return setup.sandbox.apiKey;
      return prompt.startsWith("The request takes its token from the environment") ? "Not Now" : undefined;
    };
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/a\nAuthorization: Bearer {{$processEnv ARGUS_TOKEN}}\n`)];
    const asked = (): number => standIn.messages.filter((text) => text.includes("argus.environmentVariables")).length;
    for (const times of [1, 2]) {
      assert.equal(await window.run("argus.insertToken", URI, 0, "environment"), true);
      await until("the question", () => asked() === times);
    }
    standIn.answer = () => "Turn On";
    brokenSettings();
    assert.equal(await window.run("argus.insertToken", URI, 0, "environment"), true);
    await until("the sentence", () =>
      standIn.messages.some((text) => text.includes("The setting argus.environmentVariables could not be written")),
    );
    offer.dispose();
    window.close();
  });

  it("names the settings that decide about the environment in a remote window", () => {
    const offer = new EnvironmentOffer(log);
    const asked: boolean[] = [];
    for (const remoteName of [undefined, "ssh-remote"]) {
      Object.assign(env, { remoteName });
      offer.make("ARGUS_TOKEN", true);
      asked.push(standIn.messages.at(-1)?.includes("belongs in the settings of this remote machine") === true);
    }
    Object.assign(env, { remoteName: undefined });
    offer.dispose();
    assert.deepEqual(asked, [false, true]);
  });

  it("shows an answer for a document in a hidden tab as a notification", async () => {
    const results = new InlineResults(new ResultDocuments(), new Redactor());
    const document = { ...documentOf("GET /a\n"), save: () => Promise.resolve(true) };
    standIn.documents = [document];
    const subject = { profile: "default", location: "session", digest: "", checkedAt: 0, active: true };
    const result = { kind: "introspect", good: true, summary: "active", claims: {}, subject } as Result;
    results.show(document as never, 0, result);
    assert.deepEqual(standIn.messages, []);
    standIn.hidden = document;
    results.show(document as never, 0, result);
    await until("the notification", () => standIn.messages.some((text) => text.includes("active")));
    results.dispose();
  });

  it("confirms when a key expires", async () => {
    const window = open();
    const { keyLives, profileSecrets, signIn } = window;
    const reminder = new KeyReminder({ keyLives, profileSecrets, signIn });
    standIn.answer = ({ prompt }) => (prompt.startsWith("When does key") ? "In About 3 Months" : undefined);
    const profile = { name: "default", ...setup.profile };
    await signIn.keep(profile, { credential: { kind: "apiKey", apiKey: "15a6/1/secret" } });
    await until("the confirmation", () => standIn.statusMessages.some((text) => /^Key \S+ expires on 20/.test(text)));
    reminder.dispose();
    window.close();
  });
});
