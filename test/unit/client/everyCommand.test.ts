import assert from "node:assert/strict";
import { Recorder } from "../../../client/src/calls/recorder.ts";
import { Reports } from "../../../client/src/answers/reports.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { Redactor } from "../../../common/redaction.ts";
import manifest from "../../../package.json" with { type: "json" };
import { standIn } from "../../host/standIn/state.ts";
import { type ClientWindow, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const COMMANDS = manifest.contributes.commands.map(({ command }) => command);

/** Counts all that a person can see of a command. */
const seen = (): number =>
  [standIn.messages, standIn.statusMessages, standIn.shown, standIn.questions].reduce(
    (sum, each) => sum + each.length,
    0,
  ) + standIn.edits;

describe("a person who runs a command sees its outcome", () => {
  const setup = useClient({ profiles: () => undefined });

  const openWindow = (): ClientWindow => {
    const documents = new ResultDocuments();
    return setup.open({
      recorder: new Recorder(new Redactor()),
      resultDocuments: documents,
      reports: new Reports(documents, new Redactor()),
      log: { show: () => standIn.shown.push("log") },
      worker: { restart: () => Promise.resolve() },
      environmentOffer: { make: () => undefined },
      results: { close: () => false, closeIn: () => false, clear: () => false },
      extension: { packageJSON: manifest },
    });
  };
  const profiles = (): void => {
    standIn.set("user", "argus.profiles", { default: setup.profile });
  };
  const situations: readonly (readonly [string, () => readonly unknown[]])[] = [
    ["nothing is set up", () => []],
    ["there is a profile and no document", () => (profiles(), [])],
    [
      "it is run at a request, and every question is closed",
      () => {
        profiles();
        standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\n`)];
        return [URI, 0];
      },
    ],
    [
      "its arguments are nonsense",
      () => {
        profiles();
        return [{ uri: 1 }, "x"];
      },
    ],
  ];
  for (const [situation, arrange] of situations) {
    it(`when ${situation}`, async () => {
      const silent: string[] = [];
      for (const command of COMMANDS) {
        standIn.set("user", "argus.profiles", undefined);
        standIn.documents = [];
        const args = arrange();
        const window = openWindow();
        const before = seen();
        await window.run(command, ...args);
        if (seen() === before) silent.push(command);
      }
      assert(COMMANDS.length > 20);
      assert.deepEqual(silent, []);
    });
  }
});
