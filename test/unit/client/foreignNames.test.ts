import assert from "node:assert/strict";
import { Reports } from "../../../client/src/answers/reports.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { Recorder } from "../../../client/src/calls/recorder.ts";
import { Redactor } from "../../../common/redaction.ts";
import manifest from "../../../package.json" with { type: "json" };
import { standIn } from "../../host/standIn/state.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { clientWindow, documentOf } from "./clientWindow.ts";

const URI = "file:///workspace/test.http";
const COMMANDS = manifest.contributes.commands.map(({ command }) => command);

/** An icon, a link, a reversed text, and characters without a shape: Hangul's filler, Braille's space, a zero byte. */
const NAME = "$(zap)[a](command:b)\u202Egpj.exe\u2066\u200B\u3164\u2800\u0000\uFE0F";

/** What no text on the screen has. VS Code's own icons do not include the one in {@link NAME}. */
const DECEPTIVE = /\$\(zap\)|\]\(|[\u202E\u2066\u200B\u3164\u2800\0\uFE0F]/u;

/** In UTF-16 units: VS Code cuts a notification off there. */
const LONGEST = 1_000;

describe("a name that a workspace chose", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    standIn.reset();
    await sandbox.close();
  });

  const setUp = (): ReturnType<typeof clientWindow> => {
    const documents = new ResultDocuments();
    return clientWindow(undefined, {
      recorder: new Recorder(new Redactor()),
      resultDocuments: documents,
      reports: new Reports(documents, new Redactor()),
      log: { show: () => undefined },
      worker: { restart: () => Promise.resolve() },
      environmentOffer: { make: () => undefined },
      results: { close: () => false, closeIn: () => false, clear: () => false },
      extension: { packageJSON: manifest },
    });
  };

  /** Everything that was on the screen, with the buttons and rows. */
  const shown = (): string[] => [
    ...standIn.messages,
    ...standIn.statusMessages,
    ...standIn.menus,
    ...standIn.shown,
    ...standIn.refusals.filter((text) => text !== undefined),
    ...standIn.questions.flatMap(({ title, prompt, choices = [], details = [], told = "" }) => [
      ...[title, prompt, told],
      ...choices,
      ...details,
    ]),
  ];

  /** All that is on the screen if each command is run on a name, and the person picks that row everywhere. */
  async function shownFor(name: string, row: number, typed = name): Promise<string[]> {
    const text = [
      `GET ${sandbox.url}/one`,
      "",
      "###",
      `# @argus ${name}`,
      `GET https://${"a".repeat(60)}.example/two`,
      `Authorization: Bearer {{${name}}}`,
      "",
    ].join("\n");
    const profile = { url: sandbox.url, clientId: sandbox.clientId };
    const seen: string[] = [];
    for (const command of COMMANDS) {
      for (const args of [[name], [URI, 0], [URI, 4], []]) {
        standIn.set("workspace", "argus.profiles", { [name]: profile, other: { ...profile, clientId: name } });
        standIn.set("workspace", "argus.activeProfile", name);
        standIn.documents = [documentOf(text)];
        const window = setUp();
        let count = 0;
        standIn.answer = ({ choices, isSecret }) => {
          // Some questions are asked again until they are answered well.
          if ((count += 1) > 8) return undefined;
          return choices?.[Math.min(row, choices.length - 1)] ?? (isSecret ? sandbox.apiKey : typed);
        };
        await window.run(command, ...args);
        // The button of a message may have started another command, which ends at its first question.
        standIn.answer = () => undefined;
        seen.push(...shown());
        for (const list of [standIn.messages, standIn.statusMessages, standIn.menus, standIn.shown]) list.splice(0);
        standIn.questions = [];
        window.close();
      }
    }
    assert(seen.length > 100, String(seen.length));
    return [...new Set(seen)];
  }

  for (const row of [0, 1, 2]) {
    it(`is shown for what it is by every command, if a person picks row ${row + 1} everywhere`, async () => {
      const seen = await shownFor(NAME, row);
      assert.deepEqual(
        seen.filter((text) => DECEPTIVE.test(text)),
        [],
      );
    });
  }

  it("hides nothing that is said about it, however long it is", async () => {
    for (const length of [100, 500, 10_000]) {
      const name = "n".repeat(length);
      for (const row of [0, 1]) {
        const long = (await shownFor(name, row, sandbox.clientId)).filter((text) => text.length > LONGEST);
        assert.deepEqual(long, [], `${length} characters`);
      }
    }
  });
});
