import assert from "node:assert/strict";
import type { Memento } from "vscode";
import { KeepFresh } from "../../../client/src/edits/keepFresh.ts";
import type { DocumentLine } from "../../../client/src/documents/documentLine.ts";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";

type Dependencies = ConstructorParameters<typeof KeepFresh>[0];

describe("Keep Tokens Fresh", () => {
  let values: Map<string, unknown>;
  beforeEach(() => {
    standIn.reset();
    values = new Map();
  });

  function keepFresh(): KeepFresh {
    const memory = {
      get: (key: string) => values.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
    } as unknown as Memento;
    const worker = { send: () => Promise.resolve({ ok: true, value: { profiles: ["dev"] } }) };
    return new KeepFresh({ memory, worker } as unknown as Dependencies);
  }

  it("is offered once, whatever was answered", async () => {
    let accepted = 0;
    const offer = (): Promise<void> => keepFresh().offer(() => void (accepted += 1));
    standIn.answer = () => undefined;
    await offer();
    standIn.answer = () => "Keep Fresh";
    await offer();
    assert.deepEqual([standIn.messages.length, accepted], [1, 0]);
  });

  it("is accepted by one click", async () => {
    let accepted = 0;
    standIn.answer = () => "Keep Fresh";
    await keepFresh().offer(() => void (accepted += 1));
    assert.equal(accepted, 1);
    assert.deepEqual(standIn.messages, ["Keep tokens fresh without touching this file?"]);
  });

  it("is not offered while it is on", async () => {
    standIn.set("user", "argus.insertAs", "environment");
    standIn.set("user", "argus.environmentVariables", true);
    standIn.set("workspace", "argus.autoRefresh", "session");
    await keepFresh().offer(() => undefined);
    assert.deepEqual(standIn.messages, []);
  });

  it("names settings and variable before others can read tokens, and changes nothing without consent", async () => {
    standIn.answer = () => undefined;
    const outcome = await keepFresh().turnOn(undefined);
    assert.equal(outcome.ok, false);
    const [question] = standIn.questions;
    for (const named of ["ARGUS_TOKEN", "argus.environmentVariables", "argus.insertAs", "argus.autoRefresh"])
      assert(question?.prompt.includes(named), named);
    assert.deepEqual(standIn.settings.user, {});
  });

  it("writes each setting where it takes effect, and says where", async () => {
    standIn.set("workspace", "argus.autoRefresh", "off");
    standIn.answer = ({ choices }) => choices?.[0];
    assert.equal((await keepFresh().turnOn(undefined)).ok, true);
    assert.deepEqual(standIn.settings.user, { "argus.insertAs": "environment", "argus.environmentVariables": true });
    assert.deepEqual(standIn.settings.workspace, { "argus.autoRefresh": "session" });
    const said = standIn.messages.at(-1) ?? "";
    assert.match(said, /Your user settings now set argus\.insertAs and argus\.environmentVariables\./);
    assert.match(said, /This workspace's settings now set argus\.autoRefresh\./);
  });

  it("names the setting that cannot be written, with the file where it belongs", async () => {
    const { env } = await import("vscode");
    standIn.answer = ({ choices }) => choices?.[0];
    standIn.pause = (where) => (where === "settings" ? Promise.reject(new Error("EROFS")) : Promise.resolve());
    const failed = async (): Promise<unknown[]> => {
      const outcome = await keepFresh().turnOn(undefined);
      return outcome.ok ? [] : [outcome.error.message, outcome.error.help];
    };
    const sentence = (name: string): string => `The setting argus.${name} could not be written.`;
    assert.deepEqual(await failed(), [sentence("insertAs"), ["userSettings", "retry"]]);
    standIn.set("workspace", "argus.insertAs", "literal");
    assert.deepEqual(await failed(), [sentence("insertAs"), ["workspaceSettings", "retry"]]);
    standIn.set("workspace", "argus.insertAs", "environment");
    standIn.set("user", "argus.autoRefresh", "session");
    Object.assign(env, { remoteName: "ssh-remote" });
    try {
      assert.deepEqual(await failed(), [sentence("environmentVariables"), ["remoteSettings", "retry"]]);
    } finally {
      Object.assign(env, { remoteName: undefined });
    }
  });

  it("says that it is on although the person cancels the token of the request", async () => {
    standIn.set("user", "argus.profiles", { dev: { url: "https://argus.example", clientId: "d" } });
    standIn.answer = ({ choices }) => choices?.[0];
    const cancelled = { ok: false, error: { code: "cancelled", message: "" } };
    const values = {
      "argus/requestAt": { profile: "dev", requestLine: 0 },
      "argus/requestProfiles": { profiles: ["dev"] },
    };
    const target = { document: documentOf("GET /a\n"), line: 0, dispose: () => undefined } as unknown as DocumentLine;
    standIn.documents = [target.document];
    const dependencies = {
      worker: { send: (method: keyof typeof values) => Promise.resolve({ ok: true, value: values[method] }) },
      signIn: { obtain: () => Promise.resolve(cancelled) },
      tokens: { obtain: () => Promise.resolve(cancelled) },
    };
    const outcome = await new KeepFresh(dependencies as unknown as Dependencies).turnOn(target);
    assert.equal(outcome.ok, true);
    assert.match(standIn.messages.at(-1) ?? "", /^Tokens stay fresh from now on.* No token yet for “dev”\.$/);
  });

  it("says in a remote window that its machine keeps the variables", async () => {
    const { env } = await import("vscode");
    Object.assign(env, { remoteName: "ssh-remote" });
    try {
      standIn.answer = ({ choices }) => choices?.[0];
      await keepFresh().turnOn(undefined);
      assert.match(
        standIn.messages.at(-1) ?? "",
        /The settings of this remote machine now set argus\.environmentVariables\./,
      );
    } finally {
      Object.assign(env, { remoteName: undefined });
    }
  });
});
