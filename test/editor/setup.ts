import assert from "node:assert/strict";
import { commands, ConfigurationTarget, extensions, type TextDocument, Uri, window, workspace } from "vscode";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Answer, Person } from "./person.ts";

/** Everything a test of the extension needs. New for each test. */
export interface Setup {
  readonly sandbox: Sandbox;
  /** Answers boxes and watches notifications. */
  person(...how: ConstructorParameters<typeof Person>): Person;
  /** Opens a new `.http` document with a text, in an editor. */
  open(text: string): Promise<TextDocument>;
}

const NAME = "default";

/** Each file name is used once, because late writes could reach documents of earlier tests. */
let count = 0;

export function useExtension(): Setup {
  let sandbox: Sandbox | undefined;
  let person: Person | undefined;

  before(async () => {
    const extension = extensions.getExtension("argus-tokens.argus-tokens");
    assert(extension, "the extension is not there");
    await extension.activate();
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    person?.leave();
    person = undefined;
    const violations = sandbox?.violations ?? [];
    await sandbox?.close();
    for (const name of ["default", "other"]) await quietly([], "argus.forgetCredentials", name);
    // The next test must not see this test's leftovers.
    await quietly([{ label: "Start Over" }], "argus.addProfile");
    await setProfiles(undefined);
    for (const target of [ConfigurationTarget.Global, ConfigurationTarget.Workspace]) {
      await workspace.getConfiguration("argus").update("activeProfile", undefined, target);
    }
    await setProfiles(undefined, ConfigurationTarget.Workspace);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await commands.executeCommand("workbench.action.closeAllEditors");
    assert.deepEqual(violations, []);
  });

  return {
    get sandbox() {
      assert(sandbox);
      return sandbox;
    },
    person(...how) {
      person?.leave();
      person = new Person(...how);
      return person;
    },
    async open(text) {
      count += 1;
      const folder = workspace.workspaceFolders?.[0]?.uri;
      assert(folder, "no folder is open");
      const uri = Uri.joinPath(folder, `test-${count}.http`);
      await workspace.fs.writeFile(uri, Buffer.from(text));
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document);
      return document;
    },
  };
}

/** The answer to the question which Argus a profile is for. */
export const OTHER_ARGUS = { label: "Another URL…" };

/** The answers that create the first profile for a sandbox. */
export function profileAnswers({ url, clientId, apiKey }: Sandbox): Answer[] {
  return [OTHER_ARGUS, url, apiKey, clientId, NAME, { label: "Get a Token Now" }];
}

/** Writes `argus.profiles` to the user's settings, or the workspace's. */
export async function setProfiles(
  profiles: Record<string, unknown> | undefined,
  target = ConfigurationTarget.Global,
): Promise<void> {
  await workspace.getConfiguration("argus").update("profiles", profiles, target);
}

/** Adds a profile for the sandbox to the settings. Its tokens are also for example.com; its key has to be entered. */
export async function addProfile(
  { url, clientId }: Sandbox,
  more: Record<string, unknown> = {},
  name = NAME,
): Promise<void> {
  const profiles = workspace.getConfiguration("argus").get<Record<string, unknown>>("profiles");
  await setProfiles({ ...profiles, [name]: { url, clientId, hosts: ["example.com"], ...more } });
}

/** A file with a private key for this test. */
export async function keyFile(text: string): Promise<Uri> {
  count += 1;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert(folder, "no folder is open");
  const uri = Uri.joinPath(folder, `key-${count}.pem`);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

/** Runs one of our commands; returns whether it succeeded. */
export function run(command: string, ...args: unknown[]): Promise<boolean> {
  return Promise.resolve(commands.executeCommand<boolean>(command, ...args));
}

/** The token in a document's n-th `Authorization` header. */
export function tokenIn(document: TextDocument, index = 0): string | undefined {
  return [...document.getText().matchAll(/^Authorization: Bearer (\S+)$/gm)][index]?.[1];
}

export { until };

async function quietly(answers: Answer[], command: string, ...args: unknown[]): Promise<void> {
  const silent = new Person(answers);
  await run(command, ...args);
  silent.leave();
}
