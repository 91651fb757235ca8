import assert from "node:assert/strict";
import { mock } from "node:test";
import type { LogOutputChannel } from "vscode";
import { GitTracking } from "../../../client/src/git/gitTracking.ts";
import { settingsForWorker, variableSettings } from "../../../client/src/worker/workerSettings.ts";
import { standIn } from "../../host/standIn/state.ts";
import { extensions, workspace } from "../../host/standIn/vscode.ts";
import { documentOf } from "./clientWindow.ts";

describe("a folder that is not trusted", () => {
  const { getExtension } = extensions;
  beforeEach(() => {
    standIn.reset();
    workspace.isTrusted = false;
  });
  afterEach(() => {
    mock.timers.reset();
    workspace.isTrusted = true;
    extensions.getExtension = getExtension;
    standIn.reset();
  });

  it("has no variables from other files or the settings of other extensions", () => {
    for (const section of ["rest-client", "httpyac"])
      standIn.set("workspace", `${section}.environmentVariables`, { $shared: { secret: "of the folder" } });
    const sent = (): string => JSON.stringify([settingsForWorker(), variableSettings()]);
    assert.match(sent(), /"variableFiles":false/);
    assert.doesNotMatch(sent(), /of the folder/);
    workspace.isTrusted = true;
    assert.match(sent(), /"variableFiles":true/);
    assert.match(sent(), /of the folder/);
  });

  it("is not asked about in git", async () => {
    let asked = 0;
    extensions.getExtension = (id: string) => {
      if (id === "vscode.git") asked += 1;
      return getExtension(id);
    };
    mock.timers.enable({ apis: ["setTimeout"] });
    standIn.documents = [documentOf("GET /one\n")];
    const trackings: GitTracking[] = [];
    const timesAsked = async (): Promise<number> => {
      trackings.push(new GitTracking({} as LogOutputChannel));
      mock.timers.runAll();
      await new Promise(setImmediate);
      return asked;
    };
    assert.equal(await timesAsked(), 0);
    workspace.isTrusted = true;
    assert.equal(await timesAsked(), 1);
    for (const tracking of trackings) tracking.dispose();
  });
});
