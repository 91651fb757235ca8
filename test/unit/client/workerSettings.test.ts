import assert from "node:assert/strict";
import { settingsForWorker, variableSettings } from "../../../client/src/worker/workerSettings.ts";
import { WorkerState } from "../../../server/src/workerState.ts";
import { standIn } from "../../host/standIn/state.ts";

describe("the settings that a worker gets after its start", () => {
  beforeEach(() => standIn.reset());
  afterEach(() => standIn.reset());

  /** How often they change what the worker was initialized with. */
  function changes(): number {
    const state = new WorkerState();
    state.configure(settingsForWorker());
    const { revision } = state;
    state.configure({ settings: { ...settingsForWorker().settings, ...variableSettings() } });
    return state.revision - revision;
  }

  it("tell it nothing new, unless REST Client or httpYac has variables there", () => {
    assert.equal(changes(), 0);
    standIn.set("workspace", "rest-client.environmentVariables", { $shared: { host: "localhost" } });
    assert.equal(changes(), 1);
  });
});
